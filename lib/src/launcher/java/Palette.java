import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;

/**
 * Rewrites PNG files as 8-bit palette images: without loss where 256 colours are enough, and above the limit with
 * as many colours, chosen by median cut, as fit into it. A file that would not become smaller stays as it is.
 */
final class Palette {

    private static final int LIMIT = 100_000;

    private Palette() {}

    public static void main(String[] files) throws IOException {
        ImageIO.setUseCache(false);
        for (var file : files) {
            shrink(Path.of(file));
        }
    }

    private static void shrink(Path file) throws IOException {
        var image = ImageIO.read(file.toFile());
        var colours = count(image);
        if (colours == null) {
            return;
        }
        var best = Files.readAllBytes(file);
        int before = best.length;
        for (int size = 256; size >= 16; size /= 2) {
            boolean exact = colours.size() <= size;
            if (exact || best.length > LIMIT) {
                var png = encode(indexed(image, cut(colours, size)));
                best = png.length < best.length ? png : best;
            }
            if (exact || best.length <= LIMIT) {
                break;
            }
        }
        if (best.length < before) {
            Files.write(file, best);
        }
    }

    /** Pixels of each colour, or null for an image that is translucent somewhere. */
    private static Map<Integer, Integer> count(BufferedImage image) {
        var colours = new HashMap<Integer, Integer>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                if (pixel >>> 24 != 255) {
                    return null;
                }
                colours.merge(pixel, 1, Integer::sum);
            }
        }
        return colours;
    }

    /** Splits the box that spreads widest at its median until there are enough boxes; each becomes its mean. */
    private static Map<Integer, Integer> cut(Map<Integer, Integer> colours, int size) {
        var boxes = new ArrayList<List<Integer>>();
        // Sorted, so that the palette does not depend on the order of a hash table.
        boxes.add(colours.keySet().stream().sorted().toList());
        while (boxes.size() < size) {
            var widest = boxes.stream().max(Comparator.comparingLong(box -> weight(box, colours))).orElseThrow();
            if (widest.size() == 1 || weight(widest, colours) == 0) {
                break;
            }
            int shift = widestChannel(widest);
            var sorted = widest.stream()
                    .sorted(Comparator.<Integer>comparingInt(c -> c >> shift & 255).thenComparing(Comparator.naturalOrder()))
                    .toList();
            boxes.remove(widest);
            boxes.add(sorted.subList(0, sorted.size() / 2));
            boxes.add(sorted.subList(sorted.size() / 2, sorted.size()));
        }
        var replaced = new HashMap<Integer, Integer>();
        for (var box : boxes) {
            int mean = mean(box, colours);
            box.forEach(colour -> replaced.put(colour, mean));
        }
        return replaced;
    }

    private static long weight(List<Integer> box, Map<Integer, Integer> colours) {
        long pixels = box.stream().mapToLong(colours::get).sum();
        return box.size() < 2 ? 0 : spread(box, widestChannel(box)) * (long) Math.ceil(Math.sqrt(pixels));
    }

    private static int widestChannel(List<Integer> box) {
        int best = 0;
        for (int shift = 8; shift <= 16; shift += 8) {
            best = spread(box, shift) > spread(box, best) ? shift : best;
        }
        return best;
    }

    private static int spread(List<Integer> box, int shift) {
        var range = box.stream().mapToInt(colour -> colour >> shift & 255).summaryStatistics();
        return range.getMax() - range.getMin();
    }

    private static int mean(List<Integer> box, Map<Integer, Integer> colours) {
        long pixels = box.stream().mapToLong(colours::get).sum();
        int mean = 0xff000000;
        for (int shift = 0; shift <= 16; shift += 8) {
            int channel = shift;
            long sum = box.stream().mapToLong(c -> (c >> channel & 255) * (long) colours.get(c)).sum();
            mean |= (int) ((sum + pixels / 2) / pixels) << shift;
        }
        return mean;
    }

    private static BufferedImage indexed(BufferedImage image, Map<Integer, Integer> replaced) {
        var palette = replaced.values().stream().distinct().sorted().toList();
        var index = new HashMap<Integer, Integer>();
        palette.forEach(colour -> index.put(colour, index.size()));
        int bits = palette.size() <= 2 ? 1 : palette.size() <= 4 ? 2 : palette.size() <= 16 ? 4 : 8;
        var model = new IndexColorModel(
                bits, palette.size(), palette.stream().mapToInt(c -> c).toArray(), 0, false, -1, 0);
        var type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        var target = new BufferedImage(image.getWidth(), image.getHeight(), type, model);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int entry = index.get(replaced.get(image.getRGB(x, y)));
                target.getRaster().setSample(x, y, 0, entry);
            }
        }
        return target;
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        try (var output = ImageIO.createImageOutputStream(bytes)) {
            var settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(0);
            writer.setOutput(output);
            var type = ImageTypeSpecifier.createFromRenderedImage(image);
            writer.write(null, new IIOImage(image, null, writer.getDefaultImageMetadata(type, settings)), settings);
        }
        writer.dispose();
        return bytes.toByteArray();
    }
}
