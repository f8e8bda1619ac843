package pathline.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import pathline.ode.ButcherTableau;
import pathline.ode.OdeSolver;
import pathline.ode.StepControl;

/**
 * What the evaluations of a solve leave behind, until it is known which of them belong to an accepted step.
 *
 * <p>Evaluations come in a fixed order: the first slope; one for the first step's length, if Hairer's rule finds it; then the
 * stages of step after step, those of a rejected step followed by the same again. So each is known by its place, and one that
 * no sum will read leaves nothing: that for the first step, a stage of weight zero, the slope at the end of the way. With the
 * method of Dormand and Prince these are 2 of a solve and 1 of 6 in each step.
 *
 * @param <G> what an evaluation leaves
 */
final class StageQuadrature<G> {

    private final double[] weights;
    private final boolean firstSameAsLast;
    private final List<Optional<G>> rooms = new ArrayList<>();
    private boolean trial;
    private int stage;
    private double end;

    /** @param room makes rooms, one for each stage that is read, to be written again and again */
    StageQuadrature(ButcherTableau tableau, IntFunction<G> room) {
        this.weights = tableau.b();
        this.firstSameAsLast = tableau.firstSameAsLast();
        for (int i = 0; i < weights.length; i++) {
            boolean read = weights[i] != 0 || (firstSameAsLast && i == last() && weights[0] != 0);
            rooms.add(read ? Optional.of(room.apply(i)) : Optional.empty());
        }
    }

    /** Forgets everything: this solver begins another solve, to this time. */
    void begin(OdeSolver solver, double to) {
        trial = solver.control() instanceof StepControl.Adaptive control && control.firstStep() == 0;
        stage = 0;
        end = to;
    }

    /** Room for what the next evaluation leaves, one at time t; none if nothing reads it. */
    Optional<G> next(double t) {
        if (stage == 1 && trial) {
            trial = false;
            return Optional.empty();
        }
        int now = stage;
        stage = now == last() ? 1 : now + 1;
        boolean over = firstSameAsLast && now == last() && t == end;
        return over ? Optional.empty() : rooms.get(now);
    }

    /** What the stages of a step that was just accepted have left, each with its weight. */
    Shares<G> accepted() {
        var read = new ArrayList<G>();
        var factors = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                factors[read.size()] = weights[i];
                read.add(rooms.get(i).orElseThrow());
            }
        }
        stage = 0;
        if (firstSameAsLast) {
            Collections.swap(rooms, 0, last());
            stage = 1;
        }
        return new Shares<>(Arrays.copyOf(factors, read.size()), read);
    }

    /** Shares of a sum, and their weights in it. */
    record Shares<G>(double[] weights, List<G> parts) {}

    private int last() {
        return weights.length - 1;
    }
}
