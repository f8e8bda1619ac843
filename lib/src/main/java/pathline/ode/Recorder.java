package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps of a solve what {@link SaveAt} asks for. */
final class Recorder<S> {

    private final Algebra<S> algebra;
    private final Exports<S> exports;
    private final SaveAt save;
    private final double[] wanted;
    private final List<Double> times = new ArrayList<>();
    private final List<S> states = new ArrayList<>();
    private Optional<DenseOutput<S>> dense = Optional.empty();
    private int next;

    Recorder(Algebra<S> algebra, Exports<S> exports, SaveAt save) {
        this.algebra = algebra;
        this.exports = exports;
        this.save = save;
        this.wanted = save instanceof SaveAt.Times given ? given.times() : new double[0];
    }

    void start(double t, S x, Algebra.Region<S> region, Holder<S> holder) {
        if (everyStep()) {
            add(t, x, region, holder);
        }
        if (save instanceof SaveAt.Dense) {
            dense = Optional.of(new DenseOutput<>(algebra, exports, t, x));
        }
        while (next < wanted.length && wanted[next] == t) {
            add(wanted[next++], x, region, holder);
        }
    }

    /** Records the step, which the solution follows up to {@code end}, where its state is {@code x}. */
    void step(Step<S> step, double end, S x, Algebra.Region<S> region, Holder<S> holder) {
        while (next < wanted.length && (end - wanted[next]) * step.h >= 0) {
            S state = wanted[next] == end ? x : step.at((wanted[next] - step.t) / step.h);
            add(wanted[next++], state, region, holder);
        }
        if (everyStep()) {
            add(end, x, region, holder);
        }
        dense.ifPresent(output -> {
            step.denseSlopes().forEach(slope -> holder.save(slope, region));
            holder.save(step.end, region);
            output.add(step, end, x);
        });
    }

    void finish(double t, S x, Algebra.Region<S> region, Holder<S> holder) {
        if (save instanceof SaveAt.End) {
            add(t, x, region, holder);
        }
    }

    List<Double> times() {
        return List.copyOf(times);
    }

    List<NDArray> states() {
        return states.stream().map(exports::of).toList();
    }

    Optional<DenseOutput<S>> dense() {
        return dense;
    }

    private boolean everyStep() {
        return save instanceof SaveAt.Steps || save instanceof SaveAt.Dense;
    }

    private void add(double t, S x, Algebra.Region<S> region, Holder<S> holder) {
        holder.save(x, region);
        times.add(t);
        states.add(x);
    }
}
