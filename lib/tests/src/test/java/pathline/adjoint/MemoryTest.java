package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.Linearization;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;

/** The arrays that are really alive, counted by the engine's manager whenever the field is called. */
class MemoryTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Case problem = new Case(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    /** Remembers the most arrays that it saw alive. */
    private static final class Watched implements Differentiable {

        private final Differentiable field;
        private final NDManager manager;
        private int most;

        Watched(Differentiable field, NDManager manager) {
            this.field = field;
            this.manager = manager;
        }

        @Override
        public NDArray at(double t, NDArray x) {
            look();
            return field.at(t, x);
        }

        @Override
        public Linearization linearize(double t, NDArray x) {
            look();
            return field.linearize(t, x);
        }

        @Override
        public NDArray vjp(double t, NDArray x, NDArray a, Gradient into) {
            look();
            return field.vjp(t, x, a, into);
        }

        private void look() {
            most = Math.max(most, manager.getManagedArrays().size());
        }
    }

    @Test
    void theTapeGrowsAsItSays() {
        var kind = Backpropagation.throughSteps();
        assertEquals(4 * 90, most(kind, 100) - most(kind, 10));
        assertEquals(4 * 90, kept(kind, 100) - kept(kind, 10));
    }

    @Test
    void theDenseSolutionGrowsAsItSays() {
        var kind = Backpropagation.interpolatedAdjoint();
        assertEquals(5 * 90, most(kind, 100) - most(kind, 10));
        assertEquals(5 * 90, kept(kind, 100) - kept(kind, 10));
    }

    @Test
    void checkpointsStayWithinTheirBound() {
        for (int states : new int[] {2, 6}) {
            var kind = Backpropagation.checkpointed(states);
            assertTrue(kept(kind, 100) <= states + 1); // and the adjoint
            // Beside what is kept there are the stages of the steps at work, however many steps there are.
            assertTrue(Math.abs(most(kind, 100) - most(kind, 20)) <= 2);
        }
        assertTrue(most(Backpropagation.checkpointed(6), 100) - most(Backpropagation.checkpointed(2), 100) <= 4);
    }

    @Test
    void theContinuousAdjointIsFlat() {
        var kind = Backpropagation.continuousAdjoint();
        assertEquals(most(kind, 10), most(kind, 100));
        assertEquals(kept(kind, 10), kept(kind, 100));
    }

    private int most(Backpropagation kind, int steps) {
        try (var own = manager.newSubManager()) {
            var watched = new Watched(problem.velocity, own);
            solve(kind, steps, watched, own);
            return watched.most;
        }
    }

    private int kept(Backpropagation kind, int steps) {
        try (var own = manager.newSubManager()) {
            return solve(kind, steps, problem.velocity, own).cost().peakArrays();
        }
    }

    private Solved solve(Backpropagation kind, int steps, Differentiable field, NDManager own) {
        var x0 = problem.x0.duplicate();
        x0.attach(own);
        var solved = kind.solve(OdeSolver.fixed(Tableaus.RK4, steps), field, x0, 0, 1);
        solved.vjp(solved.end(), problem.gradient());
        return solved;
    }
}
