package pathline.field;

/** Cotangents of the velocities at points, each a function of the velocity at its own point. */
@FunctionalInterface
public interface PointCotangents {

    /**
     * Makes the cotangents of points {@code from}, ..., {@code to} - 1; the others' rows are left alone, and not read.
     *
     * @param v velocities, n rows of d numbers
     * @param a receives the cotangents, likewise
     */
    void write(int from, int to, float[] v, float[] a);
}
