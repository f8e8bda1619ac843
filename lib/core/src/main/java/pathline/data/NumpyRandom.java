package pathline.data;

import org.hipparchus.random.MersenneTwister;

/**
 * NumPy's {@code RandomState}: the Mersenne twister MT19937 (Matsumoto and Nishimura, ACM TOMACS 1998) and what NumPy
 * makes of its words.
 *
 * <p>Only the published split of POWER needs it: it is defined by seed 42 of this generator, and a likelihood on other
 * rows is another number. All other chance is {@link pathline.random.Rng}'s.
 */
final class NumpyRandom {

    private final MersenneTwister words;

    NumpyRandom(int seed) {
        words = new MersenneTwister(seed);
    }

    /** A draw from [0, 1) with 53 bits, as {@code rand} makes it. */
    double uniform() {
        int high = words.nextInt() >>> 5;
        int low = words.nextInt() >>> 6;
        return (high * 0x1p26 + low) / 0x1p53;
    }

    /** The order in which {@code shuffle} leaves n rows: entry i is the row that comes to place i. */
    int[] shuffled(int n) {
        var order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = atMost(i);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    /** A draw from 0, ..., most: words cut to the bits of {@code most} until one fits. */
    private int atMost(int most) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(most);
        int value = words.nextInt() & mask;
        while (value > most) {
            value = words.nextInt() & mask;
        }
        return value;
    }
}
