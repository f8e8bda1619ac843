package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.array.Scratch;

/** Orders, measured against exact solutions: halving the step divides the error by 2^order. */
@SuppressWarnings("try") // a scratch works by being open
class OrderTest {

    /** What the next power of h leaves of the slope at the steps chosen below. */
    private static final double ASYMPTOTIC = 0.1;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> methodsAndProblems() {
        return Methods.all()
                .flatMap(method ->
                        Stream.of(Problems.SPIRAL, nonlinear(method)).map(problem -> Arguments.of(method, problem)));
    }

    /** Where the method's leading error term is not small by accident. */
    private static Problem nonlinear(Method method) {
        if (method instanceof Adams || method.order() < 5) {
            return Problems.HOPF;
        }
        return method.order() == 5 ? Problems.ORBIT : Problems.CIRCLE;
    }

    @ParameterizedTest
    @MethodSource("methodsAndProblems")
    void methodHasItsOrder(Method method, Problem problem) {
        double slope = slope(steps(method, problem), n -> worstAtSteps(method, problem, n));
        assertEquals(method.order(), slope, ASYMPTOTIC);
    }

    /** Backward in time a method is the same table with -h: the same order. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#all")
    void methodHasItsOrderBackward(Method method) {
        var forward = Problems.SPIRAL;
        var end = forward.exact().apply(forward.t1());
        var backward = new Problem("back", forward.velocity(), end, forward.t1(), forward.t0(), forward.exact());
        double slope = slope(steps(method, forward), n -> worstAtSteps(method, backward, n));
        assertEquals(method.order(), slope, ASYMPTOTIC);
    }

    /** Between the steps the error is that of the interpolant, h^(q + 1), or that of the steps, h^p. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#rungeKutta")
    void denseOutputHasItsOrder(ButcherTableau method) {
        int expected = Math.min(method.order(), method.interpolant().order() + 1);
        for (var problem : List.of(Problems.SPIRAL, Problems.WITCH)) {
            double slope = slope(steps(method, Problems.SPIRAL), n -> worstBetweenSteps(method, problem, n));
            assertEquals(expected, slope, ASYMPTOTIC);
        }
    }

    /** The cubic between an Adams method's steps: at order 5 its h^4 is yet as small as the steps' h^5. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#adams")
    void denseOutputOfAdamsKeepsItsOrderUpTo4(Adams method) {
        for (var problem : List.of(Problems.SPIRAL, Problems.HOPF)) {
            double slope = slope(512, n -> worstBetweenSteps(method, problem, n));
            assertTrue(slope > Math.min(method.order(), 4) - ASYMPTOTIC, "order " + slope);
        }
    }

    /** The error estimate of one step falls as h^(q + 1). */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#embedded")
    void errorEstimateHasItsOrder(ButcherTableau method) {
        int order = method.error().orElseThrow().order();
        double slope = order > 5
                ? slope(4, n -> estimate(method, Problems.SPIRAL, 1.0 / n))
                : slope(256, n -> estimate(method, Problems.WITCH, 1.0 / n));
        assertEquals(order + 1, slope, ASYMPTOTIC);
    }

    /** Steps in the asymptotic regime, yet with errors well above rounding (1e-15) when there are twice as many. */
    private static int steps(Method method, Problem problem) {
        if (method instanceof Adams) {
            return 512;
        }
        return switch (method.order()) {
            case 1, 2, 3, 4 -> 512;
            case 5 -> problem.equals(Problems.ORBIT) ? 256 : 128;
            default -> problem.equals(Problems.CIRCLE) ? 32 : 8;
        };
    }

    private static double slope(int n, IntToDoubleFunction error) {
        return Math.log(error.applyAsDouble(n) / error.applyAsDouble(2 * n)) / Math.log(2);
    }

    /** The largest error along the solve: one time alone may sit where the error changes sign. */
    private double worstAtSteps(Method method, Problem problem, int n) {
        try (var scratch = new Scratch()) {
            var solution = OdeSolver.fixed(method, n)
                    .solve(problem.field(), problem.start(manager), problem.t0(), problem.t1(), SaveAt.steps());
            double worst = 0;
            for (int i = 0; i <= n; i++) {
                worst = Math.max(
                        worst,
                        problem.error(solution.times()[i], solution.states().get(i)));
            }
            return worst;
        }
    }

    private double worstBetweenSteps(Method method, Problem problem, int n) {
        try (var scratch = new Scratch()) {
            var solution = OdeSolver.fixed(method, n)
                    .solve(problem.field(), problem.start(manager), problem.t0(), problem.t1(), SaveAt.dense());
            double worst = 0;
            double h = (problem.t1() - problem.t0()) / n;
            for (int i = 0; i < n; i++) {
                for (double theta : List.of(0.3, 0.6)) {
                    double t = problem.t0() + (i + theta) * h;
                    worst = Math.max(worst, problem.error(t, solution.at(t)));
                }
            }
            return worst;
        }
    }

    /** The unscaled estimate of a single step of length h from t = 0.5: with atol = 1 and rtol = 0 it is logged as is. */
    private double estimate(ButcherTableau method, Problem problem, double h) {
        try (var scratch = new Scratch()) {
            var control = StepControl.Adaptive.of(new double[] {0}, new double[] {1});
            var x = manager.create(problem.exact().apply(0.5)).reshape(1, problem.x0().length);
            var solver = OdeSolver.adaptive(method, control.firstStep(h));
            return solver.solve(problem.field(), x, 0.5, 0.5 + h, SaveAt.end())
                    .log()
                    .entries()
                    .get(0)
                    .error();
        }
    }
}
