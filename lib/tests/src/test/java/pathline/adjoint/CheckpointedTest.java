package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;

class CheckpointedTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Case problem = new Case(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> solves() {
        var all = new ArrayList<Arguments>();
        for (var tableau : ThroughStepsTest.tableaus()) {
            for (int states : new int[] {2, 4}) {
                all.add(Arguments.of(OdeSolver.fixed(tableau, 7), states));
                if (tableau.embedded()) {
                    all.add(Arguments.of(OdeSolver.adaptive(tableau, 1e-3, 1e-4), states));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1} states")
    @MethodSource("solves")
    void theGradientIsThatThroughTheStepsBitForBit(OdeSolver solver, int states) {
        for (var times : new double[][] {{}, {0, 0.3, 0.5, 0.9}}) {
            var expected = problem.both(Backpropagation.throughSteps(), solver, 0, 1, times);
            var found = problem.both(Backpropagation.checkpointed(states), solver, 0, 1, times);
            assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray());
            var expectedBack = problem.both(Backpropagation.throughSteps(), solver, 1, 0);
            var foundBack = problem.both(Backpropagation.checkpointed(states), solver, 1, 0);
            assertArrayEquals(expectedBack.toDoubleArray(), foundBack.toDoubleArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"30, 1", "100, 2", "100, 5", "100, 8", "100, 20", "100, 99", "100, 100", "100, 1000", "7, 3", "1, 1"})
    void memoryIsAsGrantedAndTheWorkNearTheLeast(int steps, int states) {
        var solved = Backpropagation.checkpointed(states)
                .solve(OdeSolver.fixed(Tableaus.EULER, steps), problem.velocity, problem.x0, 0, 1);
        solved.vjp(problem.cotangents(solved), problem.gradient());
        var cost = solved.cost();
        assertTrue(cost.peakArrays() <= states + 1, () -> cost + " with " + states + " states"); // and the adjoint
        assertEquals((long) steps, cost.vjps());
        long again = (long) cost.backward().accepted() - steps;
        // Euler's stage is its start: what is evaluated again are the steps made again.
        assertEquals(again, cost.backward().evaluations());
        // Against the best schedule among those that know the number of steps beforehand. The worst cases are a number
        // of
        // states just below the number of steps, where knowing it pays most, and two states.
        long inAll = steps + again;
        long best = Math.max(steps, least(steps, states));
        assertTrue(inAll <= 1.55 * best, () -> inAll + " against " + best);
    }

    @Test
    void theBinomialSplitIsOptimal() {
        for (int steps = 1; steps <= 40; steps++) {
            for (int states = 1; states <= 8; states++) {
                assertEquals(least(steps, states), byBinomial(steps, states), steps + " steps, " + states + " states");
            }
        }
    }

    /** The least number of steps made again to reverse some, by trying all schedules. */
    private static long least(int steps, int states) {
        var table = new long[states + 1][steps + 1];
        for (int s = 1; s <= states; s++) {
            for (int n = 2; n <= steps; n++) {
                table[s][n] = n * (n - 1L) / 2;
                for (int m = 1; m < n && s > 1; m++) {
                    table[s][n] = Math.min(table[s][n], m + table[s - 1][n - m] + table[s][m]);
                }
            }
        }
        return table[states][steps];
    }

    private static long byBinomial(int steps, int states) {
        if (steps == 1) {
            return 0;
        }
        if (states == 1) {
            return steps * (steps - 1L) / 2;
        }
        int ahead = Binomial.split(steps, states - 1);
        return ahead + byBinomial(steps - ahead, states - 1) + byBinomial(ahead, states);
    }

    @Test
    void atLeastOneStateIsKept() {
        assertThrows(IllegalArgumentException.class, () -> Backpropagation.checkpointed(0));
    }
}
