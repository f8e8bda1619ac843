package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import pathline.array.Scratch;

/**
 * The states of a solve in one representation: sums, norms, finiteness, conversion and ownership.
 *
 * <p>There are three: float32 and float64 in Java arrays, and arrays of the engine. The stepping loop and the way back of a
 * gradient know states by this interface alone. Java arrays are never written after they were returned, and the garbage collector
 * frees them: keeping and freeing do nothing there. Arrays of the engine are freed by scopes, {@link #keeping} and
 * {@link Lifetimes}.
 *
 * @param <S> a state: n events of one shape
 */
public interface States<S> {

    /** The shape of a state: n, then the shape of an event. */
    Shape shape();

    /** The numbers of an array of this shape, as a state of its own. */
    S of(NDArray array);

    /** A state as an array on the manager of the solve's start: the state itself where it is such an array. */
    NDArray array(S x);

    /** The numbers of a state in an array of its own, on the manager of the solve's start. */
    NDArray copy(S x);

    /**
     * What the engine makes of states, as a state. Where it makes them of copies, all that it makes on the way is freed.
     *
     * @param body is given arrays with the states' numbers, and returns an array of the same shape
     */
    default S byEngine(List<S> inputs, Function<List<NDArray>, NDArray> body) {
        try (var scratch = new Scratch()) {
            return of(body.apply(inputs.stream().map(this::copy).toList()));
        }
    }

    /** h sum_j w_j s_j: as many arrays as weights, or more; those of weight zero are not read. */
    S sum(double h, double[] w, List<S> arrays);

    /** x + h sum_j w_j k_j. */
    S ahead(S x, double h, double[] w, List<S> slopes);

    /** y - x. */
    S minus(S y, S x);

    /** Adds x to a sum, in place. */
    void add(S sum, S x);

    /** The numbers, row after row. */
    double[] numbers(S x);

    /** Whether every number is finite. */
    default boolean finite(S x) {
        double sum = 0;
        for (double value : numbers(x)) {
            sum += value * 0; // 0 while finite, NaN after the first infinity or NaN
        }
        return sum == 0;
    }

    /** RMS of y / (atol + rtol max(|a|, |b|)): over all numbers, and over those of each row. */
    ErrorSize norm(Tolerances tolerances, S y, S a, S b);

    /** The result of {@code body}; all other arrays that it makes are freed. */
    default S keeping(Supplier<S> body) {
        return body.get();
    }

    /** A state with the numbers of x that lives as long as the manager, unless it is freed before. */
    default S keep(S x, NDManager manager) {
        return x;
    }

    /** Frees a state that nothing else refers to. */
    default void free(S x) {}

    /** What a solve keeps of its steps. */
    default Lifetimes<S> lifetimes() {
        return Lifetimes.collected();
    }

    /** The memory of a state. */
    long bytes();
}
