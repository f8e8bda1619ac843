package pathline.bijection;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import pathline.check.Require;
import pathline.field.Activation;
import pathline.random.Rng;

/**
 * Flows of the literature, in one line each:
 *
 * <pre>
 * var model = NormalizingFlow.of(NormalizingFlows.maf(dim, 5, 100), DataType.FLOAT32, rng);
 * </pre>
 *
 * <p>{@link #made}, {@link #madeMixture}, {@link #maf}, {@link #mafMixture} and {@link #realNvp} are the models of Papamakarios,
 * Pavlakou and Murray, <i>Masked autoregressive flow for density estimation</i>, NeurIPS 2017, whose settings for tables are: one
 * or two hidden layers, chosen by validation, of 100 units (POWER, GAS) or 512 (HEPMASS, MINIBOONE, BSDS300), relu, but tanh for
 * GAS; batches of 100; Adam, 10⁻³ for MADE and 10⁻⁴ for Real NVP and MAF; a penalty of ½ 10⁻⁶ times the sum of squares of all
 * parameters; an end when validation has not improved for 30 epochs.
 *
 * <p>Their MAF and Real NVP have a batch normalisation behind each layer, which {@link #normalised} adds. What differs from their
 * program: nothing here bounds the log-scales when sampling; for mixtures the logarithm of a sum is computed without underflow.
 */
public final class NormalizingFlows {

    private NormalizingFlows() {}

    /** MADE of one Gaussian for each coordinate: one layer in natural order, relu. */
    public static LayerChain made(int dim, int... widths) {
        return maf(dim, 1, widths);
    }

    /** MADE MoG, a source to stand behind {@link Unchanged}: mixtures of Gaussians for each coordinate; 10 in the paper. */
    public static MixtureConditionals madeMixture(int dim, int components, int... widths) {
        return MixtureConditionals.of(dim, components, widths);
    }

    /** MAF: affine layers whose order is natural in the first and reversed from each to the next; 5 or 10 in the paper. */
    public static LayerChain maf(int dim, int layers, int... widths) {
        return autoregressive(MaskedNet.of(dim, 2, widths), Affine.free(), layers);
    }

    /** MAF MoG: a MAF that ends in MADE MoG, whose order goes on from that of the last layer; 5 layers and 10 components there. */
    public static NormalizingFlow mafMixture(
            DataType type, Rng rng, int dim, int layers, int components, int... widths) {
        var source = madeMixture(dim, components, widths);
        return NormalizingFlow.of(layers % 2 == 0 ? source : source.reversed(), maf(dim, layers, widths), type, rng);
    }

    /**
     * Real NVP for tables: affine couplings that move coordinates 0, 2, 4, ... and the others by turns, the shift by a net of
     * relu, the log-scale by a net of tanh; 5 or 10 in the paper. Of one coordinate, each layer moves it.
     */
    public static LayerChain realNvp(int dim, int layers, int... widths) {
        return couplings(dim, layers, mask -> {
            var shift = PlainNet.of(mask.seen(), mask.moved(), widths);
            return new CouplingLayer(mask, Heads.of(shift, shift.activation(Activation.TANH)), Affine.free());
        });
    }

    /** Layers of one net and one transformer, each with numbers of its own, the order reversed from each to the next. */
    public static LayerChain autoregressive(MaskedNet net, Transformer transformer, int layers) {
        Require.nonNull(net, "net");
        Require.within(layers, 1, 10_000, "layers");
        var even = new AutoregressiveLayer(net, transformer);
        var odd = new AutoregressiveLayer(net.reversed(), transformer);
        return new LayerChain(IntStream.range(0, layers)
                .<FlowLayer>mapToObj(k -> k % 2 == 0 ? even : odd)
                .toList());
    }

    /** Layers made for alternating masks, by turns. */
    public static LayerChain couplings(int dim, int layers, Function<Mask, FlowLayer> layer) {
        Require.within(layers, 1, 10_000, "layers");
        Require.nonNull(layer, "layer");
        var even = Require.nonNull(layer.apply(Mask.alternating(dim)), "what layer returned");
        var odd = Require.nonNull(layer.apply(Mask.alternating(dim).other()), "what layer returned");
        return new LayerChain(IntStream.range(0, layers)
                .mapToObj(k -> k % 2 == 0 ? even : odd)
                .toList());
    }

    /** The same with a {@link BatchNorm} behind each layer, the last included. */
    public static LayerChain normalised(LayerChain chain) {
        var layers = new ArrayList<FlowLayer>();
        for (var layer : Require.nonNull(chain, "chain").layers()) {
            layers.add(layer);
            layers.add(new BatchNorm(chain.dim()));
        }
        return new LayerChain(layers);
    }
}
