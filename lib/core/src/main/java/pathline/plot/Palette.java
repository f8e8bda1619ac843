package pathline.plot;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * At most 256 colours for an image, so that its PNG takes a byte for a pixel.
 *
 * <p>Median cut after Heckbert (1982): the box of colours with the largest weighted spread is split at its median until
 * there are enough boxes. A figure has few colours and their blends with white, so the loss is not seen.
 */
final class Palette {

    static final int SIZE = 256;
    private static final int KEPT = 8;
    private static final int EDGES = 10;
    /** An ink with at least so many pixels is kept; fewer may be blends that have its colour by chance. */
    private static final int SOLID = 16;

    private final int[] colors;
    private final Census census;
    private final byte[] nearest; // of each colour counted

    private Palette(int[] colors, Census census) {
        this.colors = colors;
        this.census = census;
        nearest = new byte[census.size()];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = (byte) search(census.color(i));
        }
    }

    /** A palette of at most {@code size} colours for the images whose colours were counted. */
    static Palette of(Census census, int size) {
        var all = IntStream.range(0, census.size()).toArray();
        if (all.length <= size) {
            return new Palette(colors(all, census), census);
        }
        var kept = kept(all, census, size);
        var mixed = cut(all, census, size - kept.length);
        var colors = Arrays.copyOf(kept, kept.length + mixed.length);
        System.arraycopy(mixed, 0, colors, kept.length, mixed.length);
        return new Palette(colors, census);
    }

    /** What must stay as it is, whatever is mixed elsewhere: the paper, the grid, full ink, and letters with their edges. */
    private static int[] kept(int[] all, Census census, int size) {
        var frequent = Arrays.stream(all)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -census.count(i)))
                .limit(Math.min(KEPT, size / 4))
                .map(census::color);
        var inks = Style.inks().stream().filter(color -> {
            int i = census.indexOf(color);
            return i >= 0 && census.count(i) >= SOLID;
        });
        int steps = Math.max(2, Math.min(EDGES, size / 8));
        var edges = IntStream.range(0, steps).mapToObj(i -> 0x010101 * (32 + (255 - 32) * i / (steps - 1)));
        return Stream.of(frequent, inks, edges)
                .flatMap(colors -> colors)
                .distinct()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] colors(int[] members, Census census) {
        return Arrays.stream(members).map(census::color).toArray();
    }

    /** Colours that one colour of the palette would stand for, and the channel in which they differ most. */
    private static final class Box {
        final int[] members;
        final int channel;
        final double spread;

        Box(int[] members, int channel, double spread) {
            this.members = members;
            this.channel = channel;
            this.spread = spread;
        }
    }

    private static int[] cut(int[] all, Census census, int size) {
        var boxes = new ArrayList<Box>();
        boxes.add(box(all, census));
        while (boxes.size() < size) {
            int widest = 0;
            for (int i = 1; i < boxes.size(); i++) {
                widest = boxes.get(i).spread > boxes.get(widest).spread ? i : widest;
            }
            var box = boxes.get(widest);
            var sorted = sorted(box, census);
            int at = median(sorted, census);
            boxes.set(widest, box(Arrays.copyOfRange(sorted, 0, at), census));
            boxes.add(box(Arrays.copyOfRange(sorted, at, sorted.length), census));
        }
        return boxes.stream().mapToInt(box -> mean(box.members, census)).toArray();
    }

    /** By the channel in which they differ most; those equal in it stay as they were. */
    private static int[] sorted(Box box, Census census) {
        var keys = new long[box.members.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) (census.color(box.members[i]) >> box.channel & 255) << 32 | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> box.members[(int) key]).toArray();
    }

    /** The weight is the root of the count, so that rare colours such as those of text keep a share of the palette. */
    private static double weight(int member, Census census) {
        return Math.sqrt(census.count(member));
    }

    private static Box box(int[] members, Census census) {
        int channel = 0;
        double spread = -1;
        for (int shift = 0; shift <= 16; shift += 8) {
            double n = 0;
            double sum = 0;
            double squares = 0;
            for (int member : members) {
                double w = weight(member, census);
                double c = census.color(member) >> shift & 255;
                n += w;
                sum += w * c;
                squares += w * c * c;
            }
            double variance = members.length == 1 ? 0 : squares - sum * sum / n;
            if (variance > spread) {
                spread = variance;
                channel = shift;
            }
        }
        return new Box(members, channel, spread);
    }

    private static int median(int[] sorted, Census census) {
        double half = Arrays.stream(sorted).mapToDouble(i -> weight(i, census)).sum() / 2;
        int at = 0;
        for (double sum = 0; at < sorted.length - 1 && sum < half; at++) {
            sum += weight(sorted[at], census);
        }
        return Math.max(1, at);
    }

    private static int mean(int[] members, Census census) {
        double n = 0;
        double r = 0;
        double g = 0;
        double b = 0;
        for (int member : members) {
            double w = census.count(member);
            int color = census.color(member);
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

    /** The place in {@link #colors} of the colour nearest to one of those that were counted. */
    byte indexOf(int rgb) {
        return nearest[census.indexOf(rgb)];
    }

    /** One of the images in the colours of this palette. */
    Indexed apply(BufferedImage image) {
        var pixels = Census.pixels(image);
        var indices = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            indices[i] = i > 0 && pixels[i] == pixels[i - 1] ? indices[i - 1] : indexOf(pixels[i]);
        }
        return new Indexed(image.getWidth(), image.getHeight(), colors, indices);
    }
}
