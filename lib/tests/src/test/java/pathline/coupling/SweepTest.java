package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.coupling.kernel.VectorSweep;
import pathline.random.Rng;

/** Sweeps in vectors, against those column by column. */
class SweepTest {

    private final Rng rng = Rng.of(8);
    private final Sweep plain = new PlainSweep();
    private final Sweep fastest = Sweep.fastest();

    @Test
    void theTestsRunWithVectors() {
        assertInstanceOf(VectorSweep.class, fastest);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 96, 512})
    void bothAgreeBitForBit(int columns) {
        for (int draw = 0; draw < 300; draw++) {
            int kinds = draw % 2 == 0 ? 3 : 1_000_000; // few kinds: ties between lanes and blocks abound
            double[] costs = numbers(3 * columns, kinds);
            double[] prices = numbers(columns, kinds);
            double[] labels = numbers(columns, kinds);
            prices[rng.below(columns)] = Double.NEGATIVE_INFINITY;
            labels[rng.below(columns)] = Double.POSITIVE_INFINITY;
            if (draw % 5 == 0) {
                Arrays.fill(labels, Double.POSITIVE_INFINITY);
            }
            double[] same = labels.clone();
            assertEquals(
                    plain.lower(costs, columns, prices, 0.3, labels, columns),
                    fastest.lower(costs, columns, prices, 0.3, same, columns));
            assertArrayEquals(labels, same);
            assertEquals(plain.least(labels, columns), fastest.least(labels, columns));
        }
    }

    @Test
    void whereNothingIsReachedTheFirstColumnIsNamed() {
        var none = new double[64];
        Arrays.fill(none, Double.POSITIVE_INFINITY);
        assertEquals(0, plain.least(none, 64));
        assertEquals(0, fastest.least(none, 64));
    }

    private double[] numbers(int count, int kinds) {
        var numbers = new double[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = rng.below(kinds) / (double) kinds;
        }
        return numbers;
    }
}
