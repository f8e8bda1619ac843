package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pathline.array.HostMemory;

/**
 * Several named arrays that are windows into one vector: a change of either shows in the other.
 *
 * <p>What is done to all numbers alike (an optimiser's update, a norm, an average, a file) is then one operation, while
 * each layer still reads its own matrix. The arrays live as long as the manager they were made on.
 */
final class ParameterVector {

    private static final NDIndex ALL = new NDIndex("...");

    private final Layout layout;
    private final NDArray flat;
    private final List<NDArray> windows = new ArrayList<>();
    private final Map<String, NDArray> columns = new HashMap<>();
    private final boolean orphan;

    ParameterVector(Layout layout, DataType type, NDManager manager) {
        this.layout = layout;
        this.orphan = Orphans.has(manager);
        this.flat = owned(manager.zeros(new Shape(layout.count()), type));
        for (var entry : layout.entries()) {
            long end = entry.offset() + entry.shape().size();
            try (var slice = flat.get(entry.offset() + ":" + end)) {
                windows.add(owned(slice.reshape(entry.shape())));
            }
        }
    }

    Layout layout() {
        return layout;
    }

    /** Whether these arrays are freed by the collector alone; see {@link Orphans}. */
    boolean isOrphan() {
        return orphan;
    }

    NDArray flat() {
        return flat;
    }

    List<NDArray> windows() {
        return List.copyOf(windows);
    }

    NDArray window(int index) {
        return windows.get(index);
    }

    /** Columns from, ..., to - 1 of a matrix, as a window of their own; made once. */
    NDArray columns(int index, long from, long to) {
        return columns.computeIfAbsent(
                index + ":" + from + ":" + to, key -> owned(windows.get(index).get(":, " + from + ":" + to)));
    }

    /** Overwrites every number. */
    void set(NDArray values) {
        overwrite(flat, values);
    }

    /** Copies {@code values} into {@code array}, windows of which keep looking at it. */
    static void overwrite(NDArray array, NDArray values) {
        array.set(ALL, values);
    }

    /** Sets every number to zero, also those that are not finite. */
    void clear() {
        if (HostMemory.reaches(flat)) {
            HostMemory.clear(flat);
        } else {
            flat.set(ALL, Scalars.ZERO);
        }
    }

    /** Takes an array out of the open scope, whose end would close it. */
    private NDArray owned(NDArray array) {
        NDScope.unregister(array);
        if (orphan) {
            Orphans.watch(array);
        }
        return array;
    }
}
