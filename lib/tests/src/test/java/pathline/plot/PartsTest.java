package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PartsTest {

    private static List<String> labels(Ticks ticks) {
        return ticks.major().stream().map(Ticks.Tick::label).toList();
    }

    @Test
    void linearTicksAreRoundNumbers() {
        assertEquals(List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(new AxisScale.Linear(0, 1).ticks(5)));
        assertEquals(List.of("−2", "0", "2"), labels(new AxisScale.Linear(-3, 3).ticks(3)));
        var huge = new AxisScale.Linear(0, 2e9).ticks(4);
        assertEquals(List.of("0.0", "0.5", "1.0", "1.5", "2.0"), labels(huge));
        assertEquals("×10^{9}", huge.factor());
    }

    @Test
    void logTicksArePowersOfTen() {
        assertEquals(List.of("10^{−3}", "10^{−2}", "10^{−1}", "10^{0}"), labels(new AxisScale.Log(1e-3, 1).ticks(6)));
        var wide = labels(new AxisScale.Log(1e-14, 1).ticks(8));
        assertTrue(wide.size() <= 8 && wide.contains("10^{0}"), wide.toString());
        assertEquals(List.of("1", "2", "5", "10"), labels(new AxisScale.Log(1, 11).ticks(6)));
    }

    @Test
    void scalesInvertThemselves() {
        for (AxisScale scale : List.of(new AxisScale.Linear(-2, 5), new AxisScale.Log(1e-3, 1e4))) {
            // rounding of two logarithms and a power
            assertEquals(0.3, scale.fraction(scale.value(0.3)), 1e-14);
        }
    }

    @Test
    void spreadLabelsKeepTheirOrderAndDistanceAndMoveLeast() {
        assertArrayEquals(new double[] {10, 50}, LineEnds.spread(new double[] {10, 50}, 20, 0, 100));
        // two that want one place share the way; the third stays
        assertArrayEquals(new double[] {40, 60, 90}, LineEnds.spread(new double[] {50, 50, 90}, 20, 0, 100), 1e-12);
        assertArrayEquals(new double[] {0, 20, 40}, LineEnds.spread(new double[] {-5, -5, 0}, 20, 0, 100), 1e-12);
    }

    @Test
    void aDashPatternRunsThroughTheJointsOfACurve() {
        int n = 1001;
        var xs = new double[n];
        Arrays.setAll(xs, i -> 0.11 * i);
        var ys = new double[n];
        var coarse = Dash.DASHED.cut(new Polyline(new double[] {0, 110}, new double[2]));
        var fine = Dash.DASHED.cut(new Polyline(xs, ys));
        assertEquals(70, ink(coarse), 1e-9);
        assertEquals(ink(coarse), ink(fine), 1e-9);
    }

    private static double ink(Polyline line) {
        double sum = 0;
        for (int i = 1; i < line.size(); i++) {
            if (!line.isGap(i) && !line.isGap(i - 1)) {
                sum += Math.hypot(line.x(i) - line.x(i - 1), line.y(i) - line.y(i - 1));
            }
        }
        return sum;
    }

    @Test
    void methodsHaveInksOfTheirOwn() {
        assertEquals(Style.VERMILLION, Style.color("OT-CFM"));
        assertEquals(Style.BLUE, Style.color("i-cfm"));
        assertEquals(Style.BLACK, Style.color("truth"));
        var solvers = List.of(
                "Euler",
                "Midpoint",
                "Heun 2",
                "Ralston",
                "Heun 3",
                "Bogacki-Shampine 3(2)",
                "RK4",
                "3/8 rule",
                "Fehlberg 4(5)",
                "Cash-Karp 5(4)",
                "Dormand-Prince 5(4)",
                "Tsitouras 5(4)",
                "Dormand-Prince 8(5,3)",
                "Adams-Bashforth 2",
                "Adams-Bashforth 5",
                "Adams-Bashforth-Moulton 3");
        var inks = solvers.stream().map(name -> Style.fixed(name).orElseThrow()).collect(Collectors.toSet());
        assertEquals(solvers.size(), inks.size());
    }

    @Test
    void aGridHoldsTheMassOfADensity() {
        var grid = Grid.square(6, 80);
        var values = grid.values((x, y) -> Math.exp(-(x * x + y * y) / 2) / (2 * Math.PI));
        // the midpoint rule is exact to rounding for a Gaussian on cells this small; the tails beyond 6 hold 4e-9
        assertEquals(1, Arrays.stream(values).sum() * grid.cellArea(), 1e-8);
        assertEquals(-6 + 0.075, grid.x(0), 1e-12);
        assertEquals(grid.y(0) + 0.15, grid.y(80), 1e-12);
    }

    @Test
    void aHistogramHasMassOne() {
        var histogram = Histogram.of("a", new double[] {0, 0.1, 0.9, 1}, 4, 0, 1);
        assertArrayEquals(new double[] {2, 0, 0, 2, 0}, histogram.bars().ys());
    }

    @Test
    void plainMarksOfFormulasAreLoweredAndRaised() {
        double marked = new RichText("L_{CFM} and x^{2}, 10^{-3}", Style.TITLE).width();
        assertEquals(marked, new RichText("L_CFM and x^2, 10^-3", Style.TITLE).width());
        assertEquals(
                Style.TITLE
                        .getStringBounds("snake_case", new java.awt.font.FontRenderContext(null, true, true))
                        .getWidth(),
                new RichText("snake_case", Style.TITLE).width(),
                1e-9);
    }

    @Test
    void aWindowSaysWhatItCutsOff() {
        var xs = new double[] {1, 2, 3, 4};
        var plot = Figures.plot("").points("a", xs, new double[] {1, 2, 3, 1e6});
        var sheet = new FigureLayout("", List.of(plot.window(0, 5, 0, 5)), 1, Figures.PANEL_WIDTH);
        sheet.draw();
        assertEquals("1 of 4 points outside the window", sheet.panel(0).note());
        assertEquals(new AxisScale.Linear(0, 5), sheet.panel(0).y);
        var all = new FigureLayout("", List.of(plot.window(0, 5, 0, 2e6)), 1, Figures.PANEL_WIDTH);
        all.draw();
        assertEquals("", all.panel(0).note());
    }

    @Test
    void aMatrixHasItsFirstRowAtTheTop() {
        try (var manager = NDManager.newBaseManager()) {
            var matrix = manager.create(new double[] {1, 0, 0, 0, 0, 0}, new Shape(3, 2));
            var sheet = new FigureLayout("", List.of(Figures.plot("").matrix(matrix, "value")), 1, Figures.PANEL_WIDTH);
            var image = sheet.draw().image();
            var ticks = Axes.yTicks(sheet.panel(0)).major();
            assertEquals(
                    List.of("3", "2", "1"),
                    ticks.stream().map(Ticks.Tick::label).toList());
            assertEquals(
                    List.of(1.0, 2.0, 3.0),
                    ticks.stream().map(Ticks.Tick::value).toList());
            var area = sheet.panel(0).area;
            int bright =
                    image.getRGB(Detail.SCALE * (area.x + area.width / 4), Detail.SCALE * (area.y + area.height / 6));
            int dark = image.getRGB(
                    Detail.SCALE * (area.x + area.width / 4), Detail.SCALE * (area.y + area.height * 5 / 6));
            assertEquals(Colormap.VIRIDIS.rgb(1), bright & 0xffffff);
            assertEquals(Colormap.VIRIDIS.rgb(0), dark & 0xffffff);
        }
    }

    @Test
    void rowsOfALargeMatrixAreLabelledAtEvenSteps() {
        try (var manager = NDManager.newBaseManager()) {
            var sheet = new FigureLayout(
                    "",
                    List.of(Figures.plot("").matrix(manager.zeros(new Shape(64, 64)), "value")),
                    1,
                    Figures.PANEL_WIDTH);
            sheet.draw();
            var rows = Axes.yTicks(sheet.panel(0)).major().stream()
                    .map(tick -> Integer.parseInt(tick.label()))
                    .toList();
            assertTrue(rows.size() >= 3 && rows.size() <= 16, rows.toString());
            int step = rows.get(rows.size() - 1);
            for (int i = 0; i < rows.size(); i++) {
                assertEquals(step * (rows.size() - i), rows.get(i));
            }
        }
    }

    @Test
    void aMeshIsTheLinesBetweenCells() {
        try (var manager = NDManager.newBaseManager()) {
            var mesh = new Grid(0, 2, -1, 1, 2, 1).mesh(manager, 3);
            assertEquals(new Shape(3, 5, 2), mesh.getShape());
            // upright lines at x = 0, 1, 2, then level ones at y = -1, 1; each from its lower or left end
            assertArrayEquals(
                    new double[] {0, -1, 1, -1, 2, -1, 0, -1, 0, 1}, mesh.get(0).toDoubleArray());
            assertArrayEquals(
                    new double[] {0, 0, 1, 0, 2, 0, 1, -1, 1, 1}, mesh.get(1).toDoubleArray());
            assertArrayEquals(
                    new double[] {0, 1, 1, 1, 2, 1, 2, -1, 2, 1}, mesh.get(2).toDoubleArray());
            assertThrows(IllegalArgumentException.class, () -> Grid.square(1, 2).mesh(manager, 1));
        }
    }
}
