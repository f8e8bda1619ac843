package pathline.fuzz;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one call is made of: its random numbers, its manager, and the sizes that its valid arguments share. All of it
 * follows from the seed, the method and the number of the call.
 */
final class Draw implements AutoCloseable {

    final SplittableRandom random;
    final NDManager manager = NDManager.newBaseManager();
    /** The number of coordinates. */
    final int d;
    /** The number of rows. */
    final int n;

    final DataType type;

    /** Whether an argument is not finite, or holds a number that is not, or is a function that returns one. */
    boolean notFinite;
    /** Whether an argument holds a number beyond 1e15 or, but for 0, below 1e-15. */
    boolean extreme;
    /** How deep the making of arguments for arguments is. */
    int depth;

    Draw(long seed, String signature, int number) {
        random = new SplittableRandom(mix(seed * 31 + signature.hashCode()) + mix(number * 7919L));
        d = whole(2, 2, 2, 1, 3);
        n = whole(4, 4, 6, 1, 8);
        type = random.nextInt(4) == 0 ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    int whole(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    double real(double... choices) {
        return seen(choices[random.nextInt(choices.length)]);
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    double uniform(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** The value, marked down if it is not finite or extreme. */
    double seen(double value) {
        notFinite |= !Double.isFinite(value);
        double size = Math.abs(value);
        extreme |= size > 1e15 || (size > 0 && size < 1e-15);
        return value;
    }

    @Override
    public void close() {
        manager.close();
    }
}
