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
import java.util.PriorityQueue;
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
    /** With fewer colours letters and legends take the colour of something else. */
    private static final int FEWEST = 64;

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
        for (int size = 256; size >= FEWEST; size /= 2) {
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

    /** Splits the box that weighs most at its median until there are enough boxes; each becomes its mean. */
    private static Map<Integer, Integer> cut(Map<Integer, Integer> colours, int size) {
        var boxes = new PriorityQueue<>(Comparator.comparingDouble(Box::weight).reversed());
        // Sorted, so that the palette does not depend on the order of a hash table.
        boxes.add(Box.of(colours.keySet().stream().sorted().toList(), colours));
        while (boxes.size() < size && boxes.element().weight() > 0) {
            var heaviest = boxes.remove();
            int shift = heaviest.shift();
            var sorted = new ArrayList<>(heaviest.colours());
            sorted.sort(Comparator.<Integer>comparingInt(colour -> colour >> shift & 255)
                    .thenComparing(Comparator.naturalOrder()));
            boxes.add(Box.of(sorted.subList(0, sorted.size() / 2), colours));
            boxes.add(Box.of(sorted.subList(sorted.size() / 2, sorted.size()), colours));
        }
        var replaced = new HashMap<Integer, Integer>();
        for (var box : boxes) {
            box.colours().forEach(colour -> replaced.put(colour, box.mean()));
        }
        return replaced;
    }

    /** Colours that become one: where they spread widest, how much it matters (0 for a single colour), and their mean. */
    private record Box(List<Integer> colours, int shift, double weight, int mean) {

        static Box of(List<Integer> colours, Map<Integer, Integer> pixels) {
            long total = 0;
            var sum = new long[3];
            var low = new int[] {255, 255, 255};
            var high = new int[3];
            for (int colour : colours) {
                int count = pixels.get(colour);
                total += count;
                for (int i = 0; i < 3; i++) {
                    int channel = colour >> 8 * i & 255;
                    sum[i] += (long) channel * count;
                    low[i] = Math.min(low[i], channel);
                    high[i] = Math.max(high[i], channel);
                }
            }
            int widest = 0;
            int mean = 0xff000000;
            for (int i = 0; i < 3; i++) {
                widest = high[i] - low[i] > high[widest] - low[widest] ? i : widest;
                mean |= (int) ((sum[i] + total / 2) / total) << 8 * i;
            }
            return new Box(colours, 8 * widest, (high[widest] - low[widest]) * Math.sqrt(total), mean);
        }
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
