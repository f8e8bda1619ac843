package pathline.field.kernel;

import ai.djl.ndarray.NDArray;

/**
 * How tangents lie in their array: (n, d), (k, n, d), or (k, 1, d).
 *
 * @param count k; 1 for (n, d)
 * @param shared whether all points have the same
 * @param points n
 */
record Tangents(int count, boolean shared, int points) {

    static Tangents of(NDArray dx, int points) {
        var shape = dx.getShape();
        boolean many = shape.dimension() == 3;
        return new Tangents(many ? (int) shape.get(0) : 1, many && shape.get(1) < points, points);
    }

    /** The row of tangent k of a point. */
    int row(int k, int point) {
        return shared ? k : k * points + point;
    }

    /** Copies them into {@code room}, or into a longer array. */
    float[] read(NDArray dx, float[] room) {
        int size = (int) dx.size();
        var numbers = Numbers.room(room, size);
        Numbers.read(dx, 0, numbers, size);
        return numbers;
    }
}
