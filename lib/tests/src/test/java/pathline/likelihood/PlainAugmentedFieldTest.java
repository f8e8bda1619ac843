package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.adjoint.Backpropagation;
import pathline.distribution.Gaussian;
import pathline.field.Passes;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** The augmented field on plain arrays against the same on the engine's. */
class PlainAugmentedFieldTest {

    /** Sums of some hundred float32 terms, along some ten steps, relative to the length of the result. */
    private static final double FLOAT32 = 2e-5;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(8);
    private final VelocityMlp net = VelocityMlp.of(3, 20, 20).init(rng.child("net"), manager);
    private final NDArray x = rng.child("x").normal(manager, 70, 3);
    private final OdeSolver solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Divergence> divergences() {
        return Stream.of(
                Divergence.exact(),
                Divergence.hutchinson(1, Probe.RADEMACHER, Rng.of(1)),
                Divergence.hutchinson(3, Probe.GAUSSIAN, Rng.of(2)));
    }

    @ParameterizedTest
    @MethodSource("divergences")
    void logDensitiesAgree(Divergence divergence) {
        var trace = divergence.forSolve(x);
        var plain = AugmentedField.of(net, trace);
        var arrays = AugmentedField.of(net.with(Passes.ARRAYS), trace);
        var expected = solver.solve(arrays, arrays.start(x), 1, 0, SaveAt.end());
        var found = solver.solve(plain, plain.start(x), 1, 0, SaveAt.end());
        assertEquals(expected.stats(), found.stats());
        assertTrue(relative(found.end(), expected.end()) < FLOAT32);
    }

    static Stream<Arguments> ways() {
        return divergences()
                .flatMap(divergence -> Stream.of(Backpropagation.throughSteps(), Backpropagation.continuousAdjoint())
                        .map(kind -> Arguments.of(divergence, kind)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void gradientsAgree(Divergence divergence, Backpropagation kind) {
        var expected = net.parameters().gradient(manager);
        var found = net.parameters().gradient(manager);
        var toX = pull(divergence, kind, net.with(Passes.ARRAYS), expected);
        assertTrue(relative(pull(divergence, kind, net, found), toX) < FLOAT32);
        assertTrue(relative(found.flat(), expected.flat()) < FLOAT32);
    }

    private NDArray pull(
            Divergence divergence, Backpropagation kind, VelocityMlp velocity, pathline.field.Gradient into) {
        var change = ChangeOfVariables.of(solver, velocity, divergence.drawingFrom(Rng.of(9)));
        var likelihood = Likelihood.of(change, kind, Gaussian.standard(3), x);
        return likelihood.vjp(likelihood.logDensity().onesLike().mul(-1.0 / 70), List.of(), into);
    }

    /** Costs are gathered on the engine's arrays alone. */
    @Test
    void costsHaveNoPlainForm() {
        var trace = Divergence.exact().forSolve(x);
        assertTrue(AugmentedField.of(net, trace).float32().isPresent());
        assertTrue(AugmentedField.of(net, trace, Regulariser.KINETIC_ENERGY)
                .float32()
                .isEmpty());
    }

    @Test
    void tangentsOfOtherPointsAreRefused() {
        var trace = Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(1)).forSolve(x);
        var field = AugmentedField.of(net, trace);
        var fewer = field.start(x.get(":5"));
        var refusal = assertThrows(IllegalArgumentException.class, () -> solver.solve(field, fewer, 1, 0));
        assertTrue(refusal.getMessage().contains("70 points, got 5"), refusal.getMessage());
    }

    private static double relative(NDArray found, NDArray expected) {
        return found.sub(expected).norm().getFloat() / expected.norm().getFloat();
    }
}
