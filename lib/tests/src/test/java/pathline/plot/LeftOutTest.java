package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import pathline.ode.VectorField;

/** What is not finite is in no bar, no cell and no line, and the figure says how much was left out. */
class LeftOutTest {

    private static final double NONE = Double.NaN;
    private static final double FAR = Double.POSITIVE_INFINITY;
    private static final VectorField HALF = VectorField.pointwise((t, x) -> new double[] {x[0] > 0 ? NONE : 1, t});

    private static Plot plot() {
        return Figures.plot("figure").axes("x", "y");
    }

    /** The line below a panel, once it is drawn. */
    private static String note(Plot plot) {
        var sheet = new FigureLayout("", List.of(plot), 1, Figures.PANEL_WIDTH);
        sheet.draw();
        return sheet.panel(0).note();
    }

    @Test
    void aHistogramCountsNoNan() {
        var values = new double[] {NONE, NONE, NONE, NONE, NONE, 5, 6, 7, 8, 9};
        var histogram = Histogram.of("v", values, 4, 0, 10);
        // of five values three lie in [5, 7.5) and two in [7.5, 10]; the bins are 2.5 wide
        assertArrayEquals(
                new double[] {0, 0, 3 / 12.5, 2 / 12.5, 0}, histogram.bars().ys(), 1e-15);
        assertEquals("5 of 10 values not finite, left out", note(plot().histogram("v", values, 4, 0, 10)));
        assertEquals("5 of 10 values not finite, left out", note(plot().histogram("v", values, 4)));
    }

    @Test
    void aHistogramSaysHowManyLieOutsideItsBins() {
        var values = new double[] {-1, 0, 5, 10, 11, 12, -FAR};
        assertEquals(
                "1 of 7 values not finite, left out; 3 of 7 values outside the bins",
                note(plot().histogram("v", values, 2, 0, 10)));
        // of six values one lies in [0, 5) and two in [5, 10]
        assertArrayEquals(
                new double[] {1 / 30.0, 2 / 30.0, 0},
                Histogram.of("v", values, 2, 0, 10).bars().ys(),
                1e-15);
    }

    @Test
    void theLastBinHoldsWhatRoundingWouldPutBehindIt() {
        double below = Math.nextDown(0.7);
        assertEquals(
                1 / 0.1,
                Histogram.of("v", new double[] {below, 0}, 7, 0, 0.7).bars().y(6) * 2,
                1e-12);
    }

    @Test
    void aDensityOnAGridRefusesWhatLiesNowhere() {
        try (var manager = NDManager.newBaseManager()) {
            var points = manager.create(new double[] {.9, .9, .9, NONE}, new Shape(2, 2));
            var error = assertThrows(IllegalArgumentException.class, () -> new Grid(0, 1, 0, 1, 4, 4).density(points));
            assertTrue(error.getMessage().contains("points is NaN in row 1, column 1"), error.getMessage());
        }
    }

