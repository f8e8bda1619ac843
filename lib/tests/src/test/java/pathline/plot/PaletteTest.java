package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaletteTest {

    private static final int PAPER = 0xffffff;
    private static final int INK = 0x0072b2;

    /** Paper above, ink below, and between them every mixture of red and green in steps of 255 / 63. */
    private static BufferedImage mixtures() {
        var image = new BufferedImage(64, 96, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, y, y < 16 ? PAPER : y >= 80 ? INK : 0x40000 * x + 0x400 * (y - 16));
            }
        }
        return image;
    }

    @Test
    void everyColourIsCounted() {
        var census = Census.of(List.of(mixtures(), mixtures()));
        assertEquals(64 * 64 + 2, census.size());
        assertEquals(2 * 16 * 64, census.count(census.indexOf(PAPER)));
        assertEquals(2 * 16 * 64, census.count(census.indexOf(INK)));
        assertEquals(2, census.count(census.indexOf(0x040800)));
        for (int i = 1; i < census.size(); i++) {
            assertTrue(census.color(i - 1) < census.color(i), "ascending");
        }
    }

    @Test
    void fewColoursStayWhatTheyAre() {
        var image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 3, 1, new int[] {0xff000000 | INK, 0xff123456, 0xff000000 | PAPER}, 0, 3);
        var palette = Palette.of(Census.of(List.of(image)), 16);
        assertEquals(3, palette.colors().length);
        var small = palette.apply(image).image();
        assertEquals(0xff123456, small.getRGB(1, 0));
        assertEquals(0xff000000 | PAPER, small.getRGB(2, 0));
    }

    @Test
    void ofManyColoursTheFrequentStayAndEveryPixelTakesTheNearest() {
        var image = mixtures();
        var palette = Palette.of(Census.of(List.of(image)), 64);
        var colors = palette.colors();
        assertEquals(64, colors.length);
        var small = palette.apply(image).image();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int wanted = image.getRGB(x, y) & PAPER;
                int got = small.getRGB(x, y) & PAPER;
                assertEquals(
                        Arrays.stream(colors)
                                .map(c -> distance(c, wanted))
                                .min()
                                .getAsInt(),
                        distance(got, wanted));
                assertTrue((y >= 16 && y < 80) || got == wanted, "paper and ink are kept");
            }
        }
    }

    /** By median cut 48 boxes share 4 096 mixtures: none is farther from its own than a few steps. */
    @Test
    void mixturesKeepTheirLook() {
        var image = mixtures();
        var small = Palette.of(Census.of(List.of(image)), 64).apply(image).image();
        double sum = 0;
        for (int y = 16; y < 80; y++) {
            for (int x = 0; x < 64; x++) {
                sum += Math.sqrt(distance(image.getRGB(x, y), small.getRGB(x, y)) / 6.0);
            }
        }
        // a square of side 256 in 48 equal squares: half a diagonal of one is 27, the root mean square less than that
        assertTrue(sum / 4096 < 27, "mean error " + sum / 4096);
    }

    /** With few colours a title must not turn green, nor two names of a legend the same. */
    @Test
    void lettersAndInksStayWhatTheyAreBesideAMap() {
        var plot = HardFigures.map("t = 0.5", 1).line("I-CFM", new double[] {-1, 1}, new double[] {-1, 1});
        plot = plot.line("OT-CFM", new double[] {-1, 1}, new double[] {1, -1});
        var image = new FigureLayout("A title", List.of(plot), 1, Figures.PANEL_WIDTH)
                .draw()
                .image();
        var small = Palette.of(Census.of(List.of(image)), 64).apply(image).image();
        int letters = 0;
        for (int y = 0; y < 2 * 30; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = small.getRGB(x, y) & PAPER;
                int red = rgb >> 16;
                int hue = Math.max(Math.abs(red - (rgb >> 8 & 255)), Math.abs(red - (rgb & 255)));
                assertTrue(hue <= 24, "a title has no hue that is seen");
                letters += red < 64 ? 1 : 0;
            }
        }
        assertTrue(letters > 200, "no title");
        for (var ink : List.of(Style.BLUE, Style.VERMILLION)) {
            assertTrue(Arrays.stream(Palette.of(Census.of(List.of(image)), 64).colors())
                    .anyMatch(color -> color == (ink.getRGB() & PAPER)));
        }
    }

    @Test
    void aFigureThatWouldBeTooLargeIsDrawnMoreCoarselyButAtItsSize() {
        var random = new Random(1);
        var noise = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 800 * 600; i++) {
            noise.setRGB(i % 800, i / 800, random.nextInt(1 << 24));
        }
        var asked = new ArrayList<Detail>();
        var image = Png.small(true, detail -> {
            asked.add(detail);
            return detail == Detail.FLAT_MAP ? new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB) : noise;
        });
        assertEquals(List.of(Detail.FINE, Detail.COARSE_MAP, Detail.FLAT_MAP), asked);
        assertTrue(Png.bytes(image).length < Png.LIMIT);
        assertEquals(400, Png.byPoints(image).getWidth());
        assertEquals(800, Png.byPoints(noise).getWidth(), "a picture of another origin has its own size");
        var sheet = new FigureLayout("", List.of(HardFigures.map("a map", 1)), 1, Figures.PANEL_WIDTH);
        var fine = sheet.draw(Detail.FINE).image();
        var coarse = sheet.draw(Detail.COARSE).image();
        assertEquals(fine.getWidth(), coarse.getWidth());
        assertEquals(fine.getHeight(), coarse.getHeight());
    }

    private static int distance(int a, int b) {
        int dr = (a >> 16 & 255) - (b >> 16 & 255);
        int dg = (a >> 8 & 255) - (b >> 8 & 255);
        int db = (a & 255) - (b & 255);
        return 2 * dr * dr + 4 * dg * dg + 3 * db * db;
    }
}
