package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.ode.Solution;
import pathline.ode.VectorField;

/** Bad arguments are refused at the call that is given them, by their name. */
@SuppressWarnings("NullAway")
class RefusalsTest {

    private static final Plot PLOT = Figures.plot("figure");
    private static final double[] TWO = {1, 2};
    private static final List<String> ROWS = List.of("x", "y");

    private static void refused(String words, Executable call) {
        var message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(message.contains(words), message);
    }

    @Test
    void rowsWithOtherLabelsAreRefusedAndNotDrawnUnderTheFirst() {
        var first = PLOT.bars("a", ROWS, 10, 20);
        for (var labels : List.of(List.of("y", "x"), List.of("p", "q"), List.of("x"), List.of("x", "y", "z"))) {
            var values = new double[labels.size()];
            refused("labels of \"b\" are " + labels, () -> first.bars("b", labels, values));
            refused("labels of \"b\" are " + labels, () -> first.rowTicks("b", labels, values));
            refused("labels of \"b\" are " + labels, () -> first.rowMarks("b", labels, values, values));
            refused("labels of \"b\" are " + labels, () -> first.rowMarksBelow("b", labels, values, values));
            var ticks = PLOT.rowTicks("a", ROWS, 1, 2);
            refused("\"a\" of the same panel has the rows [x, y]", () -> ticks.bars("b", labels, values));
        }
        assertEquals(2 * 720, first.bars("b", ROWS, 1, 2).image().getWidth());
        refused("labels is empty", () -> PLOT.bars("a", List.of()));
        refused("labels[1] is null", () -> PLOT.bars("a", Arrays.asList("x", null), 1, 2));
        refused("leave logY() out", () -> first.logY().image());
    }

    @Test
    void equalSetsOfBarsStandBesideEachOther() {
        var sheet = new FigureLayout("", List.of(PLOT.bars("a", ROWS, 1, 2).bars("a", ROWS, 1, 2)), 1, 720);
        var image = sheet.draw().image();
        var area = sheet.area(0);
        // the first row fills its share but for the gap between rows: both halves of it are drawn
        for (double share : new double[] {0.15, 0.35}) {
            var ink = new Color(image.getRGB(2 * (area.x + 20), 2 * (area.y + (int) (share * area.height))));
            assertEquals(Style.BLUE, ink, "at " + share + " of the height");
        }
    }

    @Test
    void aGridRefusesIndicesAndSizesThatWrap() {
        var grid = Grid.square(1, 4);
        refused("i is 16; expected 0 to 15", () -> grid.x(16));
        refused("i is -1", () -> grid.y(-1));
        refused("4294967296 cells", () -> Grid.square(1, 65_536));
        refused("cells is 0", () -> Grid.square(1, 0));
        refused("half is NaN", () -> Grid.square(Double.NaN, 4));
        refused("half is -1.0", () -> Grid.square(-1, 4));
        refused("x of a grid", () -> new Grid(0, Double.POSITIVE_INFINITY, 0, 1, 2, 2));
        refused("rows is -3", () -> new Grid(0, 1, 0, 1, 2, -3));
        refused("area", () -> new Grid(0, 1e-200, 0, 1e-200, 2, 2));
        refused("f is null", () -> grid.values(null));
        refused("manager is null", () -> grid.points(null));
        refused("points", () -> grid.density(null));
        var closed = NDManager.newBaseManager();
        closed.close();
        refused("manager was closed", () -> grid.points(closed));
    }

    @Test
    void nullIsRefusedByName() {
        refused("title is null", () -> Figures.plot(null));
        refused("x is null", () -> PLOT.axes(null, "y"));
        refused("y is null", () -> PLOT.axes("x", null));
        refused("place is null", () -> PLOT.legend(null));
        refused("name is null", () -> PLOT.color(null, Color.RED));
        refused("color is null", () -> PLOT.color("a", null));
        refused("name is null", () -> PLOT.line(null, TWO, TWO));
        refused("the x of \"a\" is null", () -> PLOT.line("a", null, TWO));
        refused("the y of \"a\" is null", () -> PLOT.measured("a", TWO, null));
        refused("f is null", () -> PLOT.curve("a", null, 0, 1));
        refused("\"a\" is null", () -> PLOT.band("a", TWO, TWO, null));
        refused("errors is null", () -> PLOT.errors("a", TWO, TWO, null));
        refused("labels is null", () -> PLOT.bars("a", null, 1));
        refused("\"a\" is null", () -> PLOT.bars("a", ROWS, (double[]) null));
        refused("errors is null", () -> PLOT.rowMarks("a", ROWS, TWO, null));
        refused("values is null", () -> PLOT.histogram("a", (double[]) null, 3));
        refused("values is null", () -> PLOT.histogram("a", (NDArray) null, 3));
        refused("\"a\" is null", () -> PLOT.scatter("a", (NDArray) null));
        refused("\"a\"[1] is null", () -> PLOT.scatter("a", new double[][] {{1, 2}, null}));
        refused("solution is null", () -> PLOT.trajectory("a", (Solution) null));
        refused("\"a\" is null", () -> PLOT.trajectories("a", (double[][][]) null));
        refused("[1] is null", () -> PLOT.trajectories("a", new double[][][] {{{1, 2}, null}}));
        refused("times is null", () -> PLOT.trajectories("a", null, null));
        refused("velocity is null", () -> PLOT.field(null, 0));
        refused("velocity is null", () -> PLOT.streamlines(null, 0));
        refused("grid is null", () -> PLOT.heat(null, TWO, "p"));
        refused("values is null", () -> PLOT.heat(Grid.square(1, 2), (double[]) null, "p"));
        refused("label is null", () -> PLOT.heat(Grid.square(1, 2), new double[4], null));
        refused("map is null", () -> PLOT.colormap(null));
        refused("words is null", () -> PLOT.note(0, 0, null));
        refused("words is null", () -> PLOT.slope(1, null));
        refused("plots is null", () -> Figures.row("a", (Plot[]) null));
        refused("plots[1] is null", () -> Figures.grid("a", 2, PLOT, null));
        refused("pictures is null", () -> Figures.pictures("a", 1, null));
        refused("frames is null", () -> Figures.gif(null, 100));
        refused("frames[0] is null", () -> Figures.gif(Arrays.asList((BufferedImage) null), 100));
        refused("image is null", () -> Png.bytes(null));
        refused("name is null", () -> Style.color(null));
    }

