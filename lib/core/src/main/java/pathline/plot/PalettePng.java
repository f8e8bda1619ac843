package pathline.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import pathline.array.WholeFile;

/**
 * Rewrites PNG files with a palette: without loss where an image has at most 256 colours, else with as many colours, at
 * least 64, as {@link Png#LIMIT} allows. A file that would not become smaller stays as it is, and so does a translucent one.
 */
public final class PalettePng {

    private PalettePng() {}

    /** Rewrites the files named by the arguments in place. */
    public static void main(String[] files) throws IOException {
        ImageIO.setUseCache(false);
        for (var file : files) {
            shrink(Path.of(file));
        }
    }

    static void shrink(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file; expected the path of a PNG file");
        }
        var image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + " is no PNG file that can be read");
        }
        if (isTranslucent(image)) {
            return;
        }
        byte[] png = Png.reduced(image, Png.FEWEST).png();
        if (png.length < Files.size(file)) {
            WholeFile.write(file, out -> out.write(png));
        }
    }

    private static boolean isTranslucent(BufferedImage image) {
        int width = image.getWidth();
        return image.getColorModel().hasAlpha()
                && Arrays.stream(image.getRGB(0, 0, width, image.getHeight(), null, 0, width))
                        .anyMatch(argb -> argb >>> 24 != 255);
    }
}
