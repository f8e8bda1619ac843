package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step as it was made: where it started, its slopes, where it ended.
 *
 * @param <S> the algebra's state
 */
final class Step<S> {

    private final Algebra<S> algebra;
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
            Algebra<S> algebra,
            Interpolant interpolant,
            double t,
            double h,
            S x,
            S end,
            List<S> slopes,
            Optional<S> endSlope) {
        this.algebra = algebra;
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
            endSlope = Optional.of(algebra.velocity(t + h, end));
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
                all.add(algebra.velocity(t + c[i] * h, algebra.advance(x, h, a[i], all)));
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
        return algebra.advance(x, h, interpolant.at(theta), denseSlopes());
    }

    /** x(t + theta h) by the cubic through both ends and their slopes: rougher than {@link #at}, and always free. */
    S sketch(double theta) {
        double share = theta * theta * (3 - 2 * theta);
        S chord = algebra.advance(x, share, new double[] {1}, List.of(algebra.minus(end, x)));
        var bend = new double[] {theta * (1 - theta) * (1 - theta), theta * theta * (theta - 1)};
        return algebra.advance(chord, h, bend, List.of(slopes.get(0), endSlope()));
    }

    /** As arrays that live as long as the caller lets them. */
    Solution.Segment export() {
        return export(algebra::export);
    }

    Solution.Segment export(Function<S, NDArray> array) {
        return new Solution.Segment(
                t, h, array.apply(x), slopes.stream().map(array).toList());
    }
}
