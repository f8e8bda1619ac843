package pathline.metric;

import java.util.Arrays;
import java.util.Locale;
import pathline.check.Require;

/**
 * How often each class occurs, held against equal shares.
 *
 * @param counts of each class
 */
public record ClassHistogram(int... counts) {

    /** Copies the counts. */
    public ClassHistogram {
        counts = Require.nonNull(counts, "counts").clone();
        Require.that(counts.length >= 2, "counts are " + counts.length + "; expected two classes or more");
        Require.that(Arrays.stream(counts).allMatch(count -> count >= 0), "counts are below 0; expected how often");
        Require.that(Arrays.stream(counts).asLongStream().sum() > 0, "counts are all 0; expected at least one");
    }

    /** Of classes from 0 to {@code classes} - 1. */
    public static ClassHistogram of(int classes, int... found) {
        Require.within(classes, 2, 1 << 20, "classes");
        var counts = new int[classes];
        for (int one : Require.nonNull(found, "found")) {
            counts[Require.index(one, classes, "a class")]++;
        }
        return new ClassHistogram(counts);
    }

    /** A copy of the counts. */
    @Override
    public int[] counts() {
        return counts.clone();
    }

    /** Pearson's χ² = Σ (count - expected)² / expected against equal shares, of classes - 1 degrees of freedom. */
    public double chiSquare() {
        double expected = Arrays.stream(counts).asLongStream().sum() / (double) counts.length;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    /**
     * By how many standard errors χ² lies above what equal shares give, by the cube root of Wilson and Hilferty (1931), which is
     * nearly normal: below 2 nothing is to be seen.
     */
    public double deviation() {
        double k = counts.length - 1;
        double spread = 2 / (9 * k);
        return (Math.cbrt(chiSquare() / k) - (1 - spread)) / Math.sqrt(spread);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, χ² %.1f of %d", Arrays.toString(counts), chiSquare(), counts.length - 1);
    }
}
