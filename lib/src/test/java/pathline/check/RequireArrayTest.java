package pathline.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.bijection.Logit;
import pathline.coupling.Costs;
import pathline.coupling.Coupling;
import pathline.coupling.LabelledCoupling;
import pathline.coupling.Pairs;
import pathline.distribution.Checkerboard;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.flow.Flow;
import pathline.flow.Nll;
import pathline.flow.StochasticFlow;
import pathline.metric.EnergyDistance;
import pathline.metric.Mmd;
import pathline.metric.Straightness;
import pathline.metric.Wasserstein;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.GaussianPath;
import pathline.path.MarginalVelocity;
import pathline.path.MonteCarloVelocity;
import pathline.path.PathSample;
import pathline.path.Rescheduled;
import pathline.path.Schedule;
import pathline.random.Rng;

/** Every method that takes an array refuses one of strings, truth values or whole numbers, and a closed one, by its name. */
class RequireArrayTest {

    private static final Rng RNG = Rng.of(1);
    private static final Gaussian NORMAL = Gaussian.standard(2);
    private static final OdeSolver RK4 = OdeSolver.fixed(Tableaus.RK4, 2);
    private static final LinearField FIELD = LinearField.of(new double[][] {{1, 0}, {0, 1}});
    private static final GaussianPath PATH = GaussianPath.of(Schedule.linear());

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray good = manager.ones(new Shape(2, 2));
    private final NDArray t = manager.create(new float[] {0.5f}).reshape(1, 1);
    private final Map<String, Consumer<NDArray>> doors = new LinkedHashMap<>();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void noDoorTakesAnArrayOfAnotherTypeOrAClosedOne() {
        laws();
        couplings();
        paths();
        fields();
        flows();
        metrics();
        for (var type : List.of(DataType.INT32, DataType.INT64, DataType.UINT8, DataType.BOOLEAN, DataType.FLOAT16)) {
            refused(manager.ones(new Shape(2, 2)).toType(type, true), " is " + type);
        }
        refused(manager.create(new String[] {"a", "b"}), " is string");
        NDArray closed = manager.ones(new Shape(2, 2));
        closed.close();
        refused(closed, " is closed");
        assertTrue(doors.size() > 45, doors.size() + " doors");
    }

    @Test
    void whatIsRightIsHandedBack() {
        assertSame(good, RequireArray.points(good, "x"));
        assertSame(t, RequireArray.real(t, "t"));
        for (var shape : List.of(new Shape(), new Shape(2), new Shape(0, 2), new Shape(2, 0), new Shape(1, 2, 2))) {
            var e = assertThrows(IllegalArgumentException.class, () -> RequireArray.points(manager.zeros(shape), "x1"));
            assertEquals(
                    "x1 must have shape (n, d) with n and d at least 1, got " + shape + "; reshape it first",
                    e.getMessage());
        }
    }

    /** Doors are called by the name of the argument, a space, and where it goes. */
    private void refused(NDArray bad, String words) {
        doors.forEach((door, call) -> {
            var e = assertThrows(IllegalArgumentException.class, () -> call.accept(bad), door);
            String name = door.substring(0, door.indexOf(' '));
            boolean alike = e.getMessage().startsWith(name + " must have ") && !bad.isReleased();
            assertTrue(alike || e.getMessage().startsWith(name + words), door + ": " + e.getMessage());
        });
        assertThrows(IllegalArgumentException.class, () -> Pairs.of(bad, good, new int[] {0}, new int[] {0}));
    }

    private void laws() {
        doors.put("x Gaussian.logDensity", NORMAL::logDensity);
        doors.put("x Gaussian.score", NORMAL::score);
        doors.put("x Gaussian.fit", Gaussian::fit);
        doors.put("x Empirical.of", Empirical::of);
        var mixture = GaussianMixture.isotropic(new double[][] {{0, 0}, {1, 1}}, 1);
        doors.put("x GaussianMixture.logDensity", mixture::logDensity);
        doors.put("x GaussianMixture.responsibilities", mixture::responsibilities);
        doors.put("x Checkerboard.logDensity", new Checkerboard(2)::logDensity);
        var logit = new Logit(0.1);
        doors.put("x Logit.of", logit::of);
        doors.put("y Logit.pixels", logit::pixels);
        doors.put("y Logit.logDeterminant", logit::logDeterminant);
        doors.put("logDensity Logit.bitsPerDimension", x -> logit.bitsPerDimension(x, good));
        doors.put("y Logit.bitsPerDimension", y -> logit.bitsPerDimension(good, y));
    }

