package pathline.experiment;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pathline.bijection.ActNorm;
import pathline.bijection.Affine;
import pathline.bijection.AutoregressiveLayer;
import pathline.bijection.CouplingLayer;
import pathline.bijection.DeepSigmoid;
import pathline.bijection.FlowLayer;
import pathline.bijection.FlowSource;
import pathline.bijection.LayerChain;
import pathline.bijection.LuLinear;
import pathline.bijection.Mask;
import pathline.bijection.MaskedNet;
import pathline.bijection.MixtureConditionals;
import pathline.bijection.NormalizingFlow;
import pathline.bijection.PlainNet;
import pathline.bijection.Planar;
import pathline.bijection.RationalQuadratic;
import pathline.bijection.ResidualLayer;
import pathline.bijection.StandardNormal;
import pathline.bijection.Start;
import pathline.bijection.Tan;
import pathline.bijection.Transformer;
import pathline.bijection.Unchanged;
import pathline.random.Rng;

/**
 * A row of the density table: a kind of density, at the size that it has there.
 *
 * @param label its name in the table
 * @param layers from data to noise
 * @param source what they end in
 */
record DensitySystem(String label, Layers layers, Source source) {

    static final DensitySystem MAF = of("MAF", (d, protocol) -> maf(d, protocol));

    static final DensitySystem GAUSSIAN = of("Gaussian", (d, protocol) -> new Unchanged(d));

    static final DensitySystem PLANAR = of("planar", (d, protocol) -> {
        var bends = Stream.generate(() -> (FlowLayer) new Planar(d)).limit(64);
        return new LayerChain(
                Stream.concat(Stream.of(LuLinear.identity(d)), bends).toList());
    });

    static final DensitySystem MADE = of("MADE", (d, protocol) -> before(0, d, Affine.free(), 2 * protocol.width()));

    static final DensitySystem MADE_MOG = of("MADE MoG", (d, protocol) -> new Unchanged(d), DensitySystem::mixture);

    static final DensitySystem GLOW = of("Glow", (d, protocol) -> {
        return chain(10, k -> turned(d, half(k, d, Affine.bounded(2), protocol.width() / 2)));
    });

    static final DensitySystem MAF_MOG = of("MAF MoG", (d, protocol) -> maf(d, protocol), DensitySystem::mixture);

    static final DensitySystem NSF_COUPLING = of("NSF coupling", (d, protocol) -> {
        int width = protocol.width() / 4;
        return chain(5, k -> turned(d, half(k, d, spline(width), width)));
    });

    static final DensitySystem NSF_AUTOREGRESSIVE = of("NSF autoregressive", (d, protocol) -> {
        int width = protocol.width() / 2;
        return chain(5, k -> turned(d, before(k, d, spline(width), width)));
    });

    static final DensitySystem REAL_NVP = of(
            "Real NVP",
            (d, protocol) ->
                    chain(5, k -> Stream.of(half(k, d, Affine.bounded(2), protocol.width() / 2), protocol.between(d))));

    static final DensitySystem MAF_DDSF = of(
            "MAF-DDSF",
            (d, protocol) -> chain(5, k -> Stream.of(ActNorm.of(d), before(k, d, new DeepSigmoid(16, 1), 100))));

    static final DensitySystem TAN = of(
            "TAN",
            (d, protocol) -> tan(d, protocol).layers(),
            (d, protocol) -> tan(d, protocol).source());

    static final DensitySystem RESIDUAL = of(
            "residual flow",
            (d, protocol) -> chain(5, k -> Stream.of(ActNorm.of(d), ResidualLayer.of(d, protocol.width() / 4))));

    /** All, the baseline first. */
    private static final List<DensitySystem> ALL = List.of(
            MAF,
            GAUSSIAN,
            PLANAR,
            RESIDUAL,
            MADE,
            MADE_MOG,
            REAL_NVP,
            GLOW,
            MAF_MOG,
            NSF_COUPLING,
            NSF_AUTOREGRESSIVE,
            TAN,
            MAF_DDSF);

    /** Layers from data to noise. */
    interface Layers {
        FlowLayer of(int d, DensityProtocol protocol);
    }

    /** What they end in. */
    interface Source {
        FlowSource of(int d, DensityProtocol protocol);
    }

    private static DensitySystem of(String label, Layers layers) {
        return of(label, layers, (d, protocol) -> new StandardNormal(d));
    }

    private static DensitySystem of(String label, Layers layers, Source source) {
        return new DensitySystem(label, layers, source);
    }

    static List<String> names() {
        return ALL.stream().map(DensitySystem::label).toList();
    }

    static Optional<DensitySystem> named(String name) {
        return ALL.stream()
                .filter(system -> system.label.equalsIgnoreCase(name))
                .findFirst();
    }

    /** The flow in d dimensions, its numbers drawn. */
    NormalizingFlow flow(int d, DensityProtocol protocol, Rng rng) {
        return NormalizingFlow.of(source.of(d, protocol), layers.of(d, protocol), DataType.FLOAT32, rng);
    }

    private static FlowLayer maf(int d, DensityProtocol protocol) {
        return chain(5, k -> Stream.of(before(k, d, Affine.bounded(5), protocol.width()), protocol.between(d)));
    }

    private static FlowSource mixture(int d, DensityProtocol protocol) {
        return MixtureConditionals.of(d, 10, 2 * protocol.width());
    }

    /** Of a smaller size where the set is small. */
    private static Tan tan(int d, DensityProtocol protocol) {
        return protocol.normalisation() == DensityProtocol.Normalisation.BATCH ? Tan.of(d) : new Tan(d, 2, 64, 60, 10);
    }

    private static RationalQuadratic spline(int width) {
        return new RationalQuadratic(4, 3).dividedBy(Math.sqrt(width));
    }

    /** Coordinates that are mixed, a layer of them, and scales. */
    private static Stream<FlowLayer> turned(int d, FlowLayer layer) {
        return Stream.of(LuLinear.identity(d), layer, ActNorm.of(d));
    }

    /** Each coordinate by those before it; the order is turned round in every second layer. */
    private static FlowLayer before(int k, int d, Transformer transformer, int width) {
        var net = MaskedNet.of(d, transformer.count(), width, width).start(Start.NEAR_ZERO);
        return new AutoregressiveLayer(k % 2 == 0 ? net : net.reversed(), transformer);
    }

    /** Every other coordinate by the rest; which ones, changes in every second layer. */
    private static FlowLayer half(int k, int d, Transformer transformer, int width) {
        var mask = k % 2 == 0 ? Mask.alternating(d) : Mask.alternating(d).other();
        return new CouplingLayer(
                mask,
                PlainNet.of(mask.seen(), mask.moved() * transformer.count(), width, width)
                        .start(Start.NEAR_ZERO),
                transformer);
    }

    private static FlowLayer chain(int count, IntFunction<Stream<FlowLayer>> step) {
        return new LayerChain(
                IntStream.range(0, count).boxed().flatMap(step::apply).toList());
    }
}
