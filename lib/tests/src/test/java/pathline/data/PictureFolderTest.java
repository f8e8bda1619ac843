package pathline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void twoClasses() throws IOException {
        write("dog/b.png", 3, 2, 0xff0a141e);
        write("cat/a.png", 3, 2, 0xff646464);
        write("cat/c.PNG", 3, 2, 0x00000000); // transparent: white
        Files.writeString(folder.resolve("cat/notes.txt"), "no picture");
        Files.write(folder.resolve("cat/.hidden.png"), new byte[5]);
    }

    private void write(String name, int width, int height, int argb) throws IOException {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int k = 0; k < width * height; k++) {
            picture.setRGB(k % width, k / width, argb);
        }
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(picture, "png", file.toFile()));
    }

    @Test
    void classesAreFoldersInTheOrderOfTheirNames() {
        var images = Images.pictures(folder);
        assertEquals(List.of("cat", "dog"), Images.pictureClasses(folder));
        assertArrayEquals(new int[] {0, 0, 1}, images.labels());
        assertEquals("Images[3 of 3 x 2 x 3]", images.toString());
        assertArrayEquals(new int[] {100, 100, 100}, channels(images, 0));
        assertArrayEquals(new int[] {255, 255, 255}, channels(images, 1));
        assertArrayEquals(new int[] {10, 20, 30}, channels(images, 2));
    }

    private static int[] channels(Images images, int image) {
        int size = images.height() * images.width();
        return new int[] {images.pixel(image, 0), images.pixel(image, size), images.pixel(image, 2 * size)};
    }

    @Test
    void picturesWithoutColourHaveOneChannelAndAFolderOfPicturesIsOneClass() {
        var images = Images.pictures(folder.resolve("cat"));
        assertEquals("Images[2 of 1 x 2 x 3]", images.toString());
        assertArrayEquals(new int[] {0, 0}, images.labels());
        assertEquals(100, images.pixel(0, 5));
        assertEquals(255, images.pixel(1, 5));
    }

    @Test
    void jpegIsReadToo() throws IOException {
        var grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 200);
        var alone = Files.createDirectory(folder.resolve("jpegs"));
        assertTrue(ImageIO.write(grey, "jpg", alone.resolve("x.JPEG").toFile()));
        var images = Images.pictures(alone);
        assertEquals("Images[1 of 1 x 8 x 8]", images.toString());
        assertEquals(200, images.pixel(0, 0)); // the file's own number; one grey needs no rounding
    }

    @Test
    void theMiddleIsCutAndScaled() throws IOException {
        var wide = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < 32; k++) {
            int x = k % 8;
            wide.setRGB(x, k / 8, x < 2 || x > 5 ? 0xff0000 : x % 2 == 0 ? 0x000000 : 0x646464);
        }
        var one = Files.createDirectory(folder.resolve("one"));
        assertTrue(ImageIO.write(wide, "png", one.resolve("wide.png").toFile()));
        var images = Images.pictures(one, 2, 2);
        assertEquals("Images[1 of 1 x 2 x 2]", images.toString()); // the red sides are gone
        for (int k = 0; k < 4; k++) {
            assertEquals(50, images.pixel(0, k), 1); // the mean of 0 and 100, rounded somehow
        }
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        write("dog/z.png", 3, 3, 0xff000000);
        refused("z.png: is 3 x 3 pixels, but a.png is 2 x 3", () -> Images.pictures(folder));
        Files.delete(folder.resolve("dog/z.png"));
        Files.writeString(folder.resolve("dog/text.png"), "not a picture at all");
        refused("text.png: is no picture", () -> Images.pictures(folder));
        Files.delete(folder.resolve("dog/text.png"));
        byte[] whole = Files.readAllBytes(folder.resolve("dog/b.png"));
        Files.write(folder.resolve("dog/cut.png"), Arrays.copyOf(whole, whole.length - 20));
        refused("cut.png: ends before", () -> Images.pictures(folder));
        Files.write(folder.resolve("dog/cut.png"), Arrays.copyOf(whole, 30));
        refused("cut.png: cannot be read", () -> Images.pictures(folder));
        Files.delete(folder.resolve("dog/cut.png"));
        Files.createDirectory(folder.resolve("bird"));
        refused("bird: has no picture", () -> Images.pictures(folder));
        refused("nowhere: is no folder", () -> Images.pictures(folder.resolve("nowhere")));
    }

    private static void refused(String words, Executable reading) {
        String message = assertThrows(DataException.class, reading).getMessage();
        assertTrue(message.contains(words), message);
    }
}
