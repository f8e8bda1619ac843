package pathline.bijection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.function.Supplier;
import pathline.check.Require;
import pathline.field.Activation;
import pathline.random.Rng;

/**
 * Flows of the literature whose maps are more than affine in each coordinate, and those that are no coupling and not autoregressive.
 *
 * <pre>
 * var model = NormalizingFlow.of(CurvedFlows.splineCouplings(dim, 5, new RationalQuadratic(8, 3), rng, 64, 64), DataType.FLOAT32, rng);
 * </pre>
 */
public final class CurvedFlows {

    private CurvedFlows() {}

    /**
     * Couplings by splines, RQ-NSF (C): before each a permutation and a matrix, {@link LuLinear}, and both once more at the end. As in the
     * published program raw widths and heights are divided by the root of the width of the net's last hidden layer. There: 10 or
     * 20 layers, 8 bins (MINIBOONE 4) on [-3, 3], Adam 3·10⁻⁴, gradients clipped at 5; nets are residual there, plain here.
     *
     * @param rng where the permutations come from
     */
    public static LayerChain splineCouplings(int dim, int layers, RationalQuadratic spline, Rng rng, int... widths) {
        Require.nonNull(spline, "spline");
        Require.nonNull(rng, "rng");
        Require.nonNull(widths, "widths");
        var scaled = widths.length == 0 ? spline : spline.dividedBy(Math.sqrt(widths[widths.length - 1]));
        var couplings = NormalizingFlows.couplings(
                dim,
                layers,
                mask -> new CouplingLayer(
                        mask, PlainNet.of(mask.seen(), mask.moved() * scaled.count(), widths), scaled));
        return between(couplings, rng);
    }

    /** Autoregressive splines, RQ-NSF (AR): a permutation and a matrix before each, and once more at the end; nets of relu. */
    public static LayerChain splineAutoregressive(
            int dim, int layers, RationalQuadratic spline, Rng rng, int... widths) {
        Require.nonNull(spline, "spline");
        Require.nonNull(rng, "rng");
        var layer = new AutoregressiveLayer(MaskedNet.of(dim, spline.count(), widths), spline);
        return between(repeated(layers, () -> layer), rng);
    }

    /**
     * Autoregressive deep sigmoids, MAF-DDSF: the order is reversed from each layer to the next; nets of elu make features, of which
     * one affine map for all coordinates makes the raw numbers. There: 5 or 10 layers of 100 units, 16 sigmoids in one stage, 3 ⌊100/d⌋
     * features or more, batches of 100, Adam 10⁻⁴, gradients clipped at 5. A scale and a shift of each coordinate stand at the end, {@link ActNorm}.
     *
     * @param features how many there are for each coordinate
     */
    public static LayerChain deepSigmoids(int dim, int layers, DeepSigmoid transformer, int features, int... widths) {
        var net = MaskedNet.of(dim, features, widths).activation(Activation.ELU);
        var sigmoids = NormalizingFlows.autoregressive(net, new FromFeatures(features, transformer), layers);
        var all = new ArrayList<>(sigmoids.layers());
        all.add(ActNorm.of(dim));
        return new LayerChain(all);
    }

    /** Autoregressive integrals, UMNN-MAF: the order is reversed from each layer to the next; 5 layers there. */
    public static LayerChain integrals(int dim, int layers, MonotoneIntegral transformer, int... widths) {
        Require.nonNull(transformer, "transformer");
        return NormalizingFlows.autoregressive(MaskedNet.of(dim, transformer.count(), widths), transformer, layers);
    }

    /** Planar layers in a row. */
    public static LayerChain planar(int dim, int layers) {
        return repeated(layers, () -> new Planar(dim));
    }

    /** Residual layers in a row; an activation normalisation before each keeps the scale that contractions cannot change. */
    public static LayerChain residual(int dim, int layers, int... widths) {
        var all = new ArrayList<FlowLayer>();
        for (var layer : repeated(layers, () -> ResidualLayer.of(dim, widths)).layers()) {
            all.add(ActNorm.of(dim));
            all.add(layer);
        }
        return new LayerChain(all);
    }

    private static LayerChain repeated(int layers, Supplier<FlowLayer> layer) {
        Require.within(layers, 1, 10_000, "layers");
        return new LayerChain(Collections.nCopies(layers, layer.get()));
    }

    private static LayerChain between(LayerChain chain, Rng rng) {
        int dim = chain.dim();
        var all = new ArrayList<FlowLayer>();
        for (int k = 0; k <= chain.layers().size(); k++) {
            all.add(Permutation.drawn(dim, rng.child(k)));
            all.add(LuLinear.identity(dim));
            if (k < chain.layers().size()) {
                all.add(chain.layers().get(k));
            }
        }
        return new LayerChain(all);
    }
}
