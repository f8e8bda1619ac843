package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** The steps of a solve, each with its slopes. */
final class DenseOutput<S> {

    private final Algebra<S> algebra;
    private final List<Step<S>> steps = new ArrayList<>();
    private final List<Double> ends = new ArrayList<>();

    DenseOutput(Algebra<S> algebra) {
        this.algebra = algebra;
    }

    void add(Step<S> step, double end) {
        steps.add(step);
        ends.add(end);
    }

    /** The state at t, by the interpolant of the step that t falls into. */
    NDArray at(double t) {
        if (steps.isEmpty() || !inside(t)) {
            throw new IllegalArgumentException("This solution runs " + range() + ", got t = " + t);
        }
        int low = 0;
        int high = steps.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((ends.get(middle) - t) * steps.get(middle).h >= 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        var step = steps.get(low);
        double theta = t == ends.get(low) && ends.get(low) == step.t + step.h ? 1 : (t - step.t) / step.h;
        return Scratch.keeping(() -> algebra.copy(step.at(Math.min(1, Math.max(0, theta)))));
    }

    List<Solution.Segment> segments() {
        return steps.stream().map(Step::export).toList();
    }

    private boolean inside(double t) {
        double start = steps.get(0).t;
        double end = ends.get(ends.size() - 1);
        return (t - start) * (end - t) >= 0;
    }

    private String range() {
        return steps.isEmpty() ? "nowhere" : "from t = " + steps.get(0).t + " to " + ends.get(ends.size() - 1);
    }
}
