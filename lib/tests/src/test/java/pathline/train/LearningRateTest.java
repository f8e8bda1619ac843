package pathline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    private static final double ROUNDING = 1e-15;

    @Test
    void aCosineFallsByHalfAPeriod() {
        var rate = LearningRate.cosine(3, 1, 8);
        assertEquals(3, rate.at(0), ROUNDING);
        assertEquals(2 + Math.sqrt(0.5), rate.at(2), ROUNDING);
        assertEquals(2, rate.at(4), ROUNDING);
        assertEquals(1, rate.at(8), ROUNDING);
        assertEquals(1, rate.at(1_000_000), ROUNDING);
    }

    @Test
    void aWarmUpReachesTheFullRateInItsLastStep() {
        var rate = LearningRate.constant(6).warmUp(3);
        assertEquals(2, rate.at(0), ROUNDING);
        assertEquals(4, rate.at(1), ROUNDING);
        assertEquals(6, rate.at(2), ROUNDING);
        assertEquals(6, rate.at(3), ROUNDING);
    }

    @Test
    void schedulesFollowOneAnotherWithClocksOfTheirOwn() {
        var rate = LearningRate.constant(5).then(10, LearningRate.cosine(3, 1, 8));
        assertEquals(5, rate.at(9), ROUNDING);
        assertEquals(3, rate.at(10), ROUNDING);
        assertEquals(1, rate.at(18), ROUNDING);
    }

    @Test
    void aScheduleSaysWhatItIs() {
        assertEquals(
                "rate by a cosine from 0.001 to 0.0 in 100 steps after a warm-up of 5 steps",
                LearningRate.cosine(1e-3, 0, 100).warmUp(5).toString());
        LearningRate own = step -> 1;
        assertEquals("given by code", Settings.name(own));
    }

    @Test
    void refusesNonsense() {
        assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(-1));
        assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> LearningRate.cosine(1, 0, 0));
        assertThrows(
                IllegalArgumentException.class, () -> LearningRate.constant(1).warmUp(0));
    }
}
