package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Gradients;
import pathline.random.Rng;

/**
 * Flows of one coordinate, one component, one net: the engine's concatenation of a single array is not recorded, so that a gradient
 * would be lost there.
 */
class OneCoordinateTest {

    static Stream<FlowLayer> layers() {
        var net = MaskedNet.of(1, 2, 4).start(Start.UNEQUAL);
        return Stream.of(
                new AutoregressiveLayer(net, Affine.free()),
                new AutoregressiveLayer(MaskedNet.of(1, 3).start(Start.UNEQUAL), new MixtureCdf(1)),
                new AutoregressiveLayer(MaskedNet.of(1, 4).start(Start.UNEQUAL), new DeepSigmoid(1, 1)),
                new AutoregressiveLayer(MaskedNet.of(1, 1, 3).start(Start.UNEQUAL), new Shift()),
                NormalizingFlows.realNvp(1, 1, 3),
                new CouplingLayer(Mask.alternating(2), Heads.of(PlainNet.of(1, 1, 3)), new Shift()),
                LayerChain.of(new Planar(1), new Sylvester(1, 1)),
                CurvedFlows.residual(1, 1, 1),
                new Tan(1, 1, 1, 1, 1).layers());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void bothDirectionsHaveTheirGradients(FlowLayer layer) {
        LayerChecks.of(layer).all();
    }

    static Stream<FlowSource> sources() {
        return Stream.of(
                MixtureConditionals.of(1, 1, 3),
                new PrefixMixture(new RecurrentFeatures(1, 1, 1), List.of(2), 1),
                new StandardNormal(1));
    }

    /** The score of one mixture component is that of a Gaussian, whose variance the differences of the score give. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void aSourceOfOneComponentHasTheScoreOfAGaussian(FlowSource source) {
        var model = NormalizingFlow.of(source, new Unchanged(1), DataType.FLOAT64, Rng.of(1));
        try (var manager = NDManager.newBaseManager()) {
            var x = manager.create(new double[] {-1, 0, 2}).reshape(3, 1);
            var logs = model.logDensity(x);
            double bend = 2 * (logs.getDouble(2) / 6 - logs.getDouble(1) / 2 + logs.getDouble(0) / 3);
            double slope = logs.getDouble(1) - logs.getDouble(0) + bend / 2;
            var score = model.source().score(x);
            for (int i = 0; i < 3; i++) {
                assertEquals(slope + bend * x.getDouble(i, 0), score.getDouble(i, 0), 1e-10);
            }
        }
    }

    /** What is drawn depends on the numbers that are learned, here the shift of the mean. */
    @Test
    void aSampleOfOneCoordinateHasItsGradient() {
        var source = MixtureConditionals.of(1, 1, 3);
        var model = NormalizingFlow.of(source, new Unchanged(1), DataType.FLOAT64, Rng.of(1));
        var own = new Weights(WeightSource.of(model.parameters()), "source.");
        try (var manager = NDManager.newBaseManager()) {
            var gradient = model.parameters().gradient(manager);
            Gradients.loss(
                    model.parameters(),
                    gradient,
                    () -> source.sample(manager, DataType.FLOAT64, 4, Rng.of(2), own)
                            .sum());
            assertEquals(4, gradient.get("source.out.bias").getDouble(1), 1e-12);
        }
    }

    /** In contrast to a concatenation, for which {@link Stepwise#joined} stands. */
    @Test
    void theEngineRecordsAStackOfOneArray() {
        try (var manager = NDManager.newBaseManager()) {
            var x = manager.create(new double[] {1, 2, 3}).reshape(3, 1);
            var slope =
                    Gradients.ofRows(x, () -> NDArrays.stack(new NDList(x), 1).sum(new int[] {1, 2}));
            var joined =
                    Gradients.ofRows(x, () -> Stepwise.joined(new NDList(x), 1).sum(new int[] {1}));
            for (NDArray one : new NDArray[] {slope, joined}) {
                assertEquals(3, one.sum().getDouble(), 0);
            }
        }
    }
}
