package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageGridTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static Set<Integer> colors(BufferedImage image) {
        var colors = new HashSet<Integer>();
        for (int k = 0; k < image.getWidth() * image.getHeight(); k++) {
            colors.add(image.getRGB(k % image.getWidth(), k / image.getWidth()) & 0xffffff);
        }
        return colors;
    }

    /** Two images of 2 x 1 pixels: -1 and 1, 0 and 3. */
    private NDArray grey() {
        return manager.create(new float[] {-1, 1, 0, 3}, new Shape(2, 1, 2, 1));
    }

    @Test
    void greyRunsFromBlackToWhiteOrTheOtherWay() {
        var light = ImageGrid.of("light", grey()).columns(2).image();
        assertTrue(colors(light).containsAll(Set.of(0x000000, 0xffffff, 0x808080)), "shades of " + colors(light));
        int pixel = 12 * 2; // points of a pixel at most, twice as many pixels
        int[] left = corner(light, 0x000000);
        assertEquals(0x000000, light.getRGB(left[0] + pixel - 1, left[1] + pixel - 1) & 0xffffff);
        assertEquals(0xffffff, light.getRGB(left[0] + pixel - 1, left[1] + pixel) & 0xffffff); // the pixel below
        var dark = ImageGrid.of("dark", grey()).columns(2).dark().image();
        int[] ink = corner(dark, 0x000000);
        assertEquals(0xffffff, dark.getRGB(ink[0], ink[1] - 1) & 0xffffff); // -1 above 1
    }

    /** The first pixel of this colour with as much of it below as a pixel of an image has, so that it is no letter. */
    private static int[] corner(BufferedImage image, int color) {
        for (int y = 0; y < image.getHeight() - 20; y++) {
            for (int x = 0; x < image.getWidth() - 20; x++) {
                boolean block = true;
                for (int k = 0; k < 400 && block; k++) {
                    block = (image.getRGB(x + k % 20, y + k / 20) & 0xffffff) == color;
                }
                if (block) {
                    return new int[] {x, y};
                }
            }
        }
        throw new AssertionError("no block of colour " + Integer.toHexString(color));
    }

    @Test
    void threeChannelsAreRedGreenAndBlue() {
        var red = manager.create(new float[] {1, -1, -1}, new Shape(1, 3, 1, 1));
        assertTrue(colors(ImageGrid.of("red", red).image()).contains(0xff0000));
        var scaled = manager.create(new float[] {0, 255, 0}, new Shape(1, 3, 1, 1));
        assertTrue(colors(ImageGrid.of("green", scaled).range(0, 255).image()).contains(0x00ff00));
    }

    @Test
    void namesMakeRoom() {
        var plain = ImageGrid.of("t", grey()).columns(1).image();
        var named = ImageGrid.of("t", grey())
                .columns(1)
                .rowNames("above", "below")
                .columnNames("the only one")
                .image();
        assertTrue(named.getWidth() > plain.getWidth() && named.getHeight() > plain.getHeight());
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageGrid.of("t", grey()).columns(1).rowNames("one").image());
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageGrid.of("t", grey()).columns(2).columnNames("one").image());
    }

    @Test
    void whatIsNoImageIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("t", manager.zeros(new Shape(2, 2, 2, 2))));
        assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("t", manager.zeros(new Shape(2, 4))));
        assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("t", grey().div(0)));
        assertThrows(
                IllegalArgumentException.class, () -> ImageGrid.of("t", grey()).range(1, 1));
    }
}
