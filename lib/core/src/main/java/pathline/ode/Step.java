package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step as it was made: where it started, its slopes, where it ended.
 *
 * @param <S> a state
 */
final class Step<S> {

    private final Evaluations<S> field;
    private final Interpolant interpolant;
    final double t;
    final double h;
    final S x;
    final S end;
    final List<S> slopes;
    private Optional<S> endSlope;
    private List<S> denseSlopes = List.of(); // empty until asked for

    /**
     * @param slopes the slopes that the solution was made of, the first at (t, x)
     * @param endSlope the slope at (t + h, end) where the step has already evaluated it
     */
    Step(
            Evaluations<S> field,
            Interpolant interpolant,
            double t,
            double h,
            S x,
            S end,
            List<S> slopes,
            Optional<S> endSlope) {
        this.field = field;
        this.interpolant = interpolant;
        this.t = t;
        this.h = h;
        this.x = x;
        this.end = end;
        this.slopes = slopes;
        this.endSlope = endSlope;
    }

    /** v(t + h, end): the first slope of the next step, evaluated at most once. */
    S endSlope() {
        if (endSlope.isEmpty()) {
            endSlope = Optional.of(field.at(t + h, end));
        }
        return endSlope.get();
    }

    /** Whether dense output needs no stages of its own. */
    boolean denseIsFree() {
        return !denseSlopes.isEmpty() || interpolant.extraStages() == 0;
    }

    /** All slopes that dense output uses, extra stages included. */
    List<S> denseSlopes() {
        if (denseSlopes.isEmpty()) {
            var all = new ArrayList<>(slopes);
            if (interpolant.endSlope()) {
                all.add(endSlope());
            }
            var c = interpolant.extraC();
            var a = interpolant.extra();
            for (int i = 0; i < c.length; i++) {
                all.add(field.at(t + c[i] * h, field.states().ahead(x, h, a[i], all)));
            }
            denseSlopes = all;
        }
        return denseSlopes;
    }

    /** x(t + theta h) by dense output. */
    S at(double theta) {
        if (theta == 0 || theta == 1) {
            return theta == 0 ? x : end;
        }
        return field.states().ahead(x, h, interpolant.at(theta), denseSlopes());
    }

    /** x(t + theta h) by the cubic through both ends and their slopes: rougher than {@link #at}, and always free. */
    S sketch(double theta) {
        double share = theta * theta * (3 - 2 * theta);
        S chord = field.states()
                .ahead(x, share, new double[] {1}, List.of(field.states().minus(end, x)));
        var bend = new double[] {theta * (1 - theta) * (1 - theta), theta * theta * (theta - 1)};
        return field.states().ahead(chord, h, bend, List.of(slopes.get(0), endSlope()));
    }

    /** Start and slopes, the solver's own arrays. */
    Solution.Segment<S> segment() {
        return new Solution.Segment<>(t, h, x, slopes);
    }

    /** Start and slopes as arrays of the engine: the solver's own, if it computes with such. */
    Solution.Segment<NDArray> export() {
        var states = field.states();
        return new Solution.Segment<>(
                t, h, states.array(x), slopes.stream().map(states::array).toList());
    }
}
