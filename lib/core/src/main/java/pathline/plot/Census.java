package pathline.plot;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The different colours of images, in ascending order, and in how many pixels each occurs. */
final class Census {

    private final int[] colors;
    private final int[] counts;

    private Census(int[] colors, int[] counts) {
        this.colors = colors;
        this.counts = counts;
    }

    /** A figure is mostly runs of one colour, so its runs are sorted and not its pixels. */
    static Census of(List<BufferedImage> images) {
        var runs = new long[1024]; // a colour above the length of a run of it
        int n = 0;
        for (var image : images) {
            var pixels = pixels(image);
            for (int start = 0, end = 0; start < pixels.length; start = end) {
                while (end < pixels.length && pixels[end] == pixels[start]) {
                    end++;
                }
                runs = n < runs.length ? runs : Arrays.copyOf(runs, 2 * n);
                runs[n++] = (long) pixels[start] << 32 | end - start;
            }
        }
        return counted(Arrays.copyOf(runs, n));
    }

    /** Of colours that are given with their counts; those that do not occur are left out. */
    static Census of(int[] colors, int[] counts) {
        return counted(IntStream.range(0, colors.length)
                .filter(i -> counts[i] > 0)
                .mapToLong(i -> (long) (colors[i] & 0xffffff) << 32 | counts[i])
                .toArray());
    }

    private static Census counted(long[] runs) {
        Arrays.sort(runs);
        int n = runs.length;
        var colors = new int[n];
        var counts = new int[n];
        int last = -1;
        for (int run = 0; run < n; run++) {
            int color = (int) (runs[run] >> 32);
            if (last < 0 || color != colors[last]) {
                colors[++last] = color;
            }
            counts[last] += (int) runs[run];
        }
        return new Census(Arrays.copyOf(colors, last + 1), Arrays.copyOf(counts, last + 1));
    }

    /** The pixels as 0xRRGGBB, row by row from the top, as a new array. */
    static int[] pixels(BufferedImage image) {
        if (Indexed.holds(image)) {
            var indexed = Indexed.of(image);
            var pixels = new int[indexed.pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = indexed.colors[indexed.pixels[i] & 255] & 0xffffff;
            }
            return pixels;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        // getRGB converts each pixel with the colour model; an image of TYPE_INT_RGB stores these numbers as they are
        var pixels = image.getType() == BufferedImage.TYPE_INT_RGB
                ? (int[]) image.getRaster().getDataElements(0, 0, width, height, null)
                : image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xffffff;
        }
        return pixels;
    }

    int size() {
        return colors.length;
    }

    int color(int i) {
        return colors[i];
    }

    int count(int i) {
        return counts[i];
    }

    /** The place of a colour, which must be one of these. */
    int indexOf(int color) {
        return Arrays.binarySearch(colors, color);
    }
}
