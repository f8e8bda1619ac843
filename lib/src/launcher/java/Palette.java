import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

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
        var model = new IndexColorModel(
                8, palette.size(), palette.stream().mapToInt(c -> c).toArray(), 0, false, -1, 0);
        var target = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int entry = index.get(replaced.get(image.getRGB(x, y)));
                target.getRaster().setSample(x, y, 0, entry);
            }
        }
        return target;
    }

    /** A PNG of palette indices without row filters, which make such rows longer: ImageIO's writer always filters. */
    private static byte[] encode(BufferedImage image) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        var colours = (IndexColorModel) image.getColorModel();
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 3, 0, 0, 0});
        var table = ByteBuffer.allocate(3 * colours.getMapSize());
        for (int k = 0; k < colours.getMapSize(); k++) {
            table.put((byte) colours.getRed(k)).put((byte) colours.getGreen(k)).put((byte) colours.getBlue(k));
        }
        var rows = new byte[height * (width + 1)];
        var raster = image.getRaster();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rows[y * (width + 1) + 1 + x] = (byte) raster.getSample(x, y, 0);
            }
        }
        var packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
            deflater.write(rows);
        }
        var png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(png, "IHDR", header.array());
        chunk(png, "PLTE", table.array());
        chunk(png, "IDAT", packed.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] data) throws IOException {
        var body = name.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(body);
        crc.update(data);
        png.write(ByteBuffer.allocate(4).putInt(data.length).array());
        png.write(body);
        png.write(data);
        png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