    @Test
    void aPictureShowsWhichPixelIsNoNumber() {
        try (var manager = NDManager.newBaseManager()) {
            var values = new double[64];
            values[10] = NONE;
            values[63] = 1;
            var image = Figures.pictures("", 1, manager.create(values, new Shape(1, 8, 8)));
            int orange = 0;
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    orange += image.getRGB(x, y) == Style.ORANGE.getRGB() ? 1 : 0;
                }
            }
            assertEquals(24 * 24, orange, "a pixel is shown 12 x 12 points large");
            values[10] = 0;
            var whole = Figures.pictures("", 1, manager.create(values, new Shape(1, 8, 8)));
            assertEquals(2 * 15, image.getHeight() - whole.getHeight(), "the line that says so");
        }
    }

    @Test
    void linesSayHowManyPointsTheyLeaveOut() {
        var xs = new double[] {1, 2, 3, FAR};
        var ys = new double[] {1, NONE, 3, 4};
        assertEquals("2 of 4 points not finite, left out", note(plot().line("a", xs, ys)));
        assertEquals("2 of 4 points not finite, left out", note(plot().measured("a", xs, ys)), "each point once");
        assertEquals(
                "4 of 8 points not finite, left out",
                note(plot().points("a", xs, ys).line("b", xs, ys)));
        assertEquals("", note(plot().line("a", new double[] {1, 2}, new double[] {3, 4})));
        assertEquals("1 of 401 points not finite, left out", note(plot().curve("a", Math::log, 0, 1)));
    }

    @Test
    void gapsBetweenTrajectoriesAreNoPoints() {
        var states = new double[][][] {{{0, 0}, {1, 1}, {2, 2}}, {{0, 1}, {NONE, 2}, {2, 3}}};
        assertEquals("1 of 6 points not finite, left out", note(plot().trajectories("a", states)));
        states[1][1][0] = 1;
        assertEquals("", note(plot().trajectories("a", states)));
    }

    @Test
    void bandsErrorsAndBarsSayWhatTheyLeaveOut() {
        var xs = new double[] {1, 2, 3};
        var low = new double[] {0, NONE, 0};
        var high = new double[] {1, 2, 3};
        assertEquals("1 of 3 points not finite, left out", note(plot().band("a", xs, low, high)));
        assertEquals("1 of 3 errors not finite, left out", note(plot().errors("a", xs, high, low)));
        var rows = List.of("a", "b");
        assertEquals("1 of 2 values not finite, left out", note(plot().bars("a", rows, 1, FAR)));
        assertEquals("", note(plot().bars("a", rows, 1, NONE)), "NaN is none, and the row is seen to be empty");
        assertEquals(
                "1 of 2 values not finite, left out; 1 of 2 errors not finite, left out",
                note(plot().rowMarks("a", rows, new double[] {1, -FAR}, new double[] {FAR, 1})));
    }

    @Test
    void arrowsAndPairsSayWhatTheyLeaveOut() {
        try (var manager = NDManager.newBaseManager()) {
            var whole = manager.create(new double[] {0, 0, 1, 1}, new Shape(2, 2));
            var holed = manager.create(new double[] {0, 1, 1, NONE}, new Shape(2, 2));
            assertEquals("1 of 2 pairs not finite, left out", note(plot().segments("a", whole, holed)));
            assertEquals("1 of 2 arrows not finite, left out", note(plot().arrows("a", whole, holed)));
            assertEquals("1 of 2 points not finite, left out", note(plot().scatter("a", holed)));
        }
    }

    @Test
    void aFieldThatIsNotFiniteIsBlankThereAndTheFigureSaysSo() {
        var base = plot().range(-1, 1, -1, 1);
        for (var plot : List.of(base.field(HALF, 0), base.streamlines(HALF, 0))) {
            assertTrue(note(plot).matches("\\d+ of \\d+ velocities not finite, left out"), note(plot));
            assertEquals(
                    2 * 20,
                    plot.image().getHeight()
                            - base.field((t, x) -> x, 0).image().getHeight(),
                    "found while it is drawn, and yet there is room");
        }
    }

    @Test
    void aMapWithHolesSaysHowManyAndDrawsNoFalseColour() {
        var grid = Grid.square(1, 4);
        var plot = plot().heat(grid, grid.values((x, y) -> x > 0 ? NONE : 1), "p");
        assertEquals("8 of 16 cells not finite, left blank", note(plot));
        var sheet = new FigureLayout("", List.of(plot), 1, Figures.PANEL_WIDTH);
        var image = sheet.draw().image();
        var area = sheet.area(0);
        assertEquals(0xffffffff, image.getRGB(2 * (area.x + area.width * 7 / 8), 2 * (area.y + area.height / 8)));
        assertEquals(
                0xff000000 | Colormap.VIRIDIS.rgb(1), image.getRGB(2 * (area.x + area.width / 8), 2 * (area.y + 30)));
    }

    @Test
    void aMapOfOneThinColumnIsDrawn() {
        var grid = new Grid(0, 1, 0, 1, 1, 2000);
        assertEquals(
                2 * 720,
                plot().heat(grid, grid.values((x, y) -> y), "p").image().getWidth());
    }
}
