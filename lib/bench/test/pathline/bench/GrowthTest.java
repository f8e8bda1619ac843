package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static Growth growth(DoubleUnaryOperator time) {
        double[] sizes = {64, 256, 1024, 4096};
        return new Growth(sizes, Arrays.stream(sizes).map(time).toArray());
    }

    @Test
    void aPowerLawHasItsExponent() {
        var growth = growth(n -> 3e-5 * Math.pow(n, 1.7));
        assertEquals(1.7, growth.exponent(), 1e-12); // rounding of four logarithms
        assertEquals(1.7, growth.last(), 1e-12);
    }

    @Test
    void overheadShowsInTheExponentOfAllSizesAndHardlyInThatOfTheLargest() {
        var growth = growth(n -> 100 + n);
        // numpy.polyfit of the logarithms, its eight digits
        assertEquals(0.78452169, growth.exponent(), 5e-9);
        assertEquals(0.88976638, growth.last(), 5e-9);
    }

    @Test
    void aCurveWithAMissingTimeHasNoExponent() {
        var curve = Scaling.CURVES.get(0);
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < curve.sizes().length; i++) {
            entries.add(new Entry(curve.works().get(i).name(), "arrays", Measured.of(curve.sizes()[i])));
        }
        var whole = Growth.of(new Section(Map.of(), entries, List.of()), curve, "arrays");
        assertEquals(1, whole.orElseThrow().exponent(), 1e-12);
        var part = new Section(Map.of(), entries.subList(1, entries.size()), List.of());
        assertTrue(Growth.of(part, curve, "arrays").isEmpty());
        assertFalse(Growth.of(part, curve, "compiled").isPresent());
    }

    @Test
    void refusesTooFewSizesAndSizesThatDoNotGrow() {
        assertThrows(IllegalArgumentException.class, () -> new Growth(new double[] {1, 2}, new double[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> new Growth(new double[] {1, 3, 2}, new double[] {1, 2, 3}));
        assertThrows(IllegalArgumentException.class, () -> new Growth(new double[] {1, 2, 3}, new double[] {1, 2}));
    }
}
