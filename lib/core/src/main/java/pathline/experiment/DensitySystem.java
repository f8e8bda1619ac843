package pathline.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import pathline.bijection.ActNorm;
import pathline.bijection.Affine;
import pathline.bijection.AutoregressiveLayer;
import pathline.bijection.CouplingLayer;
import pathline.bijection.CurvedFlows;
import pathline.bijection.DeepSigmoid;
import pathline.bijection.FlowLayer;
import pathline.bijection.FlowSource;
import pathline.bijection.LayerChain;
import pathline.bijection.LuLinear;
import pathline.bijection.MaskedNet;
import pathline.bijection.MixtureConditionals;
import pathline.bijection.NormalizingFlows;
import pathline.bijection.PlainNet;
import pathline.bijection.RationalQuadratic;
import pathline.bijection.StandardNormal;
import pathline.bijection.Start;
import pathline.bijection.Transformer;
import pathline.bijection.Unchanged;
import pathline.random.Rng;

/**
 * A row of the density table: a kind of density, at the size that it has there.
 *
 * @param label its name in the table
 * @param fit how it is fitted
 */
record DensitySystem(String label, Fit fit) {

    /** All, the baseline first. */
    private static final List<DensitySystem> ALL = List.of(
            flow("MAF", DensitySystem::maf),
            new DensitySystem("Gaussian", (training, rng) -> training.gaussian()),
            flow("planar", DensitySystem::planar),
            flow("residual flow", DensitySystem::residual),
            flow("MADE", (d, protocol) -> made(d, 2 * protocol.width())),
            flow("MADE MoG", (d, protocol) -> new Unchanged(d), DensitySystem::mixture),
            flow("Real NVP", (d, protocol) -> {
                var couplings = couplings(d, 5, Affine.bounded(2), protocol.width() / 2);
                return each(couplings, layer -> Stream.of(layer, protocol.between(d)));
            }),
            flow("Glow", (d, protocol) -> mixed(couplings(d, 10, Affine.bounded(2), protocol.width() / 2))),
            flow("MAF MoG", DensitySystem::maf, DensitySystem::mixture),
            flow("NSF coupling", (d, protocol) -> {
                int width = protocol.width() / 4;
                return mixed(couplings(d, 5, spline(width), width));
            }),
            flow("NSF autoregressive", (d, protocol) -> {
                int width = protocol.width() / 2;
                return mixed(autoregressive(d, spline(width), width));
            }),
            flow(
                    "TAN",
                    (d, protocol) -> protocol.tan().of(d).layers(),
                    (d, protocol) -> protocol.tan().of(d).source()),
            flow(
                    "MAF-DDSF",
                    (d, protocol) -> each(
                            autoregressive(d, new DeepSigmoid(16, 1), 100), layer -> Stream.of(ActNorm.of(d), layer))),
            new DensitySystem("FFJORD", (training, rng) -> training.continuous(rng)));

    /** Fits it to the rows of a training. */
    interface Fit {
        DensityScore fit(DensityTraining training, Rng rng);
    }

    /** Layers from data to noise, in d coordinates. */
    interface Layers {
        FlowLayer of(int d, DensityProtocol protocol);
    }

    /** What they end in. */
    interface Source {
        FlowSource of(int d, DensityProtocol protocol);
    }

    private static DensitySystem flow(String label, Layers layers) {
        return flow(label, layers, (d, protocol) -> new StandardNormal(d));
    }

    private static DensitySystem flow(String label, Layers layers, Source source) {
        return new DensitySystem(label, (training, rng) -> training.flow(layers, source, rng));
    }

    static List<String> names() {
        return ALL.stream().map(DensitySystem::label).toList();
    }

    static Optional<DensitySystem> named(String name) {
        return ALL.stream()
                .filter(system -> system.label.equalsIgnoreCase(name))
                .findFirst();
    }

    private static FlowLayer maf(int d, DensityProtocol protocol) {
        var layers = autoregressive(d, Affine.bounded(5), protocol.width());
        return each(layers, layer -> Stream.of(layer, protocol.between(d)));
    }

    private static FlowLayer made(int d, int width) {
        return new AutoregressiveLayer(net(d, Affine.free(), width), Affine.free());
    }

    private static FlowLayer planar(int d, DensityProtocol protocol) {
        var bends = CurvedFlows.planar(d, 64).layers().stream();
        return new LayerChain(
                Stream.concat(Stream.of(LuLinear.identity(d)), bends).toList());
    }

    private static FlowLayer residual(int d, DensityProtocol protocol) {
        return CurvedFlows.residual(d, 5, protocol.width() / 4);
    }

    private static FlowSource mixture(int d, DensityProtocol protocol) {
        return MixtureConditionals.of(d, 10, 2 * protocol.width());
    }

    private static RationalQuadratic spline(int width) {
        return new RationalQuadratic(4, 3).dividedBy(Math.sqrt(width));
    }

    /** Five layers, each coordinate by those before it. */
    private static LayerChain autoregressive(int d, Transformer transformer, int width) {
        return NormalizingFlows.autoregressive(net(d, transformer, width), transformer, 5);
    }

    private static MaskedNet net(int d, Transformer transformer, int width) {
        return MaskedNet.of(d, transformer.count(), width, width).start(Start.NEAR_ZERO);
    }

    /** Every other coordinate by the rest. */
    private static LayerChain couplings(int d, int count, Transformer transformer, int width) {
        return NormalizingFlows.couplings(
                d,
                count,
                mask -> new CouplingLayer(
                        mask,
                        PlainNet.of(mask.seen(), mask.moved() * transformer.count(), width, width)
                                .start(Start.NEAR_ZERO),
                        transformer));
    }

    /** Before each layer coordinates are mixed, behind it they are scaled. */
    private static FlowLayer mixed(LayerChain chain) {
        int d = chain.dim();
        return each(chain, layer -> Stream.of(LuLinear.identity(d), layer, ActNorm.of(d)));
    }

    private static FlowLayer each(LayerChain chain, Function<FlowLayer, Stream<FlowLayer>> step) {
        return new LayerChain(chain.layers().stream().flatMap(step).toList());
    }
}
