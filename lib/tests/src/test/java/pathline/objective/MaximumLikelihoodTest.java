package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.adjoint.Backpropagation;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.field.Passes;
import pathline.field.TorchFixture;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.flow.Flow;
import pathline.likelihood.Divergence;
import pathline.likelihood.Probe;
import pathline.likelihood.Regulariser;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;
import pathline.train.Run;
import pathline.train.Trainer;

class MaximumLikelihoodTest {

    private static final Gaussian NORMAL = Gaussian.standard(2);
    private static final Gaussian DATA = Gaussian.isotropic(new double[] {2, -1}, 0.5);
    private static final OdeSolver RK4 = OdeSolver.fixed(Tableaus.RK4, 3);
    private static final Divergence PROBES = Divergence.hutchinson(2, Probe.GAUSSIAN, Rng.of(1));

    private final NDManager manager = NDManager.newBaseManager();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        manager.close();
    }

    private static MaximumLikelihood objective(int batch) {
        return MaximumLikelihood.of(NORMAL, DATA, batch, RK4);
    }

    private VelocityMlp net(DataType type) {
        return VelocityMlp.of(2, 6).type(type).init(Rng.of(4), manager);
    }

    private double loss(MaximumLikelihood objective, Velocity velocity, int seed) {
        return objective
                .draw(manager, DataType.FLOAT64, Rng.of(seed))
                .loss(velocity, Gradient.unwanted())
                .getDouble();
    }

    /** Always the points of PyTorch's batch. */
    private MaximumLikelihood torchs(OdeSolver solver) {
        var x = new TorchFixture(manager).array("x");
        Distribution data = (own, type, n, rng) -> own.create(x.toDoubleArray(), x.getShape());
        return MaximumLikelihood.of(NORMAL, data, 5, solver);
    }

    static Stream<Backpropagation> exactKinds() {
        return Stream.of(Backpropagation.throughSteps(), Backpropagation.checkpointed(4));
    }

    @ParameterizedTest
    @MethodSource("exactKinds")
    void lossAndGradientAreTorchs(Backpropagation kind) {
        var fixture = new TorchFixture(manager);
        var velocity = fixture.velocity();
        var into = velocity.parameters().gradient(manager);
        var batch = torchs(OdeSolver.fixed(Tableaus.RK4, 20)).backpropagation(kind);
        var loss = batch.draw(manager, DataType.FLOAT64, Rng.of(1)).loss(velocity, into);
        assertEquals(fixture.number("nll_gradient_rk4", "value"), loss.getDouble(), 1e-12);
        assertArrayEquals(
                fixture.gradient("nll_gradient_rk4").toDoubleArray(),
                into.flat().toDoubleArray(),
                1e-10);
    }

    static Stream<Arguments> charged() {
        var divergences = Stream.of(Divergence.exact(), PROBES).toList();
        return Stream.of(new double[] {0, 1}, new double[] {1, 0}, new double[] {0.2, 0.9})
                .flatMap(time -> divergences.stream().map(divergence -> Arguments.of(divergence, time[0], time[1])));
    }

    private static MaximumLikelihood charge(MaximumLikelihood plain) {
        return plain.penalty(Regulariser.JACOBIAN_FROBENIUS, 0.7).penalty(Regulariser.KINETIC_ENERGY, 0.3);
    }

    @ParameterizedTest(name = "{0}, t from {1} to {2}")
    @MethodSource("charged")
    void theGradientWithPenaltiesIsThatOfTheLoss(Divergence divergence, double t0, double t1) {
        var objective = charge(objective(4)).divergence(divergence).over(t0, t1);
        Losses.assertGradient(objective.draw(manager, DataType.FLOAT64, Rng.of(2)), net(DataType.FLOAT64));
    }

    /**
     * The field w (-x2, x1) turns the normal density into itself: log p1 = log N, |v|² = w² |x|² and ‖J‖² = 2 w², all
     * constant on the way. RK4 is wrong by some (w h)⁴, here at most 8e-7.
     */
    @Test
    void aRotationCostsWhatItsFormulasSay() {
        double w = 1.5;
        var rotation = LinearField.of(new double[][] {{0, -w}, {w, 0}});
        var plain = MaximumLikelihood.of(NORMAL, DATA, 7, OdeSolver.fixed(Tableaus.RK4, 100));
        var x1 = DATA.sample(manager, DataType.FLOAT64, 7, Rng.of(3).child("x1"));
        double nll = -NORMAL.logDensity(x1).mean().getDouble();
        double square = x1.square().sum().getDouble() / 7;
        for (double[] time : new double[][] {{0, 1}, {0.5, 0}, {-1, 1}}) {
            var objective = plain.over(time[0], time[1]);
            double length = Math.abs(time[1] - time[0]);
            assertEquals(nll, loss(objective, rotation, 3), 1e-6);
            var energetic = objective.penalty(Regulariser.KINETIC_ENERGY, 0.4);
            assertEquals(nll + 0.4 * length * w * w * square, loss(energetic, rotation, 3), 1e-6);
            var both = energetic.penalty(Regulariser.JACOBIAN_FROBENIUS, 0.3);
            assertEquals(nll + length * w * w * (0.4 * square + 0.3 * 2), loss(both, rotation, 3), 1e-6);
            assertEquals(
                    nll + 0.1 * length * w * w * square,
                    loss(energetic.penalty(Regulariser.KINETIC_ENERGY, 0.1), rotation, 3),
                    1e-6,
                    "a penalty named again has its new weight");
        }
    }

    @Test
    void theLossIsTheFlowsNegativeLogLikelihood() {
        var velocity = net(DataType.FLOAT64);
        var x1 = DATA.sample(manager, DataType.FLOAT64, 9, Rng.of(3).child("x1"));
        var flow = Flow.of(NORMAL, velocity, RK4).over(0.3, 1.4);
        assertEquals(flow.nll(x1).mean(), loss(objective(9).over(0.3, 1.4), velocity, 3), 1e-14);
    }

    static Stream<Backpropagation> otherKinds() {
        return Stream.of(
                Backpropagation.checkpointed(3),
                Backpropagation.continuousAdjoint(),
                Backpropagation.interpolatedAdjoint());
    }

    /** Solved to 1e-8 a step; the adjoint equations choose some ten steps of their own. */
    @ParameterizedTest
    @MethodSource("otherKinds")
    void everyBackpropagationHasTheSameGradient(Backpropagation kind) {
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-8, 1e-8);
        var objective = charge(torchs(solver)).divergence(PROBES);
        var expected = gradient(objective);
        var found = gradient(objective.backpropagation(kind));
        assertEquals(0, found.sub(expected).norm().getDouble() / expected.norm().getDouble(), 1e-6);
    }

    private NDArray gradient(MaximumLikelihood objective) {
        var velocity = new TorchFixture(manager).velocity();
        var into = velocity.parameters().gradient(manager);
        objective.draw(manager, DataType.FLOAT64, Rng.of(6)).loss(velocity, into);
        return into.flat();
    }

    @Test
    void theNoiseBelongsToTheBatch() {
        var objective = torchs(RK4).divergence(PROBES);
        var velocity = new TorchFixture(manager).velocity();
        var batch = objective.draw(manager, DataType.FLOAT64, Rng.of(1));
        double loss = batch.loss(velocity, Gradient.unwanted()).getDouble();
        var into = velocity.parameters().gradient(manager);
        assertEquals(loss, batch.loss(velocity, into).getDouble(), "looked at again, with a gradient");
        assertEquals(loss, batch.loss(velocity, Gradient.unwanted()).getDouble(), "and without");
        assertEquals(loss, loss(objective, velocity, 1), "drawn again from the same stream");
        var stream = Rng.of(9); // of the divergence: it does not matter
        var other = objective.divergence(Divergence.hutchinson(2, Probe.GAUSSIAN, stream));
        assertEquals(loss, loss(other, velocity, 1));
        assertNotEquals(loss, loss(objective, velocity, 2), "another batch: the same points, other noise");
    }

    /**
     * No law fits the data better than their own, whose negative log-likelihood on these 4 000 points is the entropy
     * within 4 standard errors of √(d/2) / √n.
     */
    @Test
    void aFewStepsMakeTheDataLikely() {
        var velocity = VelocityMlp.of(2, 16).init(Rng.of(4), manager);
        var objective = objective(128);
        double before = objective(4_000).loss(velocity, Rng.of(8));
        var run = Trainer.adam(0.03).steps(60).fit(velocity, objective, Rng.of(5));
        double after = objective(4_000).loss(velocity, Rng.of(8));
        double noise = 4 / Math.sqrt(4_000);
        assertTrue(before > DATA.entropy() + 2, "before " + before + ", entropy " + DATA.entropy());
        assertTrue(after < DATA.entropy() + 0.3, "after " + after + ", entropy " + DATA.entropy());
        assertTrue(after > DATA.entropy() - noise, "after " + after + ", entropy " + DATA.entropy());
        assertEquals(after, run.loss(5), 0.3); // five batches of 128 points, on the way down
    }

    @Test
    void aResumedTrainingEndsWhereAWholeOneDoes() {
        var objective = charge(objective(16)).divergence(PROBES);
        var whole = Trainer.adam(0.01).steps(8).fit(net(DataType.FLOAT32), objective, Rng.of(5));
        var saving = Trainer.adam(0.01).checkpoint(folder.resolve("flow.safetensors"), 10);
        saving.steps(4).fit(net(DataType.FLOAT32), objective, Rng.of(5));
        var resumed = saving.steps(8).resume(net(DataType.FLOAT32), objective, Rng.of(5));
        assertArrayEquals(flat(whole), flat(resumed));
        assertEquals(
                whole.history().column("loss").asList(),
                resumed.history().column("loss").asList());
    }

    private static float[] flat(Run<?> run) {
        return run.model().parameters().flat().toFloatArray();
    }

    /** Three steps of RK4 have 12 stages, each evaluated once and pulled once. */
    @Test
    void theHistoryCountsEvaluations() {
        var run = Trainer.adam(0.01).steps(3).fit(net(DataType.FLOAT32), objective(16), Rng.of(5));
        assertEquals(new Run.Work(3 * 12, 3 * 12), run.work());
        run.history().longColumn("forward").forEach(count -> assertEquals(12, count));
        run.history().longColumn("backward").forEach(count -> assertEquals(12, count));
        var arrays = net(DataType.FLOAT32).with(Passes.ARRAYS);
        var again = Trainer.adam(0.01).steps(3).fit(arrays, objective(16), Rng.of(5));
        assertEquals(new Run.Work(6 * 12, 3 * 12), again.work(), "in array operations a pull evaluates too");
        var adaptive = MaximumLikelihood.of(NORMAL, DATA, 16, OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-5));
        var work = Trainer.adam(0.01)
                .steps(3)
                .fit(net(DataType.FLOAT32), adaptive, Rng.of(5))
                .work();
        assertTrue(
                work.forward() > work.backward() && work.backward() >= 3 * 12, "the last stage is not pulled: " + work);
    }

    @Test
    void aPenaltyLeavesTheLossItsType() {
        var batch = charge(objective(16)).draw(manager, DataType.FLOAT32, Rng.of(1));
        try (var loss = batch.loss(net(DataType.FLOAT32), Gradient.unwanted())) {
            assertEquals(DataType.FLOAT32, loss.getDataType());
        }
    }

    @Test
    void noArrayIsLeft() {
        var velocity = net(DataType.FLOAT32);
        var objective = charge(objective(16)).divergence(PROBES);
        objective.loss(velocity, Rng.of(1)); // what a net makes once is made now
        int before = manager.getManagedArrays().size();
        objective.loss(velocity, Rng.of(2));
        Trainer.adam(0.01).steps(2).fit(velocity, objective, Rng.of(3));
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void mistakesAreRefused() {
        refused("2 and 3", () -> MaximumLikelihood.of(NORMAL, Gaussian.standard(3), 4, RK4));
        refused("batch is 0", () -> objective(0));
        refused("got 1.0 and 1.0", () -> objective(4).over(1, 1));
        refused("got 0.0 and NaN", () -> objective(4).over(0, Double.NaN));
        refused("KINETIC_ENERGY", () -> objective(4).penalty(Regulariser.KINETIC_ENERGY, 0));
        refused("Infinity", () -> objective(4).penalty(Regulariser.KINETIC_ENERGY, Double.POSITIVE_INFINITY));
        var three = VelocityMlp.of(3, 4).init(Rng.of(1), manager);
        refused("(n, 3)", () -> objective(4).loss(three, Rng.of(1)));
    }

    private static void refused(String detail, Executable mistake) {
        var refused = assertThrows(IllegalArgumentException.class, mistake);
        assertTrue(refused.getMessage().contains(detail), refused.getMessage());
    }
}