    private void couplings() {
        for (var coupling : List.of(
                Coupling.independent(),
                Coupling.minibatchOt(),
                Coupling.minibatchOtWithReplacement(),
                Coupling.sinkhorn(1),
                Coupling.unbalanced(1, 1),
                Coupling.partial(0.5),
                Coupling.stable(),
                Coupling.greedy())) {
            doors.put("x0 " + coupling, x -> coupling.pair(x, good, RNG));
            doors.put("x1 " + coupling, x -> coupling.pair(good, x, RNG));
        }
        int[] two = {0, 1};
        var within = LabelledCoupling.within(Coupling.independent());
        doors.put("x0 LabelledCoupling.pair", x -> within.pair(x, good, two, two, RNG));
        doors.put("x0 Costs.squaredDistances", x -> Costs.squaredDistances(x, good));
        doors.put("x1 Costs.distances", x -> Costs.distances(good, x));
        doors.put("x0 Costs.between", x -> Costs.between(x, good, (a, b) -> 0));
        doors.put("x0 Pairs.of", x -> Pairs.of(x, good, two, two));
        doors.put("x1 Pairs.new", x -> new Pairs(good, x, two, two));
    }

    private void paths() {
        var path = AffinePath.of(Schedule.linear());
        doors.put("t AffinePath.sample", x -> path.sample(x, good, good));
        doors.put("x0 AffinePath.sample", x -> path.sample(t, x, good));
        doors.put("x1 AffinePath.sample", x -> path.sample(t, good, x));
        doors.put("z AffinePath.sample", x -> path.with(Bridge.constant(1)).sample(t, good, good, x));
        doors.put("ut PathSample.new", x -> new PathSample(t, good, good, good, x));
        doors.put("x1 GaussianPath.velocity", x -> PATH.velocity(t, good, x));
        doors.put("score GaussianPath.fromScore", x -> PATH.fromScore(t, good, x));
        var estimate = MonteCarloVelocity.of(Schedule.linear(), NORMAL, NORMAL);
        doors.put("x MonteCarloVelocity.at", x -> estimate.at(0.5, x, 2, RNG));
    }

    private void fields() {
        var marginal = MarginalVelocity.of(PATH, NORMAL);
        doors.put("x MarginalVelocity.at", x -> marginal.at(t, x));
        doors.put("x MarginalVelocity.score", x -> marginal.score(0.5, x));
        doors.put("dx MarginalVelocity.push", x -> marginal.jvp(t, good, x));
        doors.put("a MarginalVelocity.pull", x -> marginal.vjp(t, good, x, Gradient.unwanted()));
        var again = Rescheduled.of(FIELD, Schedule.linear(), Schedule.cosine());
        doors.put("x Rescheduled.at", x -> again.at(t, x));
        doors.put("dx Rescheduled.push", x -> again.jvp(t, good, x));
        doors.put("dx Rescheduled.pull", x -> again.vjp(t, good, x, good, good, Gradient.unwanted()));
        doors.put("b Rescheduled.pull", x -> again.vjp(t, good, good, good, x, Gradient.unwanted()));
    }

    private void flows() {
        var flow = Flow.of(NORMAL, FIELD, RK4);
        doors.put("x0 Flow.push", flow::push);
        doors.put("x1 Flow.pull", flow::pull);
        doors.put("x0 Flow.pushWithDensity", flow::pushWithDensity);
        doors.put("x0 Flow.trajectories", x -> flow.trajectories(x, SaveAt.end()));
        doors.put("x1 Flow.logDensity", flow::logDensity);
        doors.put("x1 Flow.density", flow::density);
        doors.put("x1 Flow.score", flow::score);
        doors.put("x1 Flow.nll", flow::nll);
        doors.put("x1 Flow.roundTripError", flow::roundTripError);
        doors.put("x Nll.of", x -> Nll.of(NORMAL, x));
        var noisy = StochasticFlow.of(PATH, FIELD, time -> 0, 2);
        doors.put("x0 StochasticFlow.push", x -> noisy.push(x, RNG));
    }

    private void metrics() {
        doors.put("a EnergyDistance.squared", x -> EnergyDistance.squared(x, good));
        doors.put("b Mmd.squared", x -> new Mmd(1).squared(good, x));
        doors.put("a Wasserstein.w1", x -> Wasserstein.w1(x, good));
        doors.put("b Wasserstein.w2", x -> Wasserstein.w2(good, x));
        doors.put("a Wasserstein.sliced", x -> Wasserstein.sliced(x, good, 2, RNG));
        doors.put("x0 Straightness.of", x -> Straightness.of(FIELD, x, RK4));
    }
}
