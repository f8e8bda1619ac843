package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import java.util.function.Function;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.field.Scalars;

/**
 * Solves f(x) = y where f is strictly increasing in each number by itself, all numbers at once.
 *
 * <p>A bracket around each solution is found by widening [-8, 8]. Newton's method runs inside; a step that leaves the bracket,
 * and each third step, is a halving of the bracket instead. The search ends when, for every number, Newton's step or the bracket
 * is shorter than 1e-13 (1 + |x|) in float64, 1e-6 (1 + |x|) in float32. A number that f does not reach is refused, never
 * answered by an infinity.
 */
final class MonotoneRoot {

    private static final double WIDE = 8;
    private static final double WIDEST = 1e12;
    private static final int MOST = 300;
    private static final NDArray WIDER = Scalars.of(8);
    private static final NDArray FLOAT64 = Scalars.of(1e-13);
    private static final NDArray FLOAT32 = Scalars.of(1e-6);
    /** Of the logarithm of dx/dy, so that Newton's step is finite. */
    private static final NDArray STEEPEST = Scalars.of(80);

    private MonotoneRoot() {}

    /**
     * x with f(x) = y and log dx/dy. Both can be recorded: x is computed once more as a Newton step of length 0, which has the
     * gradient of the solution in y and in all that f reads.
     *
     * @param f the values at x and the logarithms of the slopes there, all of the shape of x
     * @throws ArithmeticException if f stays below or above a number of y up to |x| = 1e12
     */
    static Transformed solve(NDArray y, Function<NDArray, Transformed> f) {
        var root = Scratch.keeping(() -> search(y.stopGradient(), f));
        var there = f.apply(root);
        var missing = OnlyGradient.of(there.values()).sub(OnlyGradient.of(y));
        var x = root.sub(missing.mul(steepness(there)));
        return new Transformed(x, f.apply(x).logSlope().neg());
    }

    /** How short a step must be for x to be found: 1e-13 (1 + |x|) in float64, 1e-6 (1 + |x|) in float32. */
    static NDArray room(NDArray x) {
        return x.abs().add(1).mul(x.getDataType() == DataType.FLOAT64 ? FLOAT64 : FLOAT32);
    }

    private static NDArray steepness(Transformed there) {
        return there.logSlope().stopGradient().neg().minimum(STEEPEST).exp();
    }

    private static NDArray search(NDArray y, Function<NDArray, Transformed> f) {
        var low = bracket(y, f, -WIDE);
        var high = bracket(y, f, WIDE);
        var x = y.maximum(low).minimum(high);
        boolean found = false;
        for (int k = 1; k <= MOST && !found; k++) {
            try (var scratch = new Scratch()) {
                var there = f.apply(x);
                var above = there.values().stopGradient().sub(y);
                var below = above.lt(0);
                low = scratch.keep(NDArrays.where(below, x, low));
                high = scratch.keep(NDArrays.where(below, high, x));
                var step = above.mul(steepness(there));
                var newton = x.sub(step);
                var room = room(x);
                var close = step.abs().lte(room);
                var inside = newton.gt(low).logicalAnd(newton.lt(high));
                var taken = k % 3 == 0 ? close : close.logicalOr(inside);
                x = scratch.keep(NDArrays.where(taken, newton, low.add(high).mul(Scalars.HALF)));
                found = close.logicalOr(high.sub(low).lte(room)).all().getBoolean();
            }
        }
        return x;
    }

    /** One end of the brackets: f is at most y there if the end is negative, at least y if it is positive. */
    private static NDArray bracket(NDArray y, Function<NDArray, Transformed> f, double end) {
        var at = y.zerosLike().add(end);
        for (double width = WIDE; width < WIDEST; width *= WIDE) {
            var value = f.apply(at).values().stopGradient();
            var wrong = end < 0 ? value.gt(y) : value.lt(y);
            if (!wrong.any().getBoolean()) {
                return at;
            }
            at = NDArrays.where(wrong, at.mul(WIDER), at);
        }
        throw unreached(y, f.apply(at).values(), end);
    }

    private static ArithmeticException unreached(NDArray y, NDArray value, double end) {
        var wanted = HostMemory.doubles(y);
        var reached = HostMemory.doubles(value);
        int at = 0;
        while (at < wanted.length - 1 && (end < 0 ? reached[at] <= wanted[at] : reached[at] >= wanted[at])) {
            at++;
        }
        long columns = Math.max(1, y.size() / Math.max(1, y.getShape().get(0)));
        return new ArithmeticException("Row " + at / columns + ", coordinate " + at % columns + " of z is " + wanted[at]
                + ", which the map does not reach: it is " + reached[at] + " at x = " + Math.signum(end) * WIDEST
                + "; expected points where the flow has mass");
    }
}
