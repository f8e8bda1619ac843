package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pathline.bijection.MaskedNetTest.refused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.array.HostMemory;
import pathline.distribution.Gaussian;
import pathline.field.Activation;
import pathline.field.Gradients;
import pathline.flow.Flow;
import pathline.objective.DensityFit;
import pathline.random.Rng;
import pathline.train.Trainer;

/** The flows of the literature as densities: their mass is 1, their samples are theirs, and where they are simple they are known. */
class NormalizingFlowsTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static NormalizingFlow flow(FlowLayer layers) {
        return NormalizingFlow.of(layers, DataType.FLOAT64, Rng.of(1));
    }

    static Stream<Arguments> planar() {
        var bounded = MaskedNet.of(2, 2, 8).activation(Activation.TANH);
        return Stream.of(
                Arguments.of("MADE", flow(NormalizingFlows.made(2, 8))),
                Arguments.of(
                        "MADE MoG",
                        NormalizingFlow.of(
                                NormalizingFlows.madeMixture(2, 3, 8), new Unchanged(2), DataType.FLOAT64, Rng.of(1))),
                Arguments.of("MAF", flow(NormalizingFlows.autoregressive(bounded, Affine.bounded(1), 3))),
                Arguments.of("MAF MoG", NormalizingFlows.mafMixture(DataType.FLOAT64, Rng.of(2), 2, 1, 3, 8)),
                Arguments.of("Real NVP", flow(NormalizingFlows.realNvp(2, 3, 8))));
    }

    /**
     * The mass on a grid is 1, and the entropy on the grid is what the negative log-density of the flow's samples is on average,
     * within 4 standard errors. Spacing 0.03 up to 12 leaves less than 1e-3 of the mass out.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("planar")
    void massIsOneAndSamplesHaveTheEntropyOfTheGrid(String name, NormalizingFlow model) {
        model.parameters().flat().muli(0.5);
        var flow = Flow.of(model);
        var grid = GridMass.of(801, flow::logDensity);
        assertEquals(1, grid.mass(), 1e-3);
        var nll = flow.nll(flow.sample(manager, DataType.FLOAT64, 20_000, Rng.of(5)));
        assertEquals(grid.entropy(), nll.mean(), 4 * nll.standardError() + 2e-3, nll.toString());
    }

    @Test
    void aRealNvpOfZeroNetsIsTheIdentity() {
        var model = flow(NormalizingFlows.couplings(
                5,
                4,
                mask -> new CouplingLayer(
                        mask, PlainNet.of(mask.seen(), 2 * mask.moved(), 7).start(Start.ZERO), Affine.bounded(3))));
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 6, 5);
        var z = model.map().forward(x);
        LayerChecks.near("points", x, z.points(), 0);
        LayerChecks.near("log-determinant", x.get(":, 0").mul(0), z.logDeterminant(), 0);
    }

    @Test
    void aMafOfOneCoordinateIsAGaussian() {
        for (var layers : new FlowLayer[] {NormalizingFlows.maf(1, 3, 6), NormalizingFlows.realNvp(1, 2, 6)}) {
            var model = flow(layers);
            var flat = model.parameters().flat();
            flat.addi(Rng.of(4).normal(manager, DataType.FLOAT64, flat.size()).mul(0.3));
            var back = HostMemory.doubles(
                    model.map().preimage(manager.create(new double[] {0, 1}).reshape(2, 1)));
            var expected = Gaussian.isotropic(new double[] {back[0]}, back[1] - back[0]);
            var x = Rng.of(3).normal(manager, DataType.FLOAT64, 50, 1).mul(3);
            LayerChecks.near("log-density", expected.logDensity(x), model.logDensity(x), 1e-10);
        }
    }

    @Test
    void normalisedByTheDataItRunsBothWays() {
        var model = flow(NormalizingFlows.normalised(NormalizingFlows.maf(3, 2, 6)));
        var rows = Rng.of(3).normal(manager, DataType.FLOAT64, 60, 3).mul(2).add(1);
        assertThrows(IllegalStateException.class, () -> model.logDensity(rows));
        var used = model.withStatistics(rows).map();
        var z = used.image(rows);
        assertEquals(0, z.mean().getDouble(), 1e-10);
        LayerChecks.near("round trip", rows, used.preimage(z), 1e-10);
    }

    /** The components would stay equal for ever if they began so. */
    @Test
    void componentsOfAMixtureDifferAtTheStart() {
        var model = NormalizingFlow.of(
                NormalizingFlows.madeMixture(1, 2, 4), new Unchanged(1), DataType.FLOAT64, Rng.of(1));
        var bias = HostMemory.doubles(model.parameters().get("source.out.bias"));
        assertTrue(Math.abs(bias[2] - bias[3]) > 1e-3);
        var run = Trainer.adam(0.02)
                .steps(400)
                .fit(model, DensityFit.of(NormalizingFlowsTest::twoPoints, 128), Rng.of(6));
        var nll = Flow.of(run.model()).nll(twoPoints(manager, DataType.FLOAT64, 5000, Rng.of(7)));
        // the entropy of two far Gaussians of deviation 0.3, equally likely; one Gaussian has 2.1 nats
        double entropy = Math.log(2) + 0.5 * Math.log(2 * Math.PI * Math.E * 0.09);
        assertEquals(entropy, nll.mean(), 0.05, nll.toString());
    }

    private static NDArray twoPoints(NDManager manager, DataType type, int n, Rng rng) {
        var signs = rng.child("sign").signs(manager, type, n, 1);
        return signs.mul(2).addi(rng.child("noise").normal(manager, type, n, 1).muli(0.3));
    }

    /** Where the inverse is recorded, as in a flow that is trained by its samples. */
    @Test
    void gradientsPassThroughTheInverse() {
        var layer = new AutoregressiveLayer(
                MaskedNet.of(3, 2, 5).activation(Activation.TANH).order(1, 2, 0), Affine.free());
        var model = flow(layer);
        var own = new Weights(WeightSource.of(model.parameters()), "map.");
        var z = Rng.of(3).normal(manager, DataType.FLOAT64, 4, 3);
        var slopes = Gradients.ofRows(
                z, () -> layer.inverse(z, own).points().square().sum(new int[] {1}));
        double step = 1e-5;
        for (int j = 0; j < 3; j++) {
            var up = manager.zeros(z.getShape(), DataType.FLOAT64);
            up.set(new NDIndex(":, " + j), step);
            var difference = layer.inverse(z.add(up), own)
                    .points()
                    .square()
                    .sum(new int[] {1})
                    .sub(layer.inverse(z.sub(up), own).points().square().sum(new int[] {1}))
                    .div(2 * step);
            LayerChecks.near("slope " + j, difference, slopes.get(":, " + j), 1e-7);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("layers is 0", () -> NormalizingFlows.maf(2, 0, 8));
        refused("layers is 0", () -> NormalizingFlows.realNvp(2, 0, 8));
        refused("dim is 0", () -> NormalizingFlows.maf(0, 1, 8));
        refused("dim is 0", () -> NormalizingFlows.realNvp(0, 1, 8));
        refused("components is 0", () -> NormalizingFlows.madeMixture(2, 0, 8));
        refused("chain", () -> NormalizingFlows.normalised(null));
        refused("kept is empty", Mask::of);
        refused("kept is true at every place", () -> Mask.of(true, true));
        refused("coordinate is 2", () -> Mask.of(true, false).keeps(2));
        refused("bound is NaN", () -> Affine.bounded(Double.NaN));
        refused("floor is 0", () -> new LogSlope.Softplus(0));
        refused("offset is Infinity", () -> new LogSlope.Sigmoid(Double.POSITIVE_INFINITY));
        refused("slope", () -> Affine.of(null));
        refused("net has 3 numbers in", () -> new CouplingLayer(Mask.halves(4), PlainNet.of(3, 4), Affine.free()));
        refused("net has 3 numbers out", () -> new CouplingLayer(Mask.halves(4), PlainNet.of(2, 3), Affine.free()));
        refused("net has 1 numbers", () -> new AutoregressiveLayer(MaskedNet.of(3, 1), Affine.free()));
        refused("net has 2 numbers", () -> new MixtureConditionals(MaskedNet.of(3, 2)));
        refused("dim is 0", () -> new Unchanged(0));
        refused("z is null", () -> Activation.RELU.at(null));
    }
}
