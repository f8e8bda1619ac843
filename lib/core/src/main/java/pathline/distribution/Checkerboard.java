package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.ToDoubleFunction;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * The uniform law on the eight dark squares of a 4 × 4 board centred at the origin.
 *
 * <p>Square (i, j) covers [i a, (i + 1) a) × [j a, (j + 1) a) with a the side and i, j = -2, ..., 1, and is dark when
 * i + j is even. The density is 1 / (8 a²) on dark squares and 0 elsewhere; the score is 0 on dark squares, away from
 * their edges.
 *
 * @param side the side a of one square
 */
public record Checkerboard(double side) implements Density, RowDraw {

    public Checkerboard {
        if (!(side > 0) || Double.isInfinite(side)) {
            throw new IllegalArgumentException(
                    "side is " + side + "; the side of a square must be positive and finite");
        }
        Require.that(
                side > 1e-150 && side < 1e150,
                "side is " + side + "; expected 1e-150 to 1e150, where a square has an area");
    }

    @Override
    public int dim() {
        return 2;
    }

    /** log(8 a²), in nats: no model has a lower expected negative log-likelihood. */
    public double entropy() {
        return Math.log(8 * side * side);
    }

    @Override
    public Points points(NDManager manager, DataType type, int n, Rng rng) {
        DrawSize.check(manager, type, n, 2, rng);
        var rows = new double[n][];
        for (int k = 0; k < n; k++) {
            int i = rng.below(4) - 2;
            int j = 2 * rng.below(2) - 2 + Math.floorMod(i, 2);
            rows[k] = new double[] {(i + inside(rng.uniform())) * side, (j + inside(rng.uniform())) * side};
        }
        return RowDraw.of(manager, type, rows);
    }

    @Override
    public NDArray logDensity(NDArray x) {
        ToDoubleFunction<double[]> log = point -> isDark(point) ? -entropy() : Double.NEGATIVE_INFINITY;
        return RowFunctions.scalars(x, 2, log);
    }

    @Override
    public NDArray score(NDArray x) {
        return RowFunctions.vectors(x, 2, 2, p -> isDark(p) ? new double[2] : new double[] {Double.NaN, Double.NaN});
    }

    /**
     * u moved to the middle of its cell in a grid of 2²⁰: an offset at least 2⁻²¹ away from either edge of the square.
     *
     * <p>Rounding to float32 can move a point by 2⁻²³ of the side. Without the margin one point in some millions would
     * land on the next, white square, and its log-density of minus infinity would spoil the mean over a batch.
     */
    static double inside(double u) {
        return (Math.floor(u * 0x1p20) + 0.5) / 0x1p20;
    }

    private boolean isDark(double[] point) {
        double i = Math.floor(point[0] / side);
        double j = Math.floor(point[1] / side);
        return i >= -2 && i < 2 && j >= -2 && j < 2 && (i + j) % 2 == 0;
    }
}
