package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The few operations on states that stepping needs, so that one loop serves arrays of an engine and plain Java arrays.
 *
 * @param <S> a state: n points of d coordinates
 */
interface Algebra<S> {

    /** x0 as a state of its own. */
    S start(NDArray x0);

    /** v(t, x), counted; an array of its own. */
    S velocity(double t, S x);

    /** x + h sum_j w_j k_j. */
    S advance(S x, double h, double[] w, List<S> slopes);

    /** h sum_j w_j k_j. */
    S combine(double h, double[] w, List<S> slopes);

    /** y - x. */
    S minus(S y, S x);

    /** RMS of y / (atol + rtol max(|a|, |b|)): over all entries, and over those of each row. */
    ErrorSize norm(S y, S a, S b);

    /** The entries, row after row. */
    double[] numbers(S x);

    /** The number d of coordinates. */
    int width();

    /** Whether every entry is finite. */
    default boolean finite(S x) {
        double sum = 0;
        for (double value : numbers(x)) {
            sum += value * 0; // 0 while finite, NaN after the first infinity or NaN
        }
        return sum == 0;
    }

    /** Where the first entry that is not finite stands, as "row i, column j", both counted from 0. */
    default String firstNotFinite(S x) {
        var values = numbers(x);
        int i = 0;
        while (i < values.length - 1 && Double.isFinite(values[i])) {
            i++;
        }
        return "row " + i / width() + ", column " + i % width();
    }

    /** The state as an array attached to the manager of the solve's start; lives until that manager closes. */
    NDArray export(S x);

    /** The state as an array of its own, attached to the manager of the solve's start. */
    NDArray copy(S x);

    /** How many evaluations were made. */
    long evaluations();

    /** Opens a region whose temporaries are freed at its end, except those that are kept. */
    Region<S> region();

    /** Frees a state that was kept. */
    void release(S x);

    /** A region of temporaries. */
    interface Region<S> extends AutoCloseable {
        void keep(S x);

        @Override
        void close();
    }
}
