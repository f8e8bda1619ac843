package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;

class FiguresTest {

    private static final double[] XS = {1, 2, 3};
    private static final double[] YS = {1, 4, 9};

    private static Plot plot() {
        return Figures.plot("squares").axes("x", "y");
    }

    private static int count(BufferedImage image, Color color) {
        int count = 0;
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            count += (rgb & 0xffffff) == (color.getRGB() & 0xffffff) ? 1 : 0;
        }
        return count;
    }

    /** Pixels darker than the grid. */
    private static int drawn(BufferedImage image) {
        int count = 0;
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            count += (rgb & 0xff) < 220 ? 1 : 0;
        }
        return count;
    }

    private static void refused(String words, Executable call) {
        var message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(message.contains(words), message);
    }

    @Test
    void oneWidthForAPanelAndOneForARow() {
        assertEquals(2 * 720, plot().line("a", XS, YS).image().getWidth());
        assertEquals(
                2 * 1080,
                Figures.row("two", plot().line("a", XS, YS), plot().line("a", XS, YS))
                        .getWidth());
    }

    @Test
    void aBarThatIsMissingLeavesAGap() {
        var labels = List.of("a", "b");
        var both = plot().bars("ours", labels, 2, 3).bars("theirs", labels, 1, 4);
        var one = plot().bars("ours", labels, 2, 3).bars("theirs", labels, Double.NaN, 4);
        int all = count(both.image(), Style.VERMILLION);
        // a bar of 1 beside one of 4, and the patch of the legend
        assertEquals(0.2 * all, all - count(one.image(), Style.VERMILLION), 0.02 * all);
        assertEquals(count(both.image(), Style.BLUE), count(one.image(), Style.BLUE));
    }

    @Test
    void imagesHaveAPaletteAndWhitePaper() {
        var image = HardFigures.paths().image();
        assertEquals(BufferedImage.TYPE_BYTE_INDEXED, image.getType());
        assertEquals(0xffffffff, image.getRGB(0, 0));
        assertTrue(Png.bytes(image).length <= Png.LIMIT, "PNG of " + Png.bytes(image).length + " bytes");
    }

    @Test
    void aMethodHasItsColourInEveryFigure() {
        var image = plot().line("first", XS, YS).line("OT-CFM", XS, XS).image();
        assertTrue(count(image, Style.VERMILLION) > 50);
        assertTrue(count(image, Style.BLUE) > 50, "the other line takes the first free colour");
        assertEquals(0, count(image, Style.PURPLE));
        assertTrue(count(plot().line("a", XS, YS).color("a", Style.PURPLE).image(), Style.PURPLE) > 50);
    }

    @Test
    void aPlotIsAValue() {
        var base = plot().line("a", XS, YS);
        byte[] before = Png.bytes(base.image());
        base.logY().line("OT-CFM", XS, XS);
        assertArrayEquals(before, Png.bytes(base.image()));
    }

    @Test
    void arraysOfAnyFloatTypeGiveTheSameFigure() {
        try (var manager = NDManager.newBaseManager()) {
            var wide = manager.create(new double[] {0, 0, 1, 1, 2, 4}, new Shape(3, 2));
            var rows = new double[][] {{0, 0}, {1, 1}, {2, 4}};
            byte[] expected = Png.bytes(plot().scatter("a", rows).image());
            for (var type : List.of(DataType.FLOAT64, DataType.FLOAT32, DataType.INT64)) {
                byte[] got =
                        Png.bytes(plot().scatter("a", wide.toType(type, true)).image());
                assertArrayEquals(expected, got);
            }
        }
    }

    @Test
    void aFieldThatTakesOnlyFloat32IsDrawnAsOneThatTakesBoth() {
        VectorField both = (t, x) -> x.mul(-1);
        VectorField narrow = (t, x) -> {
            if (x.getDataType() != DataType.FLOAT32) {
                throw new IllegalArgumentException("float32 weights");
            }
            return x.mul(-1);
        };
        var base = plot().equal().range(-2, 2, -2, 2);
        int arrows = drawn(base.field(both, 0).image());
        // the lattice rounded to float32 moves an arrow by a thousandth of a pixel, and with it a few of its shades
        assertEquals(arrows, drawn(base.field(narrow, 0).image()), 0.05 * arrows);
        assertTrue(arrows > 4000, "no arrows");
        assertTrue(drawn(base.streamlines(both, 0).image()) > 4000);
    }

    @Test
    void aSolveIsDrawnAsItsFirstTwoCoordinates() {
        try (var manager = NDManager.newBaseManager()) {
            VectorField f = VectorField.pointwise((t, x) -> new double[] {x[1], -x[0], 1});
            var x0 = manager.create(new double[] {1, 0, 0}, new Shape(1, 3));
            var solution = OdeSolver.fixed(Tableaus.RK4, 20).solve(f, x0, 0, 3, SaveAt.steps());
            var path = new double[21][];
            for (int i = 0; i < 21; i++) {
                path[i] = new double[] {solution.coordinate(0, 0)[i], solution.coordinate(0, 1)[i]};
            }
            assertArrayEquals(
                    Png.bytes(plot().trajectory("RK4", path).image()),
                    Png.bytes(plot().trajectory("RK4", solution).image()));
        }
    }

    @Test
    void badInputIsRefusedWithAdvice() {
        refused("as many x as y", () -> plot().line("a", XS, new double[2]));
        refused(
                "none of them is finite",
                () -> plot().line("a", XS, new double[] {Double.NaN, Double.NaN, Double.NaN}));
        refused(
                "y axis is logarithmic",
                () -> plot().logY().line("a", XS, new double[] {1, 0, 2}).image());
        refused("(n, 2)", () -> plot().scatter("a", new double[][] {{1, 2, 3}}));
        refused("range(xmin", () -> plot().field((t, x) -> x, 0).image());
        refused("min < max", () -> plot().rangeX(2, 1));
        refused("logX() and logY()", () -> plot().line("a", XS, YS).slope(2).image());
        refused("linear axes", () -> plot().line("a", XS, YS).equal().logX().image());
        refused("one value for each", () -> plot().heat(Grid.square(1, 3), new double[8], "density"));
        refused("at least one plot", () -> Figures.row("empty"));
        refused("fixed for", () -> Style.color("no such method"));
        try (var manager = NDManager.newBaseManager()) {
            refused("(64, 3)", () -> plot().scatter("x0", manager.zeros(new Shape(64, 3))));
            refused("(T, n, 2)", () -> plot().trajectories("x0", manager.zeros(new Shape(64, 2))));
        }
    }

    @Test
    void anAnimationHasAllItsFramesAndRefusesMixedSizes() throws IOException {
        var frames = new ArrayList<BufferedImage>();
        for (int i = 0; i < 5; i++) {
            frames.add(plot().range(0, 5, 0, 5)
                    .points("a", new double[] {i}, new double[] {i})
                    .image());
        }
        byte[] gif = Figures.gif(frames, 100);
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        assertEquals(5, reader.getNumImages(true));
        assertEquals(720, reader.read(0).getWidth());
        assertTrue(gif.length < 50_000, "what stands still must cost little, got " + gif.length);
        frames.add(HardFigures.cloud("other").image());
        refused("one size", () -> Figures.gif(frames, 100));
    }
}
