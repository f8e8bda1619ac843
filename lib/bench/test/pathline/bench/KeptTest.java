package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import pathline.adjoint.Backpropagation;

/** Arrays that the engine does not know of would not be counted, and every way back would look as frugal as the next. */
class KeptTest {

    private static final double STATE = Kept.POINTS * 2 * Double.BYTES / 1e6;

    /** A state and three slopes of each step of RK4; a look may come so much of the way too early. */
    @Test
    void theTapeGrowsByFourStatesAStep() {
        var kind = Backpropagation.throughSteps();
        double grown = Kept.megabytes(kind, 128) - Kept.megabytes(kind, 32);
        double expected = 96 * 4 * STATE;
        assertEquals(expected, grown, 2 * expected / Kept.LOOKS);
    }

    /** The adjoint equation keeps as much however many steps it takes, to within the temporaries of one operation. */
    @Test
    void theContinuousAdjointDoesNotGrow() {
        var kind = Backpropagation.continuousAdjoint();
        assertEquals(Kept.megabytes(kind, 32), Kept.megabytes(kind, 128), 2 * STATE);
    }
}
