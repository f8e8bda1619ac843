package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Gradients;
import pathline.field.Parameters;
import pathline.flow.Flow;
import pathline.random.Rng;

/** Densities coordinate by coordinate. */
class PrefixMixtureTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<PrefixFeatures> features() {
        return Stream.of(
                new RecurrentFeatures(3, 4, 5),
                new RecurrentFeatures(1, 2, 3),
                LinearFeatures.of(3, 5),
                LinearFeatures.of(1, 3),
                new TiedLinearFeatures(3, 5),
                new TiedLinearFeatures(1, 3));
    }

    private static Weights drawn(PrefixFeatures features) {
        Parameters parameters = features.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64);
        parameters
                .flat()
                .addi(Rng.of(2)
                        .normal(parameters.flat().getManager(), DataType.FLOAT64, parameters.count())
                        .mul(0.3));
        return new Weights(WeightSource.of(parameters), "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void featuresAreTheSameAllAtOnceAndInOrder(PrefixFeatures features) {
        var own = drawn(features);
        int d = features.dim();
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 5, d);
        var all = features.all(x, own).reshape(d, 5, features.count());
        var reader = features.reader(x, own);
        var last = x.get(":, 0:1").zerosLike().sub(1);
        for (int t = 0; t < d; t++) {
            LayerChecks.near("coordinate " + t, all.get(t), reader.next(last), 1e-13);
            last = x.get(":, " + t + ":" + (t + 1));
        }
    }

    @Test
    void linearFeaturesAreThoseOfAnotherProgram() {
        var fixture = new Fixture(manager, "tan_ram");
        var x = fixture.array("x");
        var untied = LinearFeatures.of(4, 6);
        // there (t, h, j), here (j, t, h)
        var weight = fixture.array("lam", "untied_weight").transpose(2, 0, 1);
        LayerChecks.near(
                "untied",
                fixture.array("lam", "untied").transpose(1, 0, 2),
                untied.all(x, given(untied, weight, fixture)),
                Fixture.EXACT);
        var tied = new TiedLinearFeatures(4, 6);
        var shared = fixture.array("lam", "tied_weight").transpose();
        LayerChecks.near(
                "tied",
                fixture.array("lam", "tied").transpose(1, 0, 2),
                tied.all(x, given(tied, shared, fixture)),
                Fixture.EXACT);
    }

    private static Weights given(PrefixFeatures features, NDArray weight, Fixture fixture) {
        Parameters parameters = features.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64);
        parameters.get("weight").set(new NDIndex("..."), weight);
        parameters.get("bias").set(new NDIndex("..."), fixture.array("lam", "bias"));
        return new Weights(WeightSource.of(parameters), "");
    }

    @Test
    void theNumbersOfAnotherProgram() {
        var pieces = new HashMap<String, Fixture.Piece>();
        for (var part : new String[] {"gates", "candidate", "output"}) {
            for (var kind : new String[] {".weight", ".bias"}) {
                pieces.put("source.features." + part + kind, Fixture.same("rnn." + part + kind));
                pieces.put("source.0" + kind, Fixture.same("fc" + kind));
                pieces.put("source.out" + kind, Fixture.same("out" + kind));
            }
        }
        var source = new PrefixMixture(new RecurrentFeatures(4, 4, 5), List.of(6), 3);
        new Fixture(manager, "tan_ram")
                .check(type -> NormalizingFlow.of(source, Permutation.of(0, 1, 2, 3), type, Rng.of(1)), pieces);
    }

    private NormalizingFlow small(PrefixFeatures features, double spread) {
        var source = new PrefixMixture(features, List.of(6), 3);
        var model = NormalizingFlow.of(source, new Leaky(features.dim()), DataType.FLOAT64, Rng.of(1));
        var flat = model.parameters().flat();
        flat.addi(Rng.of(2)
                .normal(flat.getManager(), DataType.FLOAT64, flat.size())
                .mul(spread));
        return model;
    }

    static Stream<PrefixFeatures> planar() {
        return Stream.of(new RecurrentFeatures(2, 4, 5), LinearFeatures.of(2, 5), new TiedLinearFeatures(2, 5));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planar")
    void theDensityIntegratesToOne(PrefixFeatures features) {
        var model = small(features, 0.5);
        assertEquals(1, GridMass.of(241, model::logDensity).mass(), 1e-3);
    }

    /** E[-log p] by samples, against the same integral on a grid; and the first coordinate's mean and variance. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("planar")
    void samplesHaveTheModelsEntropy(PrefixFeatures features) {
        var model = small(features, 0.5);
        double entropy = GridMass.of(401, model::logDensity).entropy();
        var flow = Flow.of(model);
        var nll = flow.nll(flow.sample(manager, DataType.FLOAT64, 20_000, Rng.of(5)));
        assertEquals(entropy, nll.mean(), 4 * nll.standardError() + 1e-3);
    }

    /** A row has the density of its own condition, and one condition may stand for all; it integrates to 1, and samples have its entropy. */
    @Test
    void aConditionSteersTheConditionals() {
        var source = new PrefixMixture(LinearFeatures.of(2, 5), List.of(6, 4), 3).conditions(2);
        var model = NormalizingFlow.of(source, new Unchanged(2), DataType.FLOAT64, Rng.of(1));
        var flat = model.parameters().flat();
        flat.addi(Rng.of(2)
                .normal(flat.getManager(), DataType.FLOAT64, flat.size())
                .mul(0.5));
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 4, 2);
        var rows = Rng.of(4).normal(manager, DataType.FLOAT64, 4, 2).mul(2);
        var all = model.given(rows).logDensity(x);
        for (int i = 0; i < 4; i++) {
            var one = model.given(rows.get(i + ":" + (i + 1)));
            LayerChecks.near("row " + i, all.get(i + ":" + (i + 1)), one.logDensity(x.get(i + ":" + (i + 1))), 1e-13);
        }
        assertTrue(
                all.sub(model.given(rows.get("0:1")).logDensity(x)).abs().max().getDouble() > 1e-2);
        var one = model.given(rows.get("1:2"));
        var grid = GridMass.of(401, one::logDensity);
        assertEquals(1, grid.mass(), 1e-3);
        int n = 20_000;
        var drawn =
                model.given(rows.get("1:2").broadcast(n, 2)).source().sample(manager, DataType.FLOAT64, n, Rng.of(5));
        var nll = Flow.of(one).nll(drawn);
        assertEquals(grid.entropy(), nll.mean(), 4 * nll.standardError() + 1e-3);
        assertThrows(IllegalStateException.class, () -> model.logDensity(x));
        assertThrows(
                IllegalArgumentException.class,
                () -> model.given(x.get(":, 0:1")).logDensity(x));
        var few = model.given(rows.get("0:2")); // neither one row nor one for each point
        assertThrows(RuntimeException.class, () -> few.logDensity(x));
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        for (var features : new PrefixFeatures[] {LinearFeatures.of(3, 5), new TiedLinearFeatures(3, 5)}) {
            var model = small(features, 0.3);
            var x = Rng.of(6).normal(manager, DataType.FLOAT64, 4, 3);
            var gradient = model.parameters().gradient(manager);
            Gradients.loss(
                    model.parameters(), gradient, () -> model.logDensity(x).sum());
            for (var name : model.parameters().names()) {
                var array = model.parameters().get(name);
                var direction = Rng.of(7)
                        .child(name)
                        .normal(manager, DataType.FLOAT64, array.getShape().getShape());
                array.addi(direction.mul(1e-5));
                double up = model.logDensity(x).sum().getDouble();
                array.subi(direction.mul(2e-5));
                double down = model.logDensity(x).sum().getDouble();
                array.addi(direction.mul(1e-5));
                assertEquals(
                        (up - down) / 2e-5,
                        gradient.get(name).mul(direction).sum().getDouble(),
                        1e-6 * (1 + Math.abs(up)),
                        name);
            }
        }
    }

    @Test
    void componentsAreDrawnByTheirWeights() {
        // weights 0.2, 0.8 at -3 and 5, deviations 0.5 and 0.1
        var raw = manager.create(
                        new double[] {Math.log(0.2), Math.log(0.8), -3, 5, Math.log(0.5), Math.log(0.1)},
                        new Shape(1, 6))
                .broadcast(new Shape(20_000, 6))
                .duplicate();
        var drawn = GaussianMixtures.draw(raw, Rng.of(8));
        var low = drawn.lt(0).toType(DataType.FLOAT64, true);
        double share = low.mean().getDouble();
        assertEquals(0.2, share, 4 * Math.sqrt(0.16 / 20_000));
        double mean = drawn.mul(low).sum().getDouble() / low.sum().getDouble();
        assertEquals(-3, mean, 4 * 0.5 / Math.sqrt(4000));
        double square =
                drawn.add(3).square().mul(low).sum().getDouble() / low.sum().getDouble();
        assertEquals(0.25, square, 4 * 0.25 * Math.sqrt(2.0 / 4000));
    }

    /** Far from all means the sum of exponentials is 0, but not its logarithm. */
    @Test
    void farAwayTheLogDensityStaysFinite() {
        var raw = manager.create(new double[] {0, 0, -1, 1, 0, 0}, new Shape(1, 6));
        var far = GaussianMixtures.logDensity(raw, manager.create(new double[] {1e6}, new Shape(1, 1)));
        double expected = Math.log(0.5) - 0.5 * Math.log(2 * Math.PI) - 0.5 * (1e6 - 1) * (1e6 - 1);
        assertEquals(expected, far.getDouble(0), 1e-12 * Math.abs(expected));
    }

    @Test
    void aPresetHasTheSizesOfThePaper() {
        var model = new Tan(3, 2, 4, 5, 6).model(DataType.FLOAT64, Rng.of(1));
        var flow = Flow.of(model);
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 7, 3);
        LayerChecks.near("round trip", x, flow.push(flow.pull(x)), 1e-12);
        assertEquals(7, flow.sample(manager, 7, Rng.of(4)).getShape().get(0));
        assertEquals(new Tan(43, 5, 256, 120, 40), Tan.of(43));
        assertEquals(28, Tan.of(43).layers().layers().size());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var features = LinearFeatures.of(2, 3);
        for (Executable call : new Executable[] {
            () -> LinearFeatures.of(0, 3),
            () -> LinearFeatures.of(2, 0),
            () -> new TiedLinearFeatures(0, 3),
            () -> new TiedLinearFeatures(2, 0),
            () -> new RecurrentFeatures(0, 1, 1),
            () -> new RecurrentFeatures(1, 0, 1),
            () -> new RecurrentFeatures(1, 1, 0),
            () -> new PrefixMixture(features, List.of(), 2),
            () -> new PrefixMixture(features, List.of(0), 2),
            () -> new PrefixMixture(features, List.of(2), 0),
            () -> new PrefixMixture(null, List.of(2), 1),
            () -> new PrefixMixture(features, List.of(2), 1).conditions(-1),
            () -> Tan.of(0),
            () -> new Tan(1, -1, 1, 1, 1)
        }) {
            assertThrows(IllegalArgumentException.class, call);
        }
    }
}
