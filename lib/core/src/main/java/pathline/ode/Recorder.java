package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps of a solve what {@link SaveAt} asks for. */
final class Recorder<S> {

    private final States<S> arithmetic;
    private final Lifetimes<S> lifetimes;
    private final SaveAt save;
    private final double[] wanted;
    private final List<Double> times = new ArrayList<>();
    private final List<S> states = new ArrayList<>();
    private Optional<DenseOutput<S>> dense = Optional.empty();
    private int next;

    Recorder(States<S> arithmetic, Lifetimes<S> lifetimes, SaveAt save) {
        this.arithmetic = arithmetic;
        this.lifetimes = lifetimes;
        this.save = save;
        this.wanted = save instanceof SaveAt.Times given ? given.times() : new double[0];
    }

    void start(double t, S x) {
        if (everyStep()) {
            add(t, x);
        }
        if (save instanceof SaveAt.Dense) {
            dense = Optional.of(new DenseOutput<>(arithmetic, t, x));
        }
        while (next < wanted.length && wanted[next] == t) {
            add(wanted[next++], x);
        }
    }

    /** Records the step, which the solution follows up to {@code end}, where its state is {@code x}. */
    void step(Step<S> step, double end, S x) {
        while (next < wanted.length && (end - wanted[next]) * step.h >= 0) {
            S state = wanted[next] == end ? x : step.at((wanted[next] - step.t) / step.h);
            add(wanted[next++], state);
        }
        if (everyStep()) {
            add(end, x);
        }
        dense.ifPresent(output -> {
            step.denseSlopes().forEach(lifetimes::save);
            lifetimes.save(step.end);
            output.add(step, end, x);
        });
    }

    void finish(double t, S x) {
        if (save instanceof SaveAt.End) {
            add(t, x);
        }
    }

    List<Double> times() {
        return List.copyOf(times);
    }

    List<NDArray> states() {
        return states.stream().map(arithmetic::array).toList();
    }

    Optional<DenseOutput<S>> dense() {
        return dense;
    }

    private boolean everyStep() {
        return save instanceof SaveAt.Steps || save instanceof SaveAt.Dense;
    }

    private void add(double t, S x) {
        lifetimes.save(x);
        times.add(t);
        states.add(x);
    }
}
