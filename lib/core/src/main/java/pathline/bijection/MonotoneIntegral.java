package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * The integral from 0 of a positive function that is a net of its own, plus a shift.
 *
 * <pre>
 *   y = β + ∫₀ˣ g(t; h) dt,   log dy/dx = log g(x; h),   g = (v + √(v² + 4))/2,   v a net of t and h with tanh
 * </pre>
 *
 * <p>Raw numbers: β, and h. The quadrature is Clenshaw and Curtis's, on [0, x], whose error falls geometrically with the number
 * of its intervals; gradients are those of the quadrature. The published g is 1 + elu(v), whose second derivative jumps, which
 * spoils that; the one here is smooth, and log g = asinh(v/2) neither overflows nor becomes -∞. The last layer begins near 0, so
 * that y is near x + β. The inverse is a search in the same quadrature, to the tolerance of 1e-13 (1 + |x|) in float64 and 1e-6
 * (1 + |x|) in float32.
 *
 * <p>Wehenkel and Louppe, <i>Unconstrained monotonic neural networks</i>, NeurIPS 2019.
 *
 * @param inputs how many numbers h has
 * @param width of the net's hidden layers
 * @param hidden how many hidden layers the net has
 * @param intervals of the quadrature, even; the net is evaluated at one point more
 */
public record MonotoneIntegral(int inputs, int width, int hidden, int intervals) implements Transformer {

    private static final double START = 1e-3;
    private static final NDIndex FIRST = new NDIndex(":, :, 0");
    private static final Map<Rule, Nodes> RULES = new ConcurrentHashMap<>();

    /** Checks the sizes. */
    public MonotoneIntegral {
        Require.atLeast(inputs, 1, "inputs");
        Require.atLeast(width, 1, "width");
        Require.atLeast(hidden, 1, "hidden");
        Require.within(intervals, 2, 1000, "intervals");
        Require.that(intervals % 2 == 0, "intervals is " + intervals + "; expected an even number");
    }

    @Override
    public int count() {
        return 1 + inputs;
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        double narrow = 1 / Math.sqrt(inputs + 1.0);
        var all = arrays.drawn("0.time", () -> narrow * rng.normal(), width)
                .drawn("0.weight", () -> narrow * rng.normal(), width, inputs)
                .zeros("0.bias", width);
        for (int k = 1; k < hidden; k++) {
            all = all.drawn(k + ".weight", () -> rng.normal() / Math.sqrt(width), width, width)
                    .zeros(k + ".bias", width);
        }
        return all.drawn("out.weight", () -> START * rng.normal(), 1, width).zeros("out.bias", 1);
    }

    @Override
    public Transformed forward(NDArray x, NDArray raw, Weights own) {
        return integral(x, beginning(raw, own), raw.get(FIRST), own);
    }

    @Override
    public Transformed inverse(NDArray y, NDArray raw, Weights own) {
        var beginning = beginning(raw, own);
        var shift = raw.get(FIRST);
        return MonotoneRoot.solve(y, x -> integral(x, beginning, shift, own));
    }

    /** What the first layer makes of h, shape (n, k, 1, width). */
    private NDArray beginning(NDArray raw, Weights own) {
        return Dense.at(raw.get(":, :, 1:"), own.of("0")).expandDims(2);
    }

    private Transformed integral(NDArray x, NDArray beginning, NDArray shift, Weights own) {
        var nodes = RULES.computeIfAbsent(new Rule(intervals, x.getDataType()), Rule::make);
        var t = x.expandDims(2).mul(nodes.places).expandDims(3);
        var at = t.mul(own.get("0.time")).add(beginning).tanh();
        for (int k = 1; k < hidden; k++) {
            at = Dense.at(at, own.of(String.valueOf(k))).tanh();
        }
        var log = asinh(Dense.at(at, own.of("out")).squeeze(3).mul(Scalars.HALF));
        var mean = log.exp().mul(nodes.weights).sum(new int[] {2});
        return new Transformed(x.mul(mean).add(shift), log.get(FIRST));
    }

    /** log(u + √(u² + 1)), by the size of u, so that no digits are lost below 0. */
    private static NDArray asinh(NDArray u) {
        var up = u.gte(0);
        var size = NDArrays.where(up, u, u.neg());
        var log = size.add(size.square().add(1).sqrt()).log();
        return NDArrays.where(up, log, log.neg());
    }

    /** Of how many intervals and of which type constants are. */
    private record Rule(int intervals, DataType type) {

        /** Places (1 + cos(π k/N))/2, of which the first is 1, with weights that add up to 1. */
        Nodes make() {
            var places = new double[intervals + 1];
            var weights = new double[intervals + 1];
            for (int k = 0; k <= intervals; k++) {
                double angle = Math.PI * k / intervals;
                places[k] = (1 + Math.cos(angle)) / 2;
                double sum = 1;
                for (int j = 1; j <= intervals / 2; j++) {
                    double half = j == intervals / 2 ? 1 : 2;
                    sum -= half * Math.cos(2 * j * angle) / (4.0 * j * j - 1);
                }
                weights[k] = sum / (k % intervals == 0 ? 2 : 1) / intervals;
            }
            return new Nodes(Constants.of(type, places, places.length), Constants.of(type, weights, weights.length));
        }
    }

    private record Nodes(NDArray places, NDArray weights) {}
}
