package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pathline.likelihood.DivergenceTest.refused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.adjoint.Backpropagation;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.field.TorchFixture;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class LikelihoodTest {

    private static final Gaussian NORMAL = Gaussian.standard(2);
    private static final Regulariser[] ALL = Regulariser.values();

    private final NDManager manager = NDManager.newBaseManager();
    private final TorchFixture fixture = new TorchFixture(manager);
    private final VelocityMlp velocity = fixture.velocity();
    private final NDArray x1 = fixture.array("x");
    private final ChangeOfVariables change =
            ChangeOfVariables.of(OdeSolver.fixed(Tableaus.RK4, 20), velocity, Divergence.exact());

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Backpropagation> exactKinds() {
        return Stream.of(Backpropagation.throughSteps(), Backpropagation.checkpointed(4));
    }

    @ParameterizedTest
    @MethodSource("exactKinds")
    void theGradientOfTheNegativeLogLikelihoodIsTorchs(Backpropagation kind) {
        var likelihood = Likelihood.of(change, kind, NORMAL, x1);
        double nll = -likelihood.logDensity().mean().getDouble();
        assertEquals(fixture.number("nll_gradient_rk4", "value"), nll, 1e-12);
        var into = velocity.parameters().gradient(manager);
        likelihood.vjp(manager.ones(new Shape(5), DataType.FLOAT64).mul(-0.2), List.of(), into);
        assertArrayEquals(
                fixture.gradient("nll_gradient_rk4").toDoubleArray(),
                into.flat().toDoubleArray(),
                1e-10);
    }

    static Stream<Divergence> divergences() {
        return Stream.of(
                Divergence.exact(),
                Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(1)),
                Divergence.hutchinson(2, Probe.RADEMACHER, Rng.of(2)));
    }

    /** L = sum over points of c log p1 + 0.3 K + 0.7 F; central differences with h = 1e-5 are right to some 1e-9. */
    @ParameterizedTest
    @MethodSource("divergences")
    void theGradientWithPenaltiesIsThatOfFiniteDifferences(Divergence divergence) {
        var into = velocity.parameters().gradient(manager);
        var c = Rng.of(4).normal(manager, DataType.FLOAT64, 5);
        var toX = likelihood(divergence, x1)
                .vjp(c, List.of(c.onesLike().mul(0.3), c.onesLike().mul(0.7)), into);
        double h = 1e-5;
        var dx = Rng.of(5).normal(manager, DataType.FLOAT64, 5, 2);
        double difference = loss(divergence, x1.add(dx.mul(h)), c) - loss(divergence, x1.sub(dx.mul(h)), c);
        assertEquals(difference / (2 * h), toX.mul(dx).sum().getDouble(), 1e-7);

        var theta = velocity.parameters().flat().duplicate();
        var dTheta =
                Rng.of(6).normal(manager, DataType.FLOAT64, theta.getShape().getShape());
        velocity.parameters().set(theta.add(dTheta.mul(h)));
        double above = loss(divergence, x1, c);
        velocity.parameters().set(theta.sub(dTheta.mul(h)));
        difference = above - loss(divergence, x1, c);
        assertEquals(difference / (2 * h), into.flat().mul(dTheta).sum().getDouble(), 1e-6);
    }

    private Likelihood likelihood(Divergence divergence, NDArray x) {
        var seeded = divergence.drawingFrom(Rng.of(7)); // the same noise at every call
        return Likelihood.of(change.with(seeded), Backpropagation.throughSteps(), NORMAL, x, ALL);
    }

    private double loss(Divergence divergence, NDArray x, NDArray c) {
        var likelihood = likelihood(divergence, x);
        return likelihood.logDensity().mul(c).sum().getDouble()
                + 0.3 * likelihood.penalty(ALL[0]).sum().getDouble()
                + 0.7 * likelihood.penalty(ALL[1]).sum().getDouble();
    }

    @Test
    void itAgreesWithTheChangeOfVariables() {
        var likelihood = Likelihood.of(change, Backpropagation.throughSteps(), NORMAL, x1, ALL);
        assertEquals(change.logDensity(NORMAL, x1), likelihood.logDensity());
        assertEquals(change.inverse(x1).points(), likelihood.x0());
        for (var regulariser : ALL) {
            assertTrue(likelihood.penalty(regulariser).min().getDouble() > 0, "the way back has a positive cost too");
        }
    }

    @Test
    void liveArraysStayFlat() {
        var into = velocity.parameters().gradient(manager);
        var c = manager.ones(new Shape(5), DataType.FLOAT64);
        int before = -1;
        for (int i = 0; i < 4; i++) {
            try (var step = manager.newSubManager()) {
                var x = x1.duplicate();
                x.attach(step);
                Likelihood.of(change, Backpropagation.throughSteps(), NORMAL, x).vjp(c, List.of(), into);
                // x, its state at the source, and the gradient at x1
                assertEquals(3, step.getManagedArrays().size());
            }
            int live = manager.getManagedArrays().size();
            assertTrue(before < 0 || live == before, "live arrays grew from " + before + " to " + live);
            before = live;
        }
    }

    @Test
    void mistakesAreRefused() {
        var kind = Backpropagation.throughSteps();
        var byQuadrature = change.with(Integral.quadrature(2));
        refused("augmented", () -> Likelihood.of(byQuadrature, kind, NORMAL, x1));
        var likelihood = Likelihood.of(change, kind, NORMAL, x1);
        var c = manager.ones(new Shape(5), DataType.FLOAT64);
        refused("got 1", () -> likelihood.vjp(c, List.of(c), Gradient.unwanted()));
        refused("(5)", () -> likelihood.vjp(c.reshape(5, 1), List.of(), Gradient.unwanted()));
        likelihood.vjp(c, List.of(), Gradient.unwanted());
        assertThrows(IllegalStateException.class, () -> likelihood.vjp(c, List.of(), Gradient.unwanted()));
    }
}
