package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ClassHistogramTest {

    @Test
    void countsAndChiSquareByHand() {
        var histogram = ClassHistogram.of(4, 0, 1, 1, 3, 1, 0);
        assertArrayEquals(new int[] {2, 3, 0, 1}, histogram.counts());
        // expected 1.5 each: (0.25 + 2.25 + 2.25 + 0.25) / 1.5
        assertEquals(5 / 1.5, histogram.chiSquare(), 1e-14);
        assertEquals("[2, 3, 0, 1], χ² 3.3 of 3", histogram.toString());
    }

    @Test
    void theDeviationIsNearlyThatOfANormal() {
        // The 0.95 quantile of χ² with 9 degrees is 16.919, that of a normal 1.645; the approximation is good to 0.01.
        double scale = Math.sqrt(16.919 / 18);
        int n = 1_000_000;
        double shift = scale * Math.sqrt(n / 10.0);
        var counts = new int[10];
        for (int k = 0; k < 10; k++) {
            // nine classes move by ± shift √2 alternately, which makes χ² = 18 scale² · (9 / 9)
            counts[k] = n / 10 + (int) Math.round((k % 2 == 0 ? 1 : -1) * shift * Math.sqrt(1.8));
        }
        assertEquals(16.919, new ClassHistogram(counts).chiSquare(), 0.1); // counts are whole numbers
        assertEquals(1.645, new ClassHistogram(counts).deviation(), 0.03);
    }

    @Test
    void whatIsNoHistogramIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ClassHistogram.of(3, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new ClassHistogram(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new ClassHistogram(3, -1));
    }
}
