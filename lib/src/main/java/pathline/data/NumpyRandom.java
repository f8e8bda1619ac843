package pathline.data;

/**
 * NumPy's {@code RandomState}: the Mersenne twister MT19937 (Matsumoto and Nishimura, ACM TOMACS 1998) and what NumPy
 * makes of its words.
 *
 * <p>Only the published split of POWER needs it: it is defined by seed 42 of this generator, and a likelihood on other
 * rows is another number. All other chance is {@link pathline.random.Rng}'s.
 */
final class NumpyRandom {

    private static final int WORDS = 624;
    private static final int APART = 397;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    NumpyRandom(int seed) {
        state[0] = seed;
        for (int k = 1; k < WORDS; k++) {
            state[k] = 1_812_433_253 * (state[k - 1] ^ (state[k - 1] >>> 30)) + k;
        }
    }

    /** A draw from [0, 1) with 53 bits, as {@code rand} makes it. */
    double uniform() {
        int high = word() >>> 5;
        int low = word() >>> 6;
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
        int value = word() & mask;
        while (value > most) {
            value = word() & mask;
        }
        return value;
    }

    private int word() {
        if (next == WORDS) {
            twist();
            next = 0;
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int k = 0; k < WORDS; k++) {
            int joined = (state[k] & 0x80000000) | (state[(k + 1) % WORDS] & 0x7fffffff);
            int odd = (joined & 1) == 0 ? 0 : 0x9908b0df;
            state[k] = state[(k + APART) % WORDS] ^ (joined >>> 1) ^ odd;
        }
    }
}
