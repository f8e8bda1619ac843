package pathline.data;

import java.io.IOException;
import java.util.Arrays;

/**
 * Memory for what a file declares, refused by the file's name before it is taken: at most {@value #MOST} numbers, the most
 * that one Java array holds, and at most the memory that this JVM may use.
 */
final class Room {

    /** The longest array that every JVM can make. */
    static final int MOST = Integer.MAX_VALUE - 8;

    private Room() {}

    /** Zeros for {@code count} numbers of a file. */
    static double[] doubles(String file, long count) {
        check(file, count, Double.BYTES);
        try {
            return new double[(int) count];
        } catch (OutOfMemoryError e) {
            throw full(file, count, Double.BYTES);
        }
    }

    /** What a reading makes, which takes room as it reads. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** What the reading makes of a file, or a refusal if memory does not suffice. */
    static <T> T holding(String file, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    file,
                    0,
                    "needs more memory than the " + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB that this JVM may use; raise -Xmx, or cut the file into parts");
        }
    }

    /** The numbers with room for at least {@code count}, twice as many if that fits. */
    static double[] grown(String file, double[] values, long count) {
        check(file, count, Double.BYTES);
        long twice = Math.min(
                Math.min(MOST, 2L * values.length), Runtime.getRuntime().maxMemory() / Double.BYTES);
        try {
            return Arrays.copyOf(values, (int) Math.max(count, twice));
        } catch (OutOfMemoryError e) {
            throw full(file, count, Double.BYTES);
        }
    }

    /** Refuses a file of more numbers, each of so many bytes in memory, than there can be room for. */
    static void check(String file, long count, int width) {
        if (count > MOST) {
            throw new DataException(
                    file,
                    0,
                    "has " + count + " numbers, more than the " + MOST + " of one Java array; cut it into parts");
        }
        if (count > Runtime.getRuntime().maxMemory() / width) {
            throw full(file, count, width);
        }
    }

    private static DataException full(String file, long count, int width) {
        return new DataException(
                file,
                0,
                count + " numbers need " + ((count * width) >> 20) + " MB of memory, and this JVM may use "
                        + (Runtime.getRuntime().maxMemory() >> 20) + "; raise -Xmx, or cut the file into parts");
    }
}
