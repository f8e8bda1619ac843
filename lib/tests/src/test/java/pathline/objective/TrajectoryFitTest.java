package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.adjoint.Backpropagation;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class TrajectoryFitTest {

    private static final OdeSolver EXACT = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-10, 1e-12);

    private NDManager manager;
    private VelocityMlp velocity;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        velocity = VelocityMlp.of(2, 5).type(DataType.FLOAT64).init(Rng.of(4), manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray observations(int times, int trajectories) {
        return Rng.of(8).normal(manager, DataType.FLOAT64, times, trajectories, 2);
    }

    /** The states that the net's own flow passes: observations with a loss of zero. */
    private NDArray flow(double[] times, int trajectories) {
        var x0 = observations(1, trajectories).get(0);
        var solution = EXACT.solve(velocity, x0, times[0], times[times.length - 1], SaveAt.times(times));
        return NDArrays.stack(new NDList(solution.states()));
    }

    private Batch<Velocity> draw(TrajectoryFit fit) {
        return fit.draw(manager, DataType.FLOAT64, Rng.of(2));
    }

    static Stream<Arguments> kinds() {
        double[] even = {0, 0.25, 0.5, 0.75, 1};
        double[] uneven = {0.1, 0.2, 0.6, 1.3};
        double[] back = {1, 0.5, 0};
        return Stream.of(Misfit.values())
                .flatMap(misfit -> Stream.of(
                        Arguments.of("whole", misfit, even, 5, 0),
                        Arguments.of("uneven", misfit, uneven, 4, 0),
                        Arguments.of("backward", misfit, back, 3, 0),
                        Arguments.of("windows", misfit, even, 3, 7),
                        Arguments.of("windows backward", misfit, back, 2, 4),
                        Arguments.of("whole trajectories drawn", misfit, uneven, 4, 3)));
    }

    private TrajectoryFit fit(Misfit misfit, double[] times, int points, int pieces, NDArray observed) {
        var whole = TrajectoryFit.of(times, observed, OdeSolver.fixed(Tableaus.RK4, 8))
                .misfit(misfit);
        return pieces == 0 ? whole : whole.windows(points, pieces);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kinds")
    void theGradientIsThatOfTheLoss(String name, Misfit misfit, double[] times, int points, int pieces) {
        var fit = fit(misfit, times, points, pieces, observations(times.length, 3));
        Losses.assertGradient(draw(fit), velocity);
    }

    /** The net depends on time: a window that were solved at other times than its own would miss its observations. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kinds")
    void theTrueFieldHasNoLoss(String name, Misfit misfit, double[] times, int points, int pieces) {
        var fit = fit(misfit, times, points, pieces, flow(times, 3));
        // RK4's error with 8 steps of a net whose derivatives are below 1; the absolute misfit is not squared.
        assertEquals(0, draw(fit).loss(velocity, Gradient.unwanted()).getDouble(), 1e-5);
        velocity.parameters().flat().muli(1.5);
        assertTrue(draw(fit).loss(velocity, Gradient.unwanted()).getDouble() > 1e-4);
    }

    @Test
    void everyBackpropagationWillDo() {
        var times = new double[] {0, 0.5, 1};
        var observed = observations(3, 2);
        for (var kind : Stream.of(
                        Backpropagation.checkpointed(3),
                        Backpropagation.continuousAdjoint(),
                        Backpropagation.interpolatedAdjoint())
                .toList()) {
            var fit = TrajectoryFit.of(times, observed, EXACT).backpropagation(kind);
            Losses.assertGradient(draw(fit), velocity, 1e-7); // the adjoints' own tolerances of 1e-10, accumulated
        }
    }

    @Test
    void theLossIsTheMeanOverAllButTheFirstObservations() {
        velocity.parameters().flat().muli(0); // nothing moves
        var observed = manager.create(new double[] {1, 1, 2, 4}, new Shape(2, 1, 2));
        var fit = TrajectoryFit.of(new double[] {0, 1}, observed, EXACT);
        assertEquals((1 + 9) / 2.0, fit.loss(velocity, Rng.of(1)), 1e-12);
        assertEquals((1 + 3) / 2.0, fit.misfit(Misfit.ABSOLUTE).loss(velocity, Rng.of(1)), 1e-12);
    }

    @Test
    void windowsStartEverywhere() {
        velocity.parameters().flat().muli(0);
        var ramp = manager.arange(0, 10, 1, DataType.FLOAT64).reshape(5, 1, 2).square();
        var fit = TrajectoryFit.of(new double[] {0, 1, 2, 3, 4}, ramp, EXACT).windows(2, 4_000);
        // jumps (2k + 2)² - (2k)² = 8k + 4 and (2k + 3)² - (2k + 1)² = 8k + 8, mean 8k + 6: 18 over k = 0, ..., 3;
        // their standard deviation of 8.9 over 4 000 windows makes a standard error of 0.14
        assertEquals(18, fit.misfit(Misfit.ABSOLUTE).loss(velocity, Rng.of(1)), 4 * 0.15);
    }

    @Test
    void badObservationsAreRefused() {
        var observed = observations(3, 2);
        var even = new double[] {0, 1, 2};
        assertThrows(IllegalArgumentException.class, () -> TrajectoryFit.of(new double[] {0, 1}, observed, EXACT));
        assertThrows(IllegalArgumentException.class, () -> TrajectoryFit.of(new double[] {0, 1, 1}, observed, EXACT));
        assertThrows(
                IllegalArgumentException.class,
                () -> TrajectoryFit.of(new double[] {0, 1, Double.NaN}, observed, EXACT));
        assertThrows(IllegalArgumentException.class, () -> TrajectoryFit.of(even, observed.get(0), EXACT));
        assertThrows(IllegalArgumentException.class, () -> TrajectoryFit.of(even, observed.div(0), EXACT));
        var fit = TrajectoryFit.of(even, observed, EXACT);
        assertThrows(IllegalArgumentException.class, () -> fit.windows(1, 5));
        assertThrows(IllegalArgumentException.class, () -> fit.windows(4, 5));
        var uneven = TrajectoryFit.of(new double[] {0, 1, 3}, observed, EXACT);
        assertThrows(IllegalArgumentException.class, () -> uneven.windows(2, 5));
    }
}
