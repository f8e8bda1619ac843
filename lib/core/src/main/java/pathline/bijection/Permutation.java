package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.stream.IntStream;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * Coordinates in another order: z_j = x of place p_j. It moves no volume and learns nothing.
 *
 * <p>A drawn order belongs to the layer, not to its parameters: a model that is restored from a file needs a layer that was
 * made with the same seed.
 */
public final class Permutation implements FlowLayer, Identified {

    private final int[] places;
    private final NDArray there;
    private final NDArray back;

    private Permutation(int[] places) {
        this.places = places;
        there = Constants.places(places);
        back = Constants.places(inverse(places));
    }

    /** From which place each coordinate comes, counted from 0; each place once. */
    public static Permutation of(int... places) {
        return new Permutation(checked(places, "places"));
    }

    /** The last coordinate first. */
    public static Permutation reversed(int dim) {
        Require.atLeast(dim, 1, "dim");
        return new Permutation(IntStream.range(0, dim).map(j -> dim - 1 - j).toArray());
    }

    /** All orders equally likely. */
    public static Permutation drawn(int dim, Rng rng) {
        Require.atLeast(dim, 1, "dim");
        return new Permutation(Require.nonNull(rng, "rng").permutation(dim));
    }

    /** A copy of an order, which names each of 0, ..., n - 1 once. */
    static int[] checked(int[] order, String name) {
        Require.nonNull(order, name);
        Require.that(order.length > 0, name + " is empty; expected at least one");
        var sorted = order.clone();
        Arrays.sort(sorted);
        for (int j = 0; j < sorted.length; j++) {
            Require.that(
                    sorted[j] == j,
                    name + " is " + Arrays.toString(order) + "; expected each of 0 to " + (order.length - 1) + " once");
        }
        return order.clone();
    }

    /** The place at which each of 0, ..., n - 1 stands in an order. */
    static int[] inverse(int... order) {
        var places = new int[order.length];
        for (int j = 0; j < order.length; j++) {
            places[order[j]] = j;
        }
        return places;
    }

    @Override
    public int dim() {
        return places.length;
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return Mapped.of(ordered(x, there), LogVolume.none(x));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return Mapped.of(ordered(z, back), LogVolume.none(z));
    }

    private static NDArray ordered(NDArray x, NDArray from) {
        return x.gather(from.broadcast(x.getShape()), 1);
    }

    @Override
    public String toString() {
        return "Permutation" + Arrays.toString(places);
    }

    /** The places. */
    @Override
    public Object identity() {
        return Arrays.toString(places);
    }
}
