package pathline.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * At most 256 colours for an image, so that its PNG takes a byte for a pixel.
 *
 * <p>Median cut after Heckbert (1982): the box of colours with the largest weighted spread is split at its median until
 * there are enough boxes. A figure has few colours and their blends with white, so the loss is not seen.
 */
final class Palette {

    static final int SIZE = 256;
    private static final int KEPT = 8;

    private final int[] colors;
    private final Map<Integer, Integer> nearest = new HashMap<>();

    private Palette(int[] colors) {
        this.colors = colors;
    }

    /** The image with a palette of its own, of at most {@code size} colours. */
    static BufferedImage indexed(BufferedImage image, int size) {
        return of(List.of(image), size).apply(image);
    }

    /** One palette for several images of {@code size} colours. */
    static Palette of(List<BufferedImage> images, int size) {
        var counts = new HashMap<Integer, Integer>();
        for (var image : images) {
            for (int rgb : pixels(image)) {
                counts.merge(rgb & 0xffffff, 1, Integer::sum);
            }
        }
        var all = counts.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        if (all.length <= size) {
            return new Palette(all);
        }
        // the paper, the grid and full ink must stay what they are, whatever is mixed elsewhere
        var kept = Arrays.stream(all)
                .boxed()
                .sorted(Comparator.comparingInt(c -> -counts.getOrDefault(c, 0)))
                .limit(KEPT)
                .mapToInt(Integer::intValue)
                .toArray();
        var mixed = cut(all, counts, size - KEPT);
        var colors = Arrays.copyOf(kept, KEPT + mixed.length);
        System.arraycopy(mixed, 0, colors, KEPT, mixed.length);
        return new Palette(colors);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Colours that one colour of the palette would stand for, and the channel in which they differ most. */
    private static final class Box {
        final int[] colors;
        final int channel;
        final double spread;

        Box(int[] colors, int channel, double spread) {
            this.colors = colors;
            this.channel = channel;
            this.spread = spread;
        }
    }

    private static int[] cut(int[] all, Map<Integer, Integer> counts, int size) {
        var boxes = new ArrayList<Box>();
        boxes.add(box(all, counts));
        while (boxes.size() < size) {
            int widest = 0;
            for (int i = 1; i < boxes.size(); i++) {
                widest = boxes.get(i).spread > boxes.get(widest).spread ? i : widest;
            }
            var box = boxes.get(widest);
            var sorted = Arrays.stream(box.colors)
                    .boxed()
                    .sorted((a, b) -> Integer.compare(a >> box.channel & 255, b >> box.channel & 255))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int at = median(sorted, counts);
            boxes.set(widest, box(Arrays.copyOfRange(sorted, 0, at), counts));
            boxes.add(box(Arrays.copyOfRange(sorted, at, sorted.length), counts));
        }
        return boxes.stream().mapToInt(box -> mean(box.colors, counts)).toArray();
    }

    /** Seldom colours count too: the weight is the root of the count, else text would drown in white. */
    private static double weight(int color, Map<Integer, Integer> counts) {
        return Math.sqrt(counts.getOrDefault(color, 0));
    }

    private static Box box(int[] colors, Map<Integer, Integer> counts) {
        int channel = 0;
        double spread = -1;
        for (int shift = 0; shift <= 16; shift += 8) {
            double n = 0;
            double sum = 0;
            double squares = 0;
            for (int color : colors) {
                double w = weight(color, counts);
                double c = color >> shift & 255;
                n += w;
                sum += w * c;
                squares += w * c * c;
            }
            double variance = colors.length == 1 ? 0 : squares - sum * sum / n;
            if (variance > spread) {
                spread = variance;
                channel = shift;
            }
        }
        return new Box(colors, channel, spread);
    }

    private static int median(int[] sorted, Map<Integer, Integer> counts) {
        double half = Arrays.stream(sorted).mapToDouble(c -> weight(c, counts)).sum() / 2;
        int at = 0;
        for (double sum = 0; at < sorted.length - 1 && sum < half; at++) {
            sum += weight(sorted[at], counts);
        }
        return Math.max(1, at);
    }

    private static int mean(int[] colors, Map<Integer, Integer> counts) {
        double n = 0;
        double r = 0;
        double g = 0;
        double b = 0;
        for (int color : colors) {
            double w = counts.getOrDefault(color, 0);
            n += w;
            r += w * (color >> 16 & 255);
            g += w * (color >> 8 & 255);
            b += w * (color & 255);
        }
        return (int) Math.round(r / n) << 16 | (int) Math.round(g / n) << 8 | (int) Math.round(b / n);
    }

    int[] colors() {
        return colors.clone();
    }

    int index(int rgb) {
        return nearest.computeIfAbsent(rgb & 0xffffff, this::search);
    }

    private int search(int rgb) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < colors.length; i++) {
            int dr = (colors[i] >> 16 & 255) - (rgb >> 16 & 255);
            int dg = (colors[i] >> 8 & 255) - (rgb >> 8 & 255);
            int db = (colors[i] & 255) - (rgb & 255);
            int distance = 2 * dr * dr + 4 * dg * dg + 3 * db * db;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    BufferedImage apply(BufferedImage image) {
        var model = new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
        var out = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        var bytes = ((DataBufferByte) out.getRaster().getDataBuffer()).getData();
        var pixels = pixels(image);
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) index(pixels[i]);
        }
        return out;
    }
}
