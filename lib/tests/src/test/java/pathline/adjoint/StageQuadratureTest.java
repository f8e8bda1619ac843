package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import pathline.ode.ButcherTableau;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;

/** Evaluations are numbered; the stages of an accepted step are told from those that came to nothing. */
class StageQuadratureTest {

    private int evaluation;

    private StageQuadrature<int[]> of(ButcherTableau tableau) {
        return new StageQuadrature<>(tableau, i -> new int[1]);
    }

    /** Evaluations that leave their number, where they are to leave anything. */
    private void evaluate(StageQuadrature<int[]> quadrature, int count) {
        for (int i = 0; i < count; i++) {
            evaluate(quadrature, 0.5);
        }
    }

    private boolean evaluate(StageQuadrature<int[]> quadrature, double t) {
        var room = quadrature.next(t);
        room.ifPresent(number -> number[0] = evaluation);
        evaluation++;
        return room.isPresent();
    }

    private static List<Integer> accepted(StageQuadrature<int[]> quadrature) {
        return quadrature.accepted().parts().stream().map(number -> number[0]).toList();
    }

    private static final OdeSolver ADAPTIVE = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-5);

    @Test
    void theLastStageIsTheNextFirstAndOneOfWeightZeroLeavesNothing() {
        var quadrature = of(Tableaus.DOPRI5);
        quadrature.begin(ADAPTIVE, 1);
        evaluate(quadrature, 2); // at the start, and for the first step's length
        evaluate(quadrature, 6); // rejected
        evaluate(quadrature, 6);
        assertEquals(List.of(0, 9, 10, 11, 12), accepted(quadrature));
        evaluate(quadrature, 6);
        assertEquals(List.of(13, 15, 16, 17, 18), accepted(quadrature));
        quadrature.begin(ADAPTIVE, 2);
        evaluate(quadrature, 8);
        assertEquals(List.of(20, 23, 24, 25, 26), accepted(quadrature));
    }

    @Test
    void theWeightsAreThoseOfTheStagesThatCount() {
        var quadrature = of(Tableaus.DOPRI5);
        quadrature.begin(ADAPTIVE, 1);
        evaluate(quadrature, 8);
        var weights = quadrature.accepted().weights();
        assertEquals(5, weights.length);
        assertEquals(1, Arrays.stream(weights).sum(), 1e-15);
    }

    @Test
    void aStepOfGivenLengthNeedsNoTrial() {
        var quadrature = of(Tableaus.DOPRI5);
        quadrature.begin(OdeSolver.fixed(Tableaus.DOPRI5, 3), 1);
        evaluate(quadrature, 7);
        assertEquals(List.of(0, 2, 3, 4, 5), accepted(quadrature));
    }

    @Test
    void theSlopeAtTheEndOfTheWayLeavesNothing() {
        var quadrature = of(Tableaus.DOPRI5);
        quadrature.begin(ADAPTIVE, 1);
        evaluate(quadrature, 6);
        assertTrue(evaluate(quadrature, 1.0)); // the sixth stage, which is at the end of the step too
        assertFalse(evaluate(quadrature, 1.0));
        assertEquals(List.of(0, 3, 4, 5, 6), accepted(quadrature));
    }

    @Test
    void orTheNextFirstIsEvaluatedAfterTheStep() {
        var quadrature = of(Tableaus.HEUN2);
        quadrature.begin(OdeSolver.fixed(Tableaus.HEUN2, 3), 1);
        evaluate(quadrature, 2);
        assertEquals(List.of(0, 1), accepted(quadrature));
        evaluate(quadrature, 3); // the slope of the end, one that is rejected, and one that is not
        assertEquals(List.of(2, 4), accepted(quadrature));
    }

    @Test
    void aStepMayHaveOneStage() {
        var quadrature = of(Tableaus.EULER);
        quadrature.begin(OdeSolver.fixed(Tableaus.EULER, 3), 1);
        for (int step = 0; step < 3; step++) {
            evaluate(quadrature, 1);
            assertEquals(List.of(step), accepted(quadrature));
        }
    }
}
