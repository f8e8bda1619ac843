package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pathline.check.Require;
import pathline.field.Scalars;

/**
 * A monotone rational-quadratic spline on [-bound, bound], the identity outside.
 *
 * <p>Each coordinate has its own knots, whose places and heights are cumulative sums of softmaxes, and its own slopes at the
 * inner knots; at both ends the slope is 1. Raw numbers: a width for each bin, a height for each bin, a slope for each inner
 * knot. With zeros the knots lie on the diagonal, and the slopes at the inner knots are 0.69.
 *
 * <p>Durkan, Bekasov, Murray and Papamakarios, <i>Neural spline flows</i>, NeurIPS 2019.
 *
 * @param bins at least 2
 * @param bound half the length of the interval
 * @param divisor what raw widths and heights are divided by; 1 unless {@link #dividedBy} says more
 */
public record RationalQuadratic(int bins, double bound, double divisor) implements Transformer {

    /** The least width and height of a bin, of an interval of length 1, and the least slope. */
    private static final double LEAST = 1e-3;

    private static final NDIndex[] INNER = {new NDIndex(":, :, 0, 1:-1"), new NDIndex(":, :, 1, 1:-1")};
    private static final NDArray LEAST_ROOT = Scalars.of(1e-30);
    private static final Map<Key, Knots> KNOTS = new ConcurrentHashMap<>();

    /** Checks the sizes. */
    public RationalQuadratic {
        Require.within(bins, 2, 500, "bins");
        Require.positive(bound, "bound");
        Require.positive(divisor, "divisor");
    }

    /** With raw numbers as they are. */
    public RationalQuadratic(int bins, double bound) {
        this(bins, bound, 1);
    }

    /** With raw widths and heights divided by a number: the root of the net's width keeps a new spline near the identity. */
    public RationalQuadratic dividedBy(double number) {
        return new RationalQuadratic(bins, bound, number);
    }

    @Override
    public int count() {
        return 3 * bins - 1;
    }

    @Override
    public Transformed forward(NDArray x, NDArray raw, Weights own) {
        var inside = x.abs().lte(bound);
        var within =
                NDArrays.where(inside, x, x.zerosLike()); // before the formula, whose gradient outside is not finite
        var bin = bin(within, raw, 0);
        var part = within.sub(bin.x).div(bin.width);
        var y = bin.rise(part).mul(bin.height).div(bin.below(part)).add(bin.y);
        return new Transformed(NDArrays.where(inside, y, x), NDArrays.where(inside, bin.logSlope(part), x.zerosLike()));
    }

    @Override
    public Transformed inverse(NDArray y, NDArray raw, Weights own) {
        var inside = y.abs().lte(bound);
        var within = NDArrays.where(inside, y, y.zerosLike());
        var bin = bin(within, raw, 1);
        var part = bin.root(within.sub(bin.y));
        var x = part.mul(bin.width).add(bin.x);
        return new Transformed(
                NDArrays.where(inside, x, y),
                NDArrays.where(inside, bin.logSlope(part).neg(), y.zerosLike()));
    }

    /** The bin of each coordinate, by its knots of x (axis 0) or of y (axis 1); a coordinate at a knot is in the bin above it. */
    private Bin bin(NDArray at, NDArray raw, int axis) {
        long n = at.getShape().get(0);
        long k = at.getShape().get(1);
        var parts = raw.split(new long[] {2L * bins}, 2);
        var knots = KNOTS.computeIfAbsent(new Key(this, at.getDataType()), Key::make);
        var shares = parts.get(0).reshape(n, k, 2, bins).mul(knots.factor).softmax(3);
        var places = shares.matMul(knots.sums).add(knots.start);
        var end = at.getManager().ones(new Shape(n, k, 1), at.getDataType());
        var slopes = end.concat(Smooth.softplus(parts.get(1)).add(LEAST), 2).concat(end, 2);
        var table = places.concat(slopes.expandDims(2), 2); // (n, k, 3, bins + 1)
        var left = places.get(INNER[axis])
                .lte(at.expandDims(2))
                .toType(DataType.INT64, false)
                .sum(new int[] {2})
                .reshape(n, k, 1, 1);
        var ends = table.gather(left.concat(left.add(1), 3).broadcast(n, k, 3, 2), 3);
        return Bin.of(ends.transpose(2, 3, 0, 1).reshape(6, n, k));
    }

    /** Of which spline and type constants are. */
    private record Key(RationalQuadratic spline, DataType type) {

        Knots make() {
            int bins = spline.bins;
            double length = 2 * spline.bound;
            var sums = new double[bins * (bins + 1)];
            var start = new double[bins + 1];
            for (int knot = 0; knot < bins; knot++) {
                start[knot] = -spline.bound + length * LEAST * knot;
                for (int bin = 0; bin < knot; bin++) {
                    sums[bin * (bins + 1) + knot] = length * (1 - LEAST * bins);
                }
            }
            start[bins] = spline.bound; // exactly, whatever the sum of the shares
            return new Knots(
                    Constants.of(type, new double[] {1 / spline.divisor}),
                    Constants.of(type, sums, bins, bins + 1),
                    Constants.of(type, start, bins + 1));
        }
    }

    /** What makes knots of shares: shares · sums + start. */
    private record Knots(NDArray factor, NDArray sums, NDArray start) {}

    /** The knot on the left of each coordinate, the size of its bin, its mean slope, and the slopes at both ends. */
    private record Bin(
            NDArray x,
            NDArray y,
            NDArray width,
            NDArray height,
            NDArray mean,
            NDArray slope,
            NDArray next,
            NDArray curve) {

        /** From the knots' x on the left and right, y, slope: shape (6, n, k). */
        static Bin of(NDArray ends) {
            var x = ends.get(0);
            var y = ends.get(2);
            var width = ends.get(1).sub(x);
            var height = ends.get(3).sub(y);
            var mean = height.div(width);
            var slope = ends.get(4);
            var next = ends.get(5);
            return new Bin(
                    x, y, width, height, mean, slope, next, slope.add(next).sub(mean.add(mean)));
        }

        /** s ξ² + d₀ ξ (1 - ξ). */
        NDArray rise(NDArray part) {
            return part.mul(mean.mul(part).add(slope.mul(rest(part))));
        }

        /** s + (d₀ + d₁ - 2s) ξ (1 - ξ). */
        NDArray below(NDArray part) {
            return mean.add(curve.mul(part.mul(rest(part))));
        }

        NDArray logSlope(NDArray part) {
            var rest = rest(part);
            var both = part.mul(rest).mul(mean);
            var above = part.square().mul(next).add(both).add(both).add(slope.mul(rest.square()));
            var ratio = mean.div(below(part)).log();
            return above.log().add(ratio).add(ratio);
        }

        /** ξ at which the curve has risen so far; the root that loses no digits, its discriminant at least 0. */
        NDArray root(NDArray risen) {
            var bent = risen.mul(curve);
            var a = height.mul(mean.sub(slope)).add(bent);
            var b = height.mul(slope).sub(bent);
            var c = risen.mul(mean);
            var product = a.mul(c);
            var twice = product.add(product);
            var root = b.square().add(twice).add(twice).maximum(LEAST_ROOT).sqrt();
            return c.add(c).div(b.add(root));
        }

        private static NDArray rest(NDArray part) {
            return Scalars.ONE.sub(part);
        }
    }
}
