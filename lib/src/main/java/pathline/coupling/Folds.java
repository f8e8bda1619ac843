package pathline.coupling;

/** The least and the sum of many numbers, by halves, so that the compiler can make vector instructions of the loops. */
final class Folds {

    private static final int SHORT = 16;

    private Folds() {}

    /** The least of the first {@code count} numbers; {@code room} takes half as many. */
    static double least(double[] x, int count, double[] room) {
        int half = count / 2;
        double least = count % 2 == 0 ? Double.POSITIVE_INFINITY : x[count - 1];
        for (int k = 0; k < half; k++) {
            room[k] = Math.min(x[k], x[half + k]);
        }
        int left = half;
        while (left > SHORT) {
            int next = left / 2;
            if (left % 2 == 1) {
                least = Math.min(least, room[left - 1]);
            }
            for (int k = 0; k < next; k++) {
                room[k] = Math.min(room[k], room[next + k]);
            }
            left = next;
        }
        for (int k = 0; k < left; k++) {
            least = Math.min(least, room[k]);
        }
        return least;
    }

    /** The sum of the first {@code count} numbers; {@code room} takes half as many. */
    static double sum(double[] x, int count, double[] room) {
        int half = count / 2;
        double sum = count % 2 == 0 ? 0 : x[count - 1];
        for (int k = 0; k < half; k++) {
            room[k] = x[k] + x[half + k];
        }
        int left = half;
        while (left > SHORT) {
            int next = left / 2;
            if (left % 2 == 1) {
                sum += room[left - 1];
            }
            for (int k = 0; k < next; k++) {
                room[k] += room[next + k];
            }
            left = next;
        }
        for (int k = 0; k < left; k++) {
            sum += room[k];
        }
        return sum;
    }
}
