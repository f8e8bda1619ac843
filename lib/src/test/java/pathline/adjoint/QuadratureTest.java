package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pathline.ode.ButcherTableau;
import pathline.ode.Tableaus;

/** Evaluations are numbered; the stages of an accepted step are told from those that came to nothing. */
class QuadratureTest {

    private int evaluation;

    private Quadrature<int[]> of(ButcherTableau tableau) {
        return new Quadrature<>(tableau, i -> new int[1]);
    }

    private void evaluate(Quadrature<int[]> quadrature, int count) {
        for (int i = 0; i < count; i++) {
            quadrature.next()[0] = evaluation++;
        }
    }

    private static List<Integer> accepted(Quadrature<int[]> quadrature) {
        return quadrature.accepted().stream().map(number -> number[0]).toList();
    }

    private static List<Integer> numbers(int first, int from, int to) {
        return IntStream.concat(IntStream.of(first), IntStream.rangeClosed(from, to))
                .boxed()
                .toList();
    }

    @Test
    void theLastStageIsTheNextFirst() {
        var quadrature = of(Tableaus.DOPRI5);
        evaluate(quadrature, 2); // at the start, and for the first step's length
        evaluate(quadrature, 6); // rejected
        evaluate(quadrature, 6);
        assertEquals(numbers(0, 8, 13), accepted(quadrature));
        evaluate(quadrature, 6);
        assertEquals(numbers(13, 14, 19), accepted(quadrature));
        quadrature.begin();
        evaluate(quadrature, 7);
        assertEquals(numbers(20, 21, 26), accepted(quadrature));
    }

    @Test
    void orTheNextFirstIsEvaluatedAfterTheStep() {
        var quadrature = of(Tableaus.HEUN2);
        evaluate(quadrature, 2);
        assertEquals(List.of(0, 1), accepted(quadrature));
        evaluate(quadrature, 4); // the slope of the end, two that are rejected, and one that is not
        assertEquals(List.of(2, 5), accepted(quadrature));
    }

    @Test
    void aStepMayHaveOneStage() {
        var quadrature = of(Tableaus.EULER);
        for (int step = 0; step < 3; step++) {
            evaluate(quadrature, 1);
            assertEquals(List.of(step), accepted(quadrature));
        }
    }
}
