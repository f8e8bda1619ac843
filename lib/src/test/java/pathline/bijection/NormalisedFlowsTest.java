package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.field.Activation;
import pathline.field.Gradients;
import pathline.flow.Flow;
import pathline.random.Rng;

/** Flows with normalisations against numbers of another program. */
class NormalisedFlowsTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static final FlowLayer MADE =
            new AutoregressiveLayer(MaskedNet.of(4, 2, 6).activation(Activation.TANH), Affine.free());
    private static final LayerChain LAYERS = LayerChain.of(
            MADE,
            new BatchNorm(4),
            new AutoregressiveLayer(
                    MaskedNet.of(4, 2, 6).activation(Activation.TANH).reversed(), Affine.free()),
            new BatchNorm(4));

    private static Map<String, Fixture.Piece> pieces() {
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 2; k++) {
            var layer = "map." + 2 * k + ".net.";
            var norm = "map." + (2 * k + 1) + ".";
            for (var part : new String[] {"weight", "bias"}) {
                var from = "layers." + k + ".";
                pieces.put(layer + "hidden.0." + part, Fixture.same(from + "hidden.0." + part));
                pieces.put(
                        layer + "out." + part,
                        Fixture.byTurns(
                                4, Fixture.same(from + "mean." + part), Fixture.same(from + "log_scale." + part)));
            }
            pieces.put(norm + "logScale", Fixture.same("norms." + k + ".log_gamma"));
            pieces.put(norm + "shift", Fixture.same("norms." + k + ".beta"));
        }
        return pieces;
    }

    @Test
    void aMafInTrainingHasTheStatisticsOfTheBatch() {
        new Fixture(manager, "maf_batchnorm_train")
                .check(
                        type -> {
                            var model = NormalizingFlow.of(LAYERS, type, Rng.of(1));
                            model.training(true);
                            return model;
                        },
                        pieces());
    }

    @Test
    void aMafInUseHasFixedStatistics() {
        var fixture = new Fixture(manager, "maf_batchnorm_eval");
        var model = NormalizingFlow.of(LAYERS, DataType.FLOAT64, Rng.of(1));
        fixture.set(model, pieces());
        var source = WeightSource.of(model.parameters());
        var statistics = new HashMap<String, NDArray>();
        for (int k = 0; k < 2; k++) {
            for (var name : new String[] {"mean", "variance"}) {
                statistics.put(
                        "map." + (2 * k + 1) + "." + name,
                        fixture.array("config", "statistics", String.valueOf(k), name));
            }
        }
        var own = new Weights(
                new WeightSource(source.arrays(), source.type(), Optional.empty(), statistics, WeightSource.Use.FIXED),
                "map.");
        var x = fixture.array("x");
        var z = LAYERS.forward(x, own);
        LayerChecks.near("z", fixture.array("z"), z.points(), Fixture.EXACT);
        LayerChecks.near("log_det", fixture.array("log_det"), z.logDeterminant(), Fixture.EXACT);
        LayerChecks.near("log_prob", fixture.array("log_prob"), logDensity(x, own), Fixture.EXACT);
        var back = LAYERS.inverse(fixture.array("inverse", "z"), own);
        LayerChecks.near("inverse", fixture.array("inverse", "x"), back.points(), Fixture.EXACT);
        var score = Gradients.ofRows(x, () -> logDensity(x, own));
        LayerChecks.near("score", fixture.array("score"), score, Fixture.DERIVATIVE);
        var gradient = model.parameters().gradient(manager);
        Gradients.loss(
                model.parameters(), gradient, () -> logDensity(x, own).mean().neg());
        pieces().forEach((name, piece) -> LayerChecks.near(
                name, piece.apply(part -> fixture.array("grad", part)), gradient.get(name), Fixture.DERIVATIVE));
    }

    private static NDArray logDensity(NDArray x, Weights own) {
        var z = LAYERS.forward(x, own);
        return new StandardNormal(4).logDensity(z.points(), own).add(z.logDeterminant());
    }

    @Test
    void glowOnVectors() {
        var fixture = new Fixture(manager, "glow_vector");
        var pieces = new HashMap<String, Fixture.Piece>();
        var layers = new FlowLayer[9];
        for (int k = 0; k < 3; k++) {
            var from = "steps." + k + ".";
            layers[3 * k] = ActNorm.of(6);
            pieces.put("map." + 3 * k + ".shift", Fixture.same(from + "actnorm.bias"));
            pieces.put("map." + 3 * k + ".logScale", Fixture.same(from + "actnorm.log_scale"));
            layers[3 * k + 1] = new LuLinear(matrix(fixture, k));
            var linear = "map." + (3 * k + 1) + ".";
            pieces.put(linear + "lower", Fixture.same(from + "linear.lower"));
            pieces.put(linear + "upper", Fixture.same(from + "linear.upper"));
            pieces.put(linear + "diagonal", Fixture.same(from + "linear.log_diagonal"));
            layers[3 * k + 2] =
                    new CouplingLayer(Mask.halves(6), PlainNet.of(3, 6, 7), Affine.of(new LogSlope.Sigmoid(2)));
            var net = "map." + (3 * k + 2) + ".net.";
            for (var part : new String[] {"weight", "bias"}) {
                pieces.put(net + "hidden.0." + part, Fixture.same(from + "net.0." + part));
                // there the shift is added, here it is taken off
                var last = from + "net.1." + part;
                pieces.put(
                        net + "out." + part,
                        Fixture.byTurns(
                                3,
                                Fixture.rows(Fixture.negative(last), 0, 1, 2),
                                Fixture.rows(Fixture.same(last), 3, 4, 5)));
            }
        }
        var chain = LayerChain.of(layers);
        fixture.check(type -> NormalizingFlow.of(chain, type, Rng.of(1)), pieces);
        checkStart(fixture, chain, pieces);
    }

    /** First values by data, step after step, the other numbers as they are. */
    private static void checkStart(Fixture fixture, LayerChain chain, Map<String, Fixture.Piece> pieces) {
        var model = NormalizingFlow.of(chain, DataType.FLOAT64, Rng.of(1));
        fixture.set(model, pieces);
        for (int k = 0; k < 3; k++) {
            var expected = fixture.array("matrices", String.valueOf(k));
            var own = new Weights(WeightSource.of(model.parameters()), "map." + (3 * k + 1) + ".");
            LayerChecks.near(
                    "matrix",
                    expected,
                    ((LuLinear) chain.layers().get(3 * k + 1)).matrix().matrix(own),
                    1e-12);
        }
        model.initialise(fixture.array("x"));
        for (int k = 0; k < 3; k++) {
            var to = "map." + 3 * k + ".";
            var from = String.valueOf(k);
            LayerChecks.near(
                    "bias",
                    fixture.array("data_init", from, "bias"),
                    model.parameters().get(to + "shift"),
                    1e-10);
            LayerChecks.near(
                    "log_scale",
                    fixture.array("data_init", from, "log_scale"),
                    model.parameters().get(to + "logScale"),
                    1e-10);
        }
    }

    private static LuMatrix matrix(Fixture fixture, int step) {
        double[] order = fixture.array("config", "steps", String.valueOf(step), "permutation")
                .toDoubleArray();
        return LuMatrix.of(
                Arrays.stream(order).mapToInt(place -> (int) place).toArray(),
                fixture.array("config", "steps", String.valueOf(step), "sign").toDoubleArray(),
                Diagonal.EXPONENTIAL);
    }

    @Test
    void thePresetOnVectorsIsABijection() {
        for (int dim : new int[] {1, 2, 5}) {
            var layers = Glow.vectors(dim, 2, Rng.of(1), 8);
            LayerChecks.of(layers).spread(0.1).all();
            var model = NormalizingFlow.of(layers, DataType.FLOAT32, Rng.of(1));
            var rows = Rng.of(3).normal(manager, 64, dim).mul(3).add(2);
            model.initialise(rows);
            var flow = Flow.of(model);
            LayerChecks.near("round trip", rows, flow.push(flow.pull(rows)), 1e-4);
        }
    }
}
