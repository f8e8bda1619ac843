package pathline.coupling;

import pathline.check.Require;

/**
 * How large a problem may be: refused before memory is taken and time is spent. A matrix has at most {@value #MOST} entries,
 * the most of one Java array, and fits the memory that this JVM may use; an assignment looks at most at {@value #WORK}
 * coordinates to read all its costs once, which takes minutes.
 */
final class Size {

    /** The longest array that every JVM can make. */
    static final int MOST = Integer.MAX_VALUE - 8;

    /** n² d of an assignment of n points in d dimensions, n² of one of given costs. */
    static final double WORK = 1e12;

    private Size() {}

    /** Zeros for n m costs. */
    static double[] matrix(int n, int m) {
        check(n, m, Double.BYTES);
        return new double[n * m];
    }

    /** Refuses n m entries, each of so many bytes, if there cannot be room for them. */
    static void check(int n, int m, int bytes) {
        long entries = (long) n * m;
        long memory = Runtime.getRuntime().maxMemory();
        Require.that(
                entries <= MOST && entries <= memory / bytes,
                "costs of " + n + " sources and " + m + " targets are " + entries + " entries, "
                        + ((entries * bytes) >> 20)
                        + " MB here; expected at most " + Math.min(MOST, memory / bytes) + " entries, by the "
                        + (memory >> 20) + " MB that this JVM may use; take fewer points, or raise -Xmx");
    }

    /** Refuses an assignment that would run for hours. */
    static void checkWork(int n, int d) {
        double work = (double) n * n * d;
        Require.that(
                work <= WORK,
                "costs of " + n + " sources and as many targets" + (d > 1 ? " in " + d + " dimensions" : "") + " take "
                        + work + " differences to read once; expected at most " + WORK
                        + "; take fewer points, or fewer dimensions");
    }
}
