package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Axes to the ends of the doubles: drawn right, with few labels, at once. */
class AxisRangeTest {

    private static final double LARGEST = Double.MAX_VALUE;
    private static final double SMALLEST = Double.MIN_VALUE;

    private static void requireUsable(AxisScale scale) {
        for (int count = 1; count <= 12; count++) {
            var ticks = scale.ticks(count);
            assertTrue(ticks.major().size() <= count + 2, scale + ": " + ticks.major());
            double before = Double.NEGATIVE_INFINITY;
            for (var tick : ticks.major()) {
                double fraction = scale.fraction(tick.value());
                assertTrue(fraction > -1e-6 && fraction < 1 + 1e-6, scale + ": " + tick);
                assertTrue(fraction > before, scale + ": two labels at one place: " + ticks.major());
                before = fraction;
            }
        }
        assertEquals(0, scale.fraction(scale.min()));
        assertEquals(1, scale.fraction(scale.max()));
    }

    @Test
    void linearAxesReachTheEndsOfTheDoubles() {
        for (double[] range : new double[][] {
            {-LARGEST, LARGEST},
            {0, LARGEST},
            {LARGEST, LARGEST},
            {-1e307, 1.7e308},
            {0, 20 * SMALLEST},
            {SMALLEST, SMALLEST},
            {-1e-300, 3e-300},
            {0, SMALLEST},
            {0, 2e306},
            {0, 0.9e306},
            {1e-291, 1e-289}
        }) {
            requireUsable(AxisScale.Linear.around(range[0], range[1], 0.04));
            requireUsable(AxisScale.Linear.around(range[0], range[1], 0));
        }
    }

    @Test
    void logarithmicAxesReachTheEndsOfTheDoubles() {
        for (double[] range : new double[][] {
            {SMALLEST, LARGEST},
            {1e-12, 1e299},
            {1e-300, 1e300},
            {SMALLEST, SMALLEST},
            {LARGEST, LARGEST},
            {SMALLEST, 20 * SMALLEST},
            {1e-320, 1e-310},
            {1e305, LARGEST}
        }) {
            requireUsable(AxisScale.Log.around(range[0], range[1], 0.04));
            requireUsable(AxisScale.Log.around(range[0], range[1], 0));
        }
    }

    @Test
    void valuesLieWhereTheyShould() {
        var wide = AxisScale.Linear.around(-1.6e308, 1.6e308, 0);
        assertEquals(0.5, wide.fraction(0), 1e-15);
        assertEquals(0.75, wide.fraction(0.8e308), 1e-15);
        assertEquals(0.8e308, wide.value(0.75), 1e293);
        assertEquals(0.5, AxisScale.Linear.around(0, 2e-320, 0).fraction(1e-320), 1e-3, "a number of 11 bits");
        var log = AxisScale.Log.around(1e-200, 1e200, 0);
        assertEquals(0.5, log.fraction(1), 1e-15);
        assertEquals(1, log.value(0.5), 1e-12, "powers of ten: rounding of the exponent");
    }

    @Test
    void labelsOfHugeAndTinyNumbersCarryTheirPower() {
        var huge = AxisScale.Linear.around(0, 1.7e308, 0).ticks(4);
        assertEquals("×10^{308}", huge.factor());
        assertEquals(
                List.of("0.0", "0.5", "1.0", "1.5"),
                huge.major().stream().map(Ticks.Tick::label).toList());
        assertEquals(
                "×10^{−322}", AxisScale.Linear.around(0, 2e-322, 0).ticks(4).factor());
        assertEquals("5×10^{−324}", AxisScale.significant(SMALLEST, 1));
        assertEquals("1.80×10^{308}", AxisScale.significant(LARGEST, 3));
    }

    /** A pixel of the line stands where its value says: the fault was a line flat at the bottom. */
    @Test
    void aBlowUpReachesTheTopOfItsPanel() {
        var plot = Figures.plot("").axes("t", "x").legend(Legend.NONE).line("a", new double[] {0, 1, 2}, new double[] {
            0, 1e307, 1.7e308
        });
        var sheet = new FigureLayout("", List.of(plot), 1, Figures.PANEL_WIDTH);
        var image = sheet.draw().image();
        var area = sheet.area(0);
        int top = area.height;
        for (int y = 1; y < area.height - 1; y++) {
            for (int x = 1; x < area.width - 1; x++) {
                boolean ink = (image.getRGB(2 * (area.x + x), 2 * (area.y + y)) & 0xff0000) < 0x400000;
                top = ink ? Math.min(top, y) : top;
            }
        }
        // a margin of 4 % below and of what is left of the doubles above: 1.7 / (0.068 + 1.7 + 0.068)
        assertEquals(0.037 * area.height, top, 3);
    }

    @Test
    void rangesThatCannotBeDrawnAreRefused() {
        var plot = Figures.plot("");
        refused("finite min < max", () -> plot.rangeX(-LARGEST, LARGEST));
        refused("finite min < max", () -> plot.rangeY(Double.NaN, 1));
        refused("too narrow", () -> plot.rangeX(1, 1 + 1e-14));
        refused("logarithmic", () -> plot.logX().rangeX(1, 1 + 1e-10).image());
        refused("from is 0.0", () -> plot.logX().curve("f", x -> x, 0, 1));
        var tall = plot.equal().line("a", new double[] {0, 1}, new double[] {0, 1e200});
        refused("equal()", tall::image);
        refused("equal()", () -> tall.range(0, 1, 0, 1e5).image());
    }

    private static void refused(String words, Runnable call) {
        var message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.contains(words), message);
    }
}