    @Test
    void numbersThatDrawNothingAreRefused() {
        refused("x is NaN", () -> PLOT.vertical(Double.NaN, "a"));
        refused("y is Infinity", () -> PLOT.horizontal(Double.POSITIVE_INFINITY, "a"));
        refused("y is NaN", () -> PLOT.note(0, Double.NaN, "a"));
        refused("p is NaN", () -> PLOT.slope(Double.NaN));
        refused("t is NaN", () -> PLOT.field((t, x) -> x, Double.NaN));
        refused("t is Infinity", () -> PLOT.streamlines((t, x) -> x, Double.POSITIVE_INFINITY));
        refused("errors[1] is -2.0", () -> PLOT.errors("a", TWO, TWO, new double[] {1, -2}));
        refused("errors[0] is -1.0", () -> PLOT.rowMarks("a", ROWS, TWO, new double[] {-1, 2}));
        refused("bins is 0", () -> PLOT.histogram("a", TWO, 0));
        refused("bins is 2147483647", () -> PLOT.histogram("a", TWO, Integer.MAX_VALUE));
        refused("none of them is finite", () -> PLOT.histogram("a", new double[] {Double.NaN}, 3, 0, 1));
        refused("none of them is finite", () -> PLOT.heat(Grid.square(1, 1), new double[] {Double.NaN}, "p"));
        refused("1001 characters", () -> PLOT.note(0, 0, "x".repeat(1001)));
        refused("at most 400000", () -> PLOT.line("a", new double[400_001], new double[400_001]));
        refused("no states", () -> PLOT.trajectories("a", new double[0][][]));
    }

    @Test
    void arraysOfOtherShapesAndTypesAreRefused() {
        try (var manager = NDManager.newBaseManager()) {
            var one = manager.create(new double[] {1, 2}, new Shape(1, 2));
            var three = manager.create(new double[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
            refused("to has 3 rows; expected 1", () -> PLOT.segments("a", one, three));
            refused("vectors has 1 rows; expected 3", () -> PLOT.arrows("a", three, one));
            refused("string", () -> PLOT.scatter("a", manager.create(new String[] {"x", "y"}, new Shape(1, 2))));
            refused("times[0] is NaN", () -> PLOT.trajectories("a", new double[] {Double.NaN}, one));
            refused("(0, 8, 8)", () -> Figures.pictures("a", 1, manager.create(new Shape(0, 8, 8))));
            refused("(2, 0, 8)", () -> Figures.pictures("a", 1, manager.create(new Shape(2, 0, 8))));
            VectorField narrow = (t, x) -> x.get("0:1");
            refused(
                    "has shape (1, 2)",
                    () -> PLOT.range(0, 1, 0, 1).field(narrow, 0).image());
            var closed = manager.create(new double[] {1, 2}, new Shape(1, 2));
            closed.close();
            refused("was closed", () -> PLOT.scatter("a", closed));
        }
    }

    @Test
    void figuresThatNobodyCouldSeeAreRefused() {
        var many = new Plot[30];
        Arrays.fill(many, PLOT.line("a", TWO, TWO));
        refused("columns is 30", () -> Figures.row("a", many));
        var panels = new ArrayList<Plot>();
        for (int i = 0; i < 200; i++) {
            panels.add(many[0]);
        }
        refused("pixels", () -> Figures.grid("a", 1, panels.toArray(Plot[]::new)));
        var image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        refused("millis 700000", () -> Figures.gif(List.of(image), 700_000));
        refused("millis 0", () -> Figures.gif(List.of(image), 0));
    }
}
