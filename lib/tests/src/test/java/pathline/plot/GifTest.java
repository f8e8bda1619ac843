package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What a reader of the file sees: the colours that were drawn, in the first frame and in the changed part of the next. */
class GifTest {

    private static final List<Color> COLORS =
            List.of(Color.WHITE, new Color(0, 114, 178), new Color(213, 94, 0), new Color(0, 158, 115), Color.BLACK);

    @Test
    void everyFrameHasTheColoursThatWereDrawn() throws IOException {
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(
                new ByteArrayInputStream(Gif.bytes(List.of(stripes(0), stripes(1)), 100))));
        assertEquals(2, reader.getNumImages(true));
        for (int frame = 0; frame < 2; frame++) {
            var seen = reader.read(frame);
            for (int k = 0; k < COLORS.size(); k++) {
                var color = new Color(seen.getRGB(20 * k + 10, 10), true);
                if (color.getAlpha() > 0) { // a pixel that is as before is transparent
                    assertEquals(COLORS.get((k + frame) % COLORS.size()), color, "frame " + frame + ", stripe " + k);
                } else {
                    assertTrue(frame > 0, "the first frame hides nothing");
                }
            }
        }
        reader.dispose();
    }

    private static BufferedImage stripes(int shift) {
        var image = new BufferedImage(20 * COLORS.size(), 20, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < 20; y++) {
                image.setRGB(x, y, COLORS.get((x / 20 + shift) % COLORS.size()).getRGB());
            }
        }
        return image;
    }
}
