package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pathline.likelihood.DivergenceTest.refused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.adjoint.Backpropagation;
import pathline.array.Scratch;
import pathline.field.LinearField;
import pathline.field.TorchFixture;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class AugmentedFieldTest {

    private static final double T = 0.4;
    private static final Regulariser[] ALL = Regulariser.values();

    private final NDManager manager = NDManager.newBaseManager();
    private final VelocityMlp velocity = new TorchFixture(manager).velocity();
    private final NDArray x = new TorchFixture(manager).array("x");

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Divergence> divergences() {
        return Stream.of(
                Divergence.exact(),
                Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(1)),
                Divergence.hutchinson(3, Probe.RADEMACHER, Rng.of(2)));
    }

    @Test
    void theColumnsAreTheirFormulas() {
        double[][] a = {{0.5, -1}, {2, 0.3}};
        var field = LinearField.of(a, new double[] {1, -2});
        var augmented = AugmentedField.of(field, Divergence.exact().forSolve(x), ALL);
        var rates = augmented.at(0, augmented.start(x));
        for (int i = 0; i < x.getShape().get(0); i++) {
            double u = a[0][0] * x.getDouble(i, 0) + a[0][1] * x.getDouble(i, 1) + 1;
            double w = a[1][0] * x.getDouble(i, 0) + a[1][1] * x.getDouble(i, 1) - 2;
            assertEquals(u, rates.getDouble(i, 0), 1e-14);
            assertEquals(w, rates.getDouble(i, 1), 1e-14);
            assertEquals(0.8, rates.getDouble(i, 2), 1e-14);
            assertEquals(u * u + w * w, rates.getDouble(i, 3), 1e-13);
            assertEquals(0.25 + 1 + 4 + 0.09, rates.getDouble(i, 4), 1e-13);
        }
    }

    /** ‖J‖² by probes: E|Jε|², over 20 000 points; |Jε|² of Gaussian ε has a standard deviation of at most √2 ‖J‖². */
    @Test
    void probesEstimateTheFrobeniusNorm() {
        var field = LinearField.of(new double[][] {{0.5, -1}, {2, 0.3}});
        int n = 20_000;
        var points = manager.zeros(new Shape(n, 2), DataType.FLOAT64);
        var trace = Divergence.hutchinson(2, Probe.GAUSSIAN, Rng.of(4)).forSolve(points);
        var augmented = AugmentedField.of(field, trace, Regulariser.JACOBIAN_FROBENIUS);
        double mean = augmented
                .cost(Regulariser.JACOBIAN_FROBENIUS, augmented.at(0, augmented.start(points)))
                .mean()
                .getDouble();
        assertEquals(5.34, mean, 4 * Math.sqrt(2) * 5.34 / Math.sqrt(2.0 * n));
    }

    /** Along random directions, central differences with h = 1e-5 are right to some 1e-9. */
    @ParameterizedTest
    @MethodSource("divergences")
    void aPullIsTheDerivativeOfTheValue(Divergence divergence) {
        var field = AugmentedField.of(velocity, divergence.forSolve(x), ALL);
        var rng = Rng.of(9);
        var z = field.start(x);
        var a = rng.normal(manager, DataType.FLOAT64, 5, 5);
        var into = velocity.parameters().gradient(manager);
        var toZ = field.vjp(T, z, a, into);
        double h = 1e-5;
        var dz = rng.normal(manager, DataType.FLOAT64, 5, 5);
        double difference = (weighted(field, z.add(dz.mul(h)), a) - weighted(field, z.sub(dz.mul(h)), a)) / (2 * h);
        assertEquals(difference, toZ.mul(dz).sum().getDouble(), 1e-7);

        var theta = velocity.parameters().flat().duplicate();
        var dTheta = rng.normal(manager, DataType.FLOAT64, theta.getShape().getShape());
        velocity.parameters().set(theta.add(dTheta.mul(h)));
        double above = weighted(field, z, a);
        velocity.parameters().set(theta.sub(dTheta.mul(h)));
        difference = (above - weighted(field, z, a)) / (2 * h);
        assertEquals(difference, into.flat().mul(dTheta).sum().getDouble(), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("divergences")
    void aLinearizationGivesBoth(Divergence divergence) {
        var field = AugmentedField.of(velocity, divergence.forSolve(x), ALL);
        var z = Rng.of(9).normal(manager, DataType.FLOAT64, 5, 5);
        var expected = velocity.parameters().gradient(manager);
        var found = velocity.parameters().gradient(manager);
        var rates = field.at(T, z);
        var toZ = field.vjp(T, z, rates.mul(2), expected);
        field.vjp(T, z, rates, found); // makes the gradient's windows
        found.clear();
        int before = manager.getManagedArrays().size();
        var at = field.linearize(T, z);
        var again = Scratch.keeping(() -> at.vjp(at.value().mul(2), found));
        at.close();
        assertEquals(before + 2, manager.getManagedArrays().size());
        assertEquals(0, rates.sub(at.value()).norm().getDouble(), 1e-14);
        assertEquals(0, toZ.sub(again).norm().getDouble(), 1e-13);
        assertEquals(0, expected.flat().sub(found.flat()).norm().getDouble(), 1e-12);
    }

    private static double weighted(AugmentedField field, NDArray z, NDArray a) {
        return field.at(T, z).mul(a).sum().getDouble();
    }

    static Stream<Backpropagation> kinds() {
        return Stream.of(
                Backpropagation.checkpointed(3),
                Backpropagation.continuousAdjoint(),
                Backpropagation.interpolatedAdjoint());
    }

    /** All of them have the gradient of the same solve; the adjoint equations to their tolerance. */
    @ParameterizedTest
    @MethodSource("kinds")
    void anyBackpropagationPassesIt(Backpropagation kind) {
        var field = AugmentedField.of(
                velocity, Divergence.hutchinson(2, Probe.RADEMACHER, Rng.of(3)).forSolve(x), ALL);
        var expected = gradient(Backpropagation.throughSteps(), field);
        var found = gradient(kind, field);
        assertEquals(0, found.sub(expected).norm().getDouble() / expected.norm().getDouble(), 1e-6);
    }

    private NDArray gradient(Backpropagation kind, AugmentedField field) {
        var into = velocity.parameters().gradient(manager);
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-8, 1e-8);
        var solved = kind.solve(solver, field, field.start(x), 1, 0);
        var toStart = solved.vjp(solved.end().onesLike(), into);
        return toStart.flatten().concat(into.flat());
    }

    /** Fresh noise at every evaluation is no field: the error estimate sees the noise, and steps shrink below it. */
    @Test
    void redrawnNoiseBreaksStepControl() {
        var divergence = Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(6));
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4);
        var fixed = AugmentedField.of(velocity, divergence.forSolve(x));
        var start = fixed.start(x);
        int steps =
                solver.solve(fixed, start, 1, 0, SaveAt.end()).log().entries().size();
        int redrawn = solver.solve(
                        (t, z) -> AugmentedField.of(velocity, divergence.forSolve(x))
                                .at(t, z),
                        start,
                        1,
                        0,
                        SaveAt.end())
                .log()
                .entries()
                .size();
        assertTrue(steps < 20 && redrawn > 10 * steps, steps + " steps, " + redrawn + " with redrawn noise");
    }

    @Test
    void liveArraysStayFlat() {
        var field = AugmentedField.of(velocity, Divergence.exact().forSolve(x), ALL);
        var z = field.start(x);
        var into = velocity.parameters().gradient(manager);
        field.vjp(T, z, z, into); // the gradient makes its windows when they are first asked for
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 3; i++) {
            field.at(T, z);
            field.vjp(T, z, z, into);
        }
        assertEquals(before + 6, manager.getManagedArrays().size(), "a result per call");
    }

    @Test
    void mistakesAreRefused() {
        var trace = Divergence.exact().forSolve(x);
        var field = AugmentedField.of(velocity, trace);
        refused("(n, 3)", () -> field.at(0, x));
        refused("start(x)", () -> field.points(x));
        refused("(n, 2)", () -> field.start(manager.zeros(new Shape(5, 3), DataType.FLOAT64)));
        refused("KINETIC_ENERGY", () -> field.cost(Regulariser.KINETIC_ENERGY, field.start(x)));
        refused("one column", () -> AugmentedField.of(velocity, trace, ALL[0], ALL[0]));
    }
}
