package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
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
        var small = palette.apply(image);
        assertEquals(0xff123456, small.getRGB(1, 0));
        assertEquals(0xff000000 | PAPER, small.getRGB(2, 0));
    }

    @Test
    void ofManyColoursTheFrequentStayAndEveryPixelTakesTheNearest() {
        var image = mixtures();
        var palette = Palette.of(Census.of(List.of(image)), 64);
        var colors = palette.colors();
        assertEquals(64, colors.length);
        var small = palette.apply(image);
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

    /** By median cut 56 boxes share 4 096 mixtures: none is farther from its own than a few steps. */
    @Test
    void mixturesKeepTheirLook() {
        var image = mixtures();
        var small = Palette.of(Census.of(List.of(image)), 64).apply(image);
        double sum = 0;
        for (int y = 16; y < 80; y++) {
            for (int x = 0; x < 64; x++) {
                sum += Math.sqrt(distance(image.getRGB(x, y), small.getRGB(x, y)) / 6.0);
            }
        }
        // a square of side 256 in 56 equal squares: half a diagonal of one is 24, the root mean square less than that
        assertTrue(sum / 4096 < 24, "mean error " + sum / 4096);
    }

    private static int distance(int a, int b) {
        int dr = (a >> 16 & 255) - (b >> 16 & 255);
        int dg = (a >> 8 & 255) - (b >> 8 & 255);
        int db = (a & 255) - (b & 255);
        return 2 * dr * dr + 4 * dg * dg + 3 * db * db;
    }
}
