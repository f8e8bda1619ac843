package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.hipparchus.ode.ODEIntegrator;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince54Integrator;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same methods in Hipparchus, with the same tolerances on the same orbits. */
class HipparchusTest {

    /**
     * The step controllers are alike (safety 0.9, factors 0.2 to 10, Hairer's first step), so the errors are too: found
     * equal to three digits at tight tolerances, and within 1.7 at 1e-6 on the Arenstorf orbit, which magnifies errors.
     */
    private static final double COMPARABLE = 2;

    /** Hipparchus evaluates the dense output of order 8 in every step, so it needs more; never fewer. */
    private static final double NO_DEARER = 1.01;

    private record Pair(ButcherTableau ours, boolean order8) {
        ODEIntegrator theirs(double tolerance) {
            return order8
                    ? new DormandPrince853Integrator(1e-12, 10, tolerance, tolerance)
                    : new DormandPrince54Integrator(1e-12, 10, tolerance, tolerance);
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(new Pair(Tableaus.DOPRI5, false), new Pair(Tableaus.DOPRI853, true))
                .flatMap(method -> Stream.of(1e-6, 1e-9, 1e-11).map(tolerance -> Arguments.of(method, tolerance)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void kepler(Pair method, double tolerance) {
        compare(method, tolerance, Problems.KEPLER);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void arenstorf(Pair method, double tolerance) {
        var start = Problems.ARENSTORF_START;
        compare(
                method,
                tolerance,
                new Problem(
                        "Arenstorf", (t, x) -> Problems.arenstorf(x), start, 0, Problems.ARENSTORF_PERIOD, t -> start));
    }

    private static void compare(Pair method, double tolerance, Problem problem) {
        try (var manager = NDManager.newBaseManager()) {
            var solution = OdeSolver.adaptive(method.ours, tolerance, tolerance)
                    .solve(problem.field(), problem.start(manager), problem.t0(), problem.t1(), SaveAt.end());
            var integrator = method.theirs(tolerance);
            var end = integrator
                    .integrate(equation(problem), new ODEState(problem.t0(), problem.x0()), problem.t1())
                    .getPrimaryState();
            var theirs = manager.create(end, new Shape(1, end.length));
            double ourError = problem.error(problem.t1(), solution.end());
            double theirError = problem.error(problem.t1(), theirs);
            assertTrue(ourError < COMPARABLE * theirError, ourError + " against " + theirError);
            assertTrue(theirError < COMPARABLE * ourError, theirError + " against " + ourError);
            assertTrue(solution.stats().evaluations() <= NO_DEARER * integrator.getEvaluations());
            double apart = theirs.sub(solution.end()).abs().max().getDouble();
            assertEquals(0, apart, ourError + theirError);
        }
    }

    private static OrdinaryDifferentialEquation equation(Problem problem) {
        return new OrdinaryDifferentialEquation() {
            @Override
            public int getDimension() {
                return problem.x0().length;
            }

            @Override
            public double[] computeDerivatives(double t, double[] x) {
                return problem.velocity().at(t, x);
            }
        };
    }
}
