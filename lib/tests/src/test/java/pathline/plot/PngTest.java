package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngTest {

    @TempDir
    Path folder;

    private static BufferedImage noise(int side, int colors, int type) {
        var random = new Random(1);
        var image = new BufferedImage(side, side, type);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, 0xff000000 | 0x123457 * random.nextInt(colors));
        }
        return image;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** The JDK's reader is the oracle: it knows nothing of our writer. */
    @Test
    void thePaletteFileReadsBackAsItWas() throws IOException {
        for (int colors : new int[] {1, 2, 16, 17, 256}) {
            var image = noise(50, colors, BufferedImage.TYPE_INT_RGB);
            byte[] png = Png.reduced(image, Png.FEWEST).png();
            var back = ImageIO.read(new ByteArrayInputStream(png));
            assertArrayEquals(pixels(image), pixels(back), colors + " colours");
            assertArrayEquals(png, Png.bytes(back), "an image with a palette is written in the same way");
            var part = back.getSubimage(7, 3, 20, 10);
            assertArrayEquals(pixels(part), pixels(ImageIO.read(new ByteArrayInputStream(Png.bytes(part)))));
        }
    }

    /** Of 256 frequencies of noise as many colours stay as the limit allows, within {@code NEAR} of what is possible. */
    @Test
    void theNumberOfColoursIsTheLargestThatFits() {
        var image = noise(340, 256, BufferedImage.TYPE_INT_RGB);
        var found = Png.reduced(image, 32);
        assertTrue(found.png().length <= Png.LIMIT);
        assertTrue(found.colors.length < 256);
        var whole = Palette.of(Census.of(List.of(image)), Palette.SIZE).apply(image);
        int most = IntStream.rangeClosed(1, 32)
                .map(i -> 8 * i)
                .filter(size -> whole.reduced(size).png().length <= Png.LIMIT)
                .max()
                .orElseThrow();
        assertEquals(most, found.colors.length, 32);
    }

    @Test
    void aReducedPaletteCountsOnlyColoursThatOccur() {
        var image = new Indexed(2, 1, new int[] {0xff0000, 0x00ff00, 0x0000ff, 0xff0000}, new byte[] {0, 3});
        var reduced = image.reduced(2);
        assertArrayEquals(new int[] {0xff0000}, reduced.colors);
        assertArrayEquals(new byte[] {0, 0}, reduced.pixels);
    }

    @Test
    void filesAreRewrittenInPlace() throws IOException {
        var exact = folder.resolve("exact.png");
        var image = noise(200, 40, BufferedImage.TYPE_INT_ARGB);
        ImageIO.write(image, "png", exact.toFile());
        var large = folder.resolve("large.png");
        ImageIO.write(noise(400, 5000, BufferedImage.TYPE_INT_RGB), "png", large.toFile());
        assertTrue(Files.size(large) > Png.LIMIT);
        var clear = folder.resolve("clear.png");
        image.setRGB(3, 3, 0x80ff0000);
        ImageIO.write(image, "png", clear.toFile());
        byte[] before = Files.readAllBytes(clear);
        image.setRGB(3, 3, 0xffff0000);
        PalettePng.main(new String[] {exact.toString(), large.toString(), clear.toString()});
        assertArrayEquals(pixels(noise(200, 40, BufferedImage.TYPE_INT_ARGB)), pixels(ImageIO.read(exact.toFile())));
        assertTrue(Indexed.holds(ImageIO.read(exact.toFile())));
        assertTrue(Indexed.holds(ImageIO.read(large.toFile())));
        assertArrayEquals(before, Files.readAllBytes(clear), "a translucent image stays");
        byte[] first = Files.readAllBytes(exact);
        PalettePng.main(new String[] {exact.toString()});
        assertArrayEquals(first, Files.readAllBytes(exact), "nothing becomes smaller twice");
    }

    /** A figure was compressed to see whether it fits; that is its file, unless it was drawn on since. */
    @Test
    void aFigureIsCompressedOnce() throws IOException {
        var image = Figures.plot("a").curve("a", x -> x * x, 0, 1).image();
        var figure = (Indexed) image.getProperty("pathline.figure");
        assertTrue(figure.shows(Indexed.of(image)));
        byte[] png = Png.bytes(image);
        assertArrayEquals(figure.png(), png);
        assertArrayEquals(pixels(image), pixels(ImageIO.read(new ByteArrayInputStream(png))));
        var g = image.createGraphics();
        g.fillRect(20, 20, 400, 300);
        g.dispose();
        assertFalse(figure.shows(Indexed.of(image)));
        assertArrayEquals(pixels(image), pixels(ImageIO.read(new ByteArrayInputStream(Png.bytes(image)))));
    }

    @Test
    void whatIsNoPngIsNamed() throws IOException {
        var text = Files.writeString(folder.resolve("text.png"), "no picture");
        var failure = assertThrows(IOException.class, () -> PalettePng.main(new String[] {text.toString()}));
        assertTrue(failure.getMessage().contains("text.png"), failure.getMessage());
        assertFalse(Indexed.holds(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)));
    }
}
