package pathline.coupling;

import java.util.Arrays;

/** A binary heap of (key, id), least key first and least id among equal keys, so that the order of pops is fixed. */
final class SearchHeap {

    private double[] keys = new double[256];
    private int[] ids = new int[256];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    double leastKey() {
        return keys[0];
    }

    void push(double key, int id) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            ids = Arrays.copyOf(ids, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >> 1;
            if (keys[parent] < key || (keys[parent] == key && ids[parent] <= id)) {
                break;
            }
            keys[at] = keys[parent];
            ids[at] = ids[parent];
            at = parent;
        }
        keys[at] = key;
        ids[at] = id;
    }

    /** Removes the least entry and returns its id. */
    int pop() {
        int top = ids[0];
        size--;
        double key = keys[size];
        int id = ids[size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(child + 1, child)) {
                child++;
            }
            if (keys[child] > key || (keys[child] == key && ids[child] >= id)) {
                break;
            }
            keys[at] = keys[child];
            ids[at] = ids[child];
            at = child;
        }
        keys[at] = key;
        ids[at] = id;
        return top;
    }

    private boolean before(int a, int b) {
        return keys[a] < keys[b] || (keys[a] == keys[b] && ids[a] < ids[b]);
    }
}
