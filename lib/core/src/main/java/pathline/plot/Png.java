package pathline.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.imageio.ImageIO;
import pathline.check.Require;

/** PNG files of figures: a byte for a pixel, and at most 100 kB. */
public final class Png {

    /** What a figure may take in a notebook that is kept with its outputs. */
    public static final int LIMIT = 100_000;

    /** Fewer colours than these are worse than edges without blends. */
    static final int FEWEST = 64;

    /** Without blends a figure has its inks and few colours more. */
    private static final int LEAST = 32;

    /** So many colours more are not seen, and the search for their number ends. */
    private static final int NEAR = 32;

    private static final String SCALE = "pathline.scale";
    private static final String FIGURE = "pathline.figure";

    private Png() {}

    /** The image as a PNG file. */
    public static byte[] bytes(BufferedImage image) {
        Require.nonNull(image, "image");
        if (Indexed.holds(image)) {
            var shown = Indexed.of(image);
            var same = image.getProperty(FIGURE) instanceof Indexed figure && figure.shows(shown) ? figure : shown;
            return same.png().clone();
        }
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

    /** A figure from its PNG file, with two pixels for each point as it had when it was written. */
    @SuppressWarnings("JdkObsolete") // the constructor takes no other map
    public static BufferedImage read(Path file) {
        try {
            var image = ImageIO.read(Require.nonNull(file, "file").toFile());
            Require.that(image != null, "file is " + file + ", which holds no picture; expected a PNG file");
            var properties = new Hashtable<String, Object>();
            properties.put(SCALE, Detail.SCALE);
            return new BufferedImage(
                    image.getColorModel(), image.getRaster(), image.isAlphaPremultiplied(), properties);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /**
     * A figure with a palette, drawn as finely as its PNG keeps within the limit: of at most 256 colours, then of fewer,
     * but never so few that letters would take the colour of something else.
     *
     * @param map whether the figure holds a map, whose colours can be fewer
     */
    static BufferedImage small(boolean map, Function<Detail, BufferedImage> draw) {
        var details = map ? Detail.values() : new Detail[] {Detail.FINE, Detail.CRISP, Detail.COARSE};
        Indexed best = null;
        for (var detail : details) {
            best = reduced(draw.apply(detail), detail.smooth ? FEWEST : LEAST);
            if (fits(best)) {
                break;
            }
        }
        return finished(Objects.requireNonNull(best));
    }

    /**
     * The image in at most 256 colours, or where its PNG would pass the limit, in as many as fit, found by bisection, but
     * at least {@code fewest}.
     */
    static Indexed reduced(BufferedImage image, int fewest) {
        var whole = Palette.of(Census.of(List.of(image)), Palette.SIZE).apply(image);
        if (whole.colors.length <= fewest || fits(whole)) {
            return whole;
        }
        var best = whole.reduced(fewest);
        int few = fewest;
        int many = whole.colors.length;
        for (boolean fits = fits(best); fits && many - few > NEAR; ) {
            int middle = (few + many) / 2;
            var tried = whole.reduced(middle);
            if (fits(tried)) {
                best = tried;
                few = middle;
            } else {
                many = middle;
            }
        }
        return best;
    }

    private static boolean fits(Indexed image) {
        return image.png().length <= LIMIT;
    }

    /** The image, with how many pixels stand for a point and what it was compressed as, which is not made twice. */
    @SuppressWarnings("JdkObsolete") // the constructor takes no other map
    private static BufferedImage finished(Indexed figure) {
        var image = figure.image();
        var properties = new Hashtable<String, Object>();
        properties.put(SCALE, Detail.SCALE);
        properties.put(FIGURE, figure);
        return new BufferedImage(image.getColorModel(), image.getRaster(), false, properties);
    }

    /** The image with one pixel for each point: where a point has several pixels, the means of their colours. */
    static BufferedImage byPoints(BufferedImage image) {
        if (!(image.getProperty(SCALE) instanceof Integer scale)) {
            return image;
        }
        var points = new BufferedImage(image.getWidth() / scale, image.getHeight() / scale, BufferedImage.TYPE_INT_RGB);
        var pixels = Census.pixels(image);
        for (int y = 0; y < points.getHeight(); y++) {
            for (int x = 0; x < points.getWidth(); x++) {
                points.setRGB(x, y, mean(pixels, image.getWidth(), scale * x, scale * y, scale));
            }
        }
        return points;
    }

    private static int mean(int[] pixels, int width, int x, int y, int n) {
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int sum = 0;
            for (int i = 0; i < n * n; i++) {
                sum += pixels[(y + i / n) * width + x + i % n] >> shift & 255;
            }
            rgb |= ((sum + n * n / 2) / (n * n)) << shift;
        }
        return rgb;
    }
}
