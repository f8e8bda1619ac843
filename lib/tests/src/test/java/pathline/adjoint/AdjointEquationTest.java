package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.field.TorchFixture;
import pathline.ode.Adams;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;

/** The continuous and the interpolated adjoint. */
class AdjointEquationTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Case problem = new Case(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Backpropagation> kinds() {
        return Stream.of(
                Backpropagation.continuousAdjoint(),
                Backpropagation.continuousAdjoint().with(ErrorNorm.ADJOINT),
                Backpropagation.interpolatedAdjoint());
    }

    /** First order in the tolerance, as the error of a solve is; measured: 0.8 to 1.5 tolerances below 1e-7. */
    @ParameterizedTest
    @MethodSource("kinds")
    void theGradientApproachesThatOfAThousandSteps(Backpropagation kind) {
        var fixture = new TorchFixture(manager);
        var expected = fixture.gradient("endpoint_mse_gradient_1000_steps");
        double coarse = 0;
        for (double tolerance : new double[] {1e-7, 1e-9, 1e-11}) {
            var into = problem.gradient();
            var solver = OdeSolver.adaptive(Tableaus.DOPRI5, tolerance, tolerance);
            var solved = kind.solve(solver, problem.velocity, problem.x0, 0, 1);
            solved.vjp(solved.end().sub(fixture.array("target")).mul(2.0 / problem.x0.size()), into);
            double error = Case.relative(into.flat(), expected);
            assertTrue(error < 3 * tolerance, () -> error + " at tolerance " + tolerance);
            assertTrue(coarse == 0 || error < coarse / 30, "100 times finer: " + coarse + ", then " + error);
            coarse = error;
        }
    }

    static Stream<Arguments> solves() {
        var all = new ArrayList<Arguments>();
        for (var times : new double[][] {{}, {0, 0.3, 0.3, 0.7, 1}, {0.2, 0.6}}) {
            kinds().forEach(kind -> {
                all.add(Arguments.of(kind, 0, 1, times));
                all.add(Arguments.of(kind, 1, 0, reversed(times)));
            });
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @MethodSource("solves")
    void lossesAlongTheWayInEitherDirection(Backpropagation kind, double t0, double t1, double[] times) {
        var precise = OdeSolver.adaptive(Tableaus.DOPRI853, 1e-12, 1e-12);
        var expected = problem.both(Backpropagation.throughSteps(), precise, t0, t1, times);
        // 40 RK4 steps leave some 5e-11 of their fourth-order error; the tolerance 1e-8 leaves about itself.
        assertNear(1e-9, expected, problem.both(kind, OdeSolver.fixed(Tableaus.RK4, 40), t0, t1, times));
        assertNear(1e-9, expected, problem.both(kind, uneven(t0, t1), t0, t1, times));
        var adaptive = OdeSolver.adaptive(Tableaus.TSIT5, 1e-8, 1e-8);
        assertNear(1e-7, expected, problem.both(kind, adaptive, t0, t1, times));
    }

    @Test
    void aMultistepMethodGoesForwardWithRungeKuttaBack() {
        var forward = OdeSolver.fixed(Adams.bashforthMoulton(4), 200);
        var back = OdeSolver.fixed(Tableaus.RK4, 100);
        var expected = problem.both(Backpropagation.throughSteps(), OdeSolver.fixed(Tableaus.RK4, 200), 0, 1);
        // Fourth order at h = 1/100: measured 2e-12.
        var continuous = Backpropagation.continuousAdjoint();
        assertNear(1e-10, expected, problem.both(continuous.with(back), forward, 0, 1));
        var interpolated = Backpropagation.interpolatedAdjoint();
        assertNear(1e-10, expected, problem.both(interpolated.with(back), forward, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> problem.both(continuous, forward, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> problem.both(interpolated, forward, 0, 1));
    }

    static Stream<Backpropagation> allKinds() {
        return Stream.concat(Stream.of(Backpropagation.throughSteps(), Backpropagation.checkpointed(4)), kinds());
    }

    /** dx/dt = Ax gives dL/dx0 = g e^A for each row, known in closed form for a spiral: e^-0.1 times a rotation by 2. */
    @ParameterizedTest
    @MethodSource("allKinds")
    void theGradientOfALinearFieldIsTheTransposedFlow(Backpropagation kind) {
        var spiral = LinearField.of(new double[][] {{-0.1, 2}, {-2, -0.1}});
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-10, 1e-10);
        var solved = kind.solve(solver, spiral, problem.x0, 0, 1);
        var g = problem.x0.square();
        double c = Math.exp(-0.1) * Math.cos(2);
        double s = Math.exp(-0.1) * Math.sin(2);
        var flow = manager.create(new double[][] {{c, s}, {-s, c}}); // x(1) = flow x(0) for a column x
        assertNear(1e-8, g.matMul(flow), solved.vjp(g, Gradient.unwanted()));
    }

    /** Where the Jacobian is constant, a goes its way whatever x does: by the same steps, if its error alone counts. */
    @Test
    void theErrorOfTheAdjointAloneChoosesItsOwnSteps() {
        var oval = LinearField.of(new double[][] {{0, 2}, {-0.5, 0.1}});
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-9, 1e-9);
        var alone = backward(Backpropagation.continuousAdjoint().with(ErrorNorm.ADJOINT), solver, oval);
        assertEquals(backward(Backpropagation.interpolatedAdjoint(), solver, oval), alone);
        assertNotEquals(backward(Backpropagation.continuousAdjoint(), solver, oval), alone);
    }

    private int backward(Backpropagation kind, OdeSolver solver, LinearField field) {
        var solved = kind.solve(solver, field, problem.x0, 0, 10);
        solved.vjp(problem.x0, Gradient.unwanted());
        return solved.cost().backward().accepted();
    }

    @Test
    void theCostOfTheWayBackIsCounted() {
        var solver = OdeSolver.fixed(Tableaus.RK4, 10);
        var continuous = Backpropagation.continuousAdjoint().solve(solver, problem.velocity, problem.x0, 0, 1);
        continuous.vjp(problem.cotangents(continuous), problem.gradient());
        assertEquals(40, continuous.cost().backward().evaluations());
        assertEquals(40, continuous.cost().vjps()); // a stage for a and for the parameters at once
        assertEquals(2, continuous.cost().peakArrays()); // a, and the pair (x, a) at the start of the stretch
        var interpolated = Backpropagation.interpolatedAdjoint().solve(solver, problem.velocity, problem.x0, 0, 1);
        int dense = interpolated.cost().peakArrays();
        assertEquals(10 * (1 + 4) + 2, dense); // a start and four slopes a step, and the state and slope at the end
        interpolated.vjp(problem.cotangents(interpolated), Gradient.unwanted());
        assertEquals(0, interpolated.cost().backward().evaluations());
        assertEquals(40, interpolated.cost().vjps());
    }

    @Test
    void memoryOfTheContinuousAdjointDoesNotGrowWithTheSteps() {
        for (int steps : new int[] {10, 100}) {
            var solved = Backpropagation.continuousAdjoint()
                    .solve(OdeSolver.fixed(Tableaus.RK4, steps), problem.velocity, problem.x0, 0, 1);
            solved.vjp(problem.cotangents(solved), problem.gradient());
            assertEquals(3 * problem.x0.size() * Double.BYTES, solved.cost().peakBytes());
        }
    }

    private static OdeSolver uneven(double t0, double t1) {
        var times = IntStream.rangeClosed(0, 40)
                .mapToDouble(i -> i / 40.0 * (0.8 + 0.2 * i / 40))
                .map(s -> s == 1 ? t1 : t0 + s * (t1 - t0))
                .toArray();
        return OdeSolver.grid(Tableaus.RK4, times);
    }

    private static double[] reversed(double[] times) {
        return DoubleStream.of(times).map(t -> -t).sorted().map(t -> -t).toArray();
    }

    private static void assertNear(double tolerance, NDArray expected, NDArray found) {
        double error = Case.relative(found, expected);
        assertTrue(error < tolerance, () -> "relative error " + error);
    }
}
