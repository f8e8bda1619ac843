package pathline.random;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import pathline.array.HostMemory;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A seeded stream of random numbers with named children.
 *
 * <p>{@code rng.child("data")} is a stream of its own, determined by the seed and the names alone: asking for it twice
 * gives the same numbers, and drawing from it changes no other stream. {@code rng.child("batch").child(k)} is the
 * stream of step k, which makes the k-th batch reproducible without replaying the k - 1 before it.
 *
 * <p>The numbers come from the JDK's {@code L64X128MixRandom} (Steele and Vigna, <i>LXM: better splittable
 * pseudorandom number generators</i>, OOPSLA 2021). A stream belongs to one thread at a time; children may go to other
 * threads.
 */
public final class Rng implements Identified {

    private static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /** Numbers that one draw can make: what an array of the JVM can have, and its heap. */
    private static final int MOST =
            (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 16);

    private final long key;
    private final RandomGenerator draws;

    private Rng(long key) {
        this.key = key;
        this.draws = GENERATOR.create(key);
    }

    /** The root stream of {@code seed}. */
    public static Rng of(long seed) {
        return new Rng(mix(seed));
    }

    /** The stream named {@code name} below this one; the same name gives the same stream, whatever was drawn before. */
    public Rng child(String name) {
        Require.nonNull(name, "name");
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits: String.hashCode's 32 bits collide too easily
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return new Rng(mix(key ^ mix(hash)));
    }

    /** The stream numbered {@code index} below this one: one per step, per row, per probe. */
    public Rng child(long index) {
        return new Rng(mix(key + 0x9e3779b97f4a7c15L * (2 * index + 1)));
    }

    /** One draw from U[0, 1). */
    public double uniform() {
        return draws.nextDouble();
    }

    /** One draw from N(0, 1). */
    public double normal() {
        return draws.nextGaussian();
    }

    /** One draw from {0, ..., bound - 1}, all equally likely. */
    public int below(int bound) {
        return draws.nextInt(Require.atLeast(bound, 1, "bound"));
    }

    /** Independent draws from N(0, 1), the numbers that {@link #normal(NDManager, DataType, long...)} makes an array of. */
    public double[] normals(int count) {
        var values = new double[count(count, "count")];
        for (int i = 0; i < count; i++) {
            values[i] = draws.nextGaussian();
        }
        return values;
    }

    /** Independent draws from N(0, 1), float32, of the given shape, for example {@code (n, d)}. */
    public NDArray normal(NDManager manager, long... shape) {
        return normal(manager, DataType.FLOAT32, shape);
    }

    /** Independent draws from N(0, 1) in float32 or float64; both types round the same numbers. */
    public NDArray normal(NDManager manager, DataType type, long... shape) {
        check(manager, type);
        return HostMemory.array(manager, type, normals(size(shape)), shape);
    }

    /** Independent draws from U[0, 1), float32. */
    public NDArray uniform(NDManager manager, long... shape) {
        return uniform(manager, DataType.FLOAT32, shape);
    }

    /** Independent draws from U[0, 1) in float32 or float64; a float32 draw is rounded down, so that 1 never occurs. */
    public NDArray uniform(NDManager manager, DataType type, long... shape) {
        check(manager, type);
        double grain = type == DataType.FLOAT32 ? 0x1p24 : 0x1p53;
        var values = new double[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.floor(draws.nextDouble() * grain) / grain;
        }
        return HostMemory.array(manager, type, values, shape);
    }

    /** Independent signs, +1 or -1 with probability one half each (Rademacher), in float32 or float64. */
    public NDArray signs(NDManager manager, DataType type, long... shape) {
        check(manager, type);
        var values = new double[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 - 2 * (draws.nextLong() >>> 63); // a branch would be foreseen wrongly half the time
        }
        return HostMemory.array(manager, type, values, shape);
    }

    /** A permutation of 0, ..., n - 1, all n! equally likely (Fisher and Yates's shuffle). */
    public int[] permutation(int n) {
        var order = new int[count(n, "n")];
        for (int i = 0; i < n; i++) {
            int j = draws.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** {@code count} indices from {0, ..., n - 1}, drawn independently (with replacement). */
    public int[] indices(int n, int count) {
        Require.atLeast(n, 1, "n");
        count(count, "count");
        return draws.ints(count, 0, n).toArray();
    }

    /** A name for this stream, equal for equal streams; it stands for the seed in records of a run. */
    @Override
    public String toString() {
        return "Rng[" + Long.toHexString(key) + "]";
    }

    /** The stream's seed and names; not how much was drawn from it. */
    @Override
    public Object identity() {
        return key;
    }

    private static void check(NDManager manager, DataType type) {
        RequireArray.open(manager, "manager");
        RequireArray.floating(type, "type");
    }

    private static int count(int count, String name) {
        Require.that(
                count >= 0 && count <= MOST,
                name + " is " + count + "; expected 0 to " + MOST + ", what this JVM's heap has room for");
        return count;
    }

    private static int size(long... shape) {
        Require.nonNull(shape, "shape");
        long size = 1;
        for (long length : shape) {
            Require.that(length >= 0, "shape is " + Arrays.toString(shape) + "; expected lengths of 0 or more");
            size *= Math.min(length, MOST + 1L);
            Require.that(
                    size <= MOST,
                    "shape is " + Arrays.toString(shape) + "; expected at most " + MOST
                            + " numbers, what this JVM's heap has room for: draw them in parts");
        }
        return (int) size;
    }

    /** The finalizer of SplitMix64: every bit of the key reaches every bit of the result. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
