package pathline.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import pathline.check.Require;

/** PNG files of figures: a byte for a pixel, at most 100 kB. */
public final class Png {

    /** What a figure may take in a notebook that is kept with its outputs. */
    public static final int LIMIT = 100_000;

    private Png() {}

    /** The image as a PNG file. */
    public static byte[] bytes(BufferedImage image) {
        Require.nonNull(image, "image");
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalArgumentException("image is of type " + image.getType()
                        + ", which no PNG file holds; draw it on a BufferedImage of TYPE_INT_RGB");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * The image with a palette of at most 256 colours, and fewer where its PNG would pass the limit, as a map with
     * thousands of translucent lines on it may. A kernel that encodes the result writes a file as small.
     */
    static BufferedImage small(BufferedImage image) {
        var census = Census.of(List.of(image));
        var best = Palette.of(census, Palette.SIZE).apply(image);
        for (int size = Palette.SIZE / 2; size >= 16 && bytes(best).length > LIMIT; size /= 2) {
            best = Palette.of(census, size).apply(image);
        }
        return best;
    }
}
