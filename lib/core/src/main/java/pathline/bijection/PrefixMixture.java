package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A density coordinate by coordinate: p(x) = Π p(x_t | x_1, ..., x_{t-1}), each factor a mixture of Gaussians, steered by a net
 * that all coordinates share and that is told {@link PrefixFeatures} of those before.
 *
 * <pre>
 *   features, relu, then tanh layers, then K logits, K means, K log-deviations
 * </pre>
 *
 * <p>The last weights are drawn from U(-10⁻⁶, 10⁻⁶): a small start, in which no two components are alike, since equal ones
 * would stay equal.
 *
 * <p>Oliva and others, <i>Transformation autoregressive networks</i>, ICML 2018: K = 40, features and two layers of 120.
 *
 * @param features what each coordinate is told
 * @param widths of the tanh layers, at least one
 * @param components K, at least 1
 * @param condition how many columns the condition has, which enters the first tanh layer; 0 for none
 */
public record PrefixMixture(PrefixFeatures features, List<Integer> widths, int components, int condition)
        implements FlowSource {

    private static final double START = 1e-6;

    /** Checks the sizes. */
    public PrefixMixture {
        Require.nonNull(features, "features");
        widths = List.copyOf(Require.nonNull(widths, "widths"));
        Require.that(!widths.isEmpty(), "widths is empty; expected at least one");
        widths.forEach(width -> Require.atLeast(width, 1, "width"));
        Require.atLeast(components, 1, "components");
        Require.atLeast(condition, 0, "condition");
    }

    /** Without a condition. */
    public PrefixMixture(PrefixFeatures features, List<Integer> widths, int components) {
        this(features, widths, components, 0);
    }

    /** The same with a condition of so many columns. */
    public PrefixMixture conditions(int columns) {
        return new PrefixMixture(features, widths, components, columns);
    }

    @Override
    public int dim() {
        return features.dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var all = arrays.under("features", own -> features.declare(own, rng.child("features")));
        int in = features.count();
        for (int k = 0; k < widths.size(); k++) {
            int width = widths.get(k);
            double size = 1 / Math.sqrt(in);
            all = all.drawn(k + ".weight", () -> size * rng.normal(), width, in).zeros(k + ".bias", width);
            in = width;
        }
        return Dense.condition(all, condition, widths.get(0), rng)
                .drawn("out.weight", () -> START * (2 * rng.uniform() - 1), 3L * components, in)
                .zeros("out.bias", 3L * components);
    }

    @Override
    public NDArray logDensity(NDArray z, Weights own) {
        var raw = raw(features.all(z, own.of("features")), z.getShape().get(0), own);
        return GaussianMixtures.logDensity(raw, z.transpose().reshape(-1, 1))
                .reshape(dim(), -1)
                .sum(new int[] {0});
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng, Weights own) {
        var last = manager.zeros(new Shape(n, 1), type).sub(1);
        var reader = features.reader(last, own.of("features"));
        var columns = new NDList();
        for (int t = 0; t < dim(); t++) {
            last = GaussianMixtures.draw(raw(reader.next(last), n, own), rng);
            columns.add(last);
        }
        return Stepwise.joined(columns, 1);
    }

    /** Logits, means and log-deviations, shape (m, 3 K), of features whose rows are n points, once for each coordinate. */
    private NDArray raw(NDArray told, long n, Weights own) {
        var at = Activation.relu(told);
        for (int k = 0; k < widths.size(); k++) {
            at = Dense.at(at, own.of(String.valueOf(k)));
            at = (k == 0 && condition > 0 ? conditioned(at, n, own) : at).tanh();
        }
        return Dense.at(at, own.of("out"));
    }

    /** With what the condition of each point, or the one of all, adds to all its coordinates. */
    private NDArray conditioned(NDArray at, long n, Weights own) {
        long width = widths.get(0);
        return at.reshape(-1, n, width).add(Dense.conditioned(own, condition)).reshape(-1, width);
    }
}
