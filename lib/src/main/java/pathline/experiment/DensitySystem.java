package pathline.experiment;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
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
import pathline.bijection.Identity;
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
import pathline.bijection.Transformer;
import pathline.random.Rng;

/** A row of the density table: a kind of density, at the size that it has there. */
enum DensitySystem {
    MAF("MAF", (d, protocol, rng) -> maf(d, protocol)),
    GAUSSIAN("Gaussian", (d, protocol, rng) -> new Identity(d)),
    PLANAR("planar", (d, protocol, rng) -> {
        var bends = Stream.generate(() -> (FlowLayer) new Planar(d)).limit(64);
        return new LayerChain(
                Stream.concat(Stream.of(LuLinear.identity(d)), bends).toList());
    }),
    MADE("MADE", (d, protocol, rng) -> before(0, d, Affine.free(), 2 * protocol.width())),
    MADE_MOG("MADE MoG", (d, protocol, rng) -> new Identity(d), DensitySystem::mixture),
    REAL_NVP(
            "Real NVP",
            (d, protocol, rng) ->
                    chain(5, k -> Stream.of(half(k, d, Affine.bounded(2), protocol.width() / 2), protocol.between(d)))),
    GLOW("Glow", (d, protocol, rng) -> {
        return chain(10, k -> turned(d, rng.child(k), half(0, d, Affine.bounded(2), protocol.width() / 2)));
    }),
    MAF_MOG("MAF MoG", (d, protocol, rng) -> maf(d, protocol), DensitySystem::mixture),
    NSF_COUPLING("NSF coupling", (d, protocol, rng) -> {
        int width = protocol.width() / 4;
        return chain(5, k -> turned(d, rng.child(k), half(0, d, spline(width), width)));
    }),
    NSF_AUTOREGRESSIVE("NSF autoregressive", (d, protocol, rng) -> {
        int width = protocol.width() / 2;
        return chain(5, k -> turned(d, rng.child(k), before(0, d, spline(width), width)));
    }),
    MAF_DDSF(
            "MAF-DDSF",
            (d, protocol, rng) -> chain(5, k -> Stream.of(ActNorm.of(d), before(k, d, new DeepSigmoid(16, 1), 100)))),
    RESIDUAL(
            "residual flow",
            (d, protocol, rng) -> chain(5, k -> Stream.of(ActNorm.of(d), ResidualLayer.of(d, protocol.width() / 4))));

    /** Layers from data to noise. */
    private interface Layers {
        FlowLayer of(int d, DensityProtocol protocol, Rng rng);
    }

    /** What they end in. */
    private interface Source {
        FlowSource of(int d, DensityProtocol protocol);
    }

    private final String label;
    private final Layers layers;
    private final Source source;

    DensitySystem(String label, Layers layers) {
        this(label, layers, (d, protocol) -> new StandardNormal(d));
    }

    DensitySystem(String label, Layers layers, Source source) {
        this.label = label;
        this.layers = layers;
        this.source = source;
    }

    /** Its name in the table. */
    String label() {
        return label;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(DensitySystem::label).toList();
    }

    static DensitySystem named(String name) {
        return Arrays.stream(values())
                .filter(system -> system.label.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--systems: there is no system \"" + name + "\"; there are " + names()));
    }

    /** The flow in d dimensions, its numbers drawn. */
    NormalizingFlow flow(int d, DensityProtocol protocol, Rng rng) {
        return NormalizingFlow.of(
                source.of(d, protocol),
                layers.of(d, protocol, rng.child("turns")),
                DataType.FLOAT32,
                rng.child("numbers"));
    }

    private static FlowLayer maf(int d, DensityProtocol protocol) {
        return chain(5, k -> Stream.of(before(k, d, Affine.bounded(5), protocol.width()), protocol.between(d)));
    }

    private static FlowSource mixture(int d, DensityProtocol protocol) {
        return MixtureConditionals.of(d, 10, 2 * protocol.width());
    }

    private static RationalQuadratic spline(int width) {
        return new RationalQuadratic(4, 3).dividedBy(Math.sqrt(width));
    }

    /** A layer between coordinates that are scaled and turned first. */
    private static Stream<FlowLayer> turned(int d, Rng rng, FlowLayer layer) {
        return Stream.of(ActNorm.of(d), LuLinear.rotation(d, rng), layer);
    }

    /** Each coordinate by those before it; the order is turned round in every second layer. */
    private static FlowLayer before(int k, int d, Transformer transformer, int width) {
        var net = MaskedNet.of(d, transformer.count(), width, width);
        return new AutoregressiveLayer(k % 2 == 0 ? net : net.reversed(), transformer);
    }

    /** Every other coordinate by the rest; which ones, changes in every second layer. */
    private static FlowLayer half(int k, int d, Transformer transformer, int width) {
        var mask = k % 2 == 0 ? Mask.alternating(d) : Mask.alternating(d).other();
        return new CouplingLayer(
                mask, PlainNet.of(mask.seen(), mask.moved() * transformer.count(), width, width), transformer);
    }

    private static FlowLayer chain(int count, IntFunction<Stream<FlowLayer>> step) {
        return new LayerChain(
                IntStream.range(0, count).boxed().flatMap(step::apply).toList());
    }
}
