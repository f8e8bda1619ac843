package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import pathline.check.Identified;
import pathline.check.Require;

/** Which coordinates a {@link CouplingLayer} keeps, and shows to its net; it moves the others. */
public final class Mask implements Identified {

    private final boolean[] kept;
    private final int[] keptPlaces;
    private final int[] movedPlaces;
    private final Columns movedColumns;
    private final Columns keptColumns;
    private final Columns back;

    private Mask(boolean... kept) {
        this.kept = kept;
        keptPlaces = places(true);
        movedPlaces = places(false);
        Require.that(movedPlaces.length > 0, "kept is true at every place; expected one coordinate at least to move");
        movedColumns = new Columns(movedPlaces);
        keptColumns = new Columns(keptPlaces.length == 0 ? new int[] {0} : keptPlaces);
        back = new Columns(Permutation.inverse(IntStream.concat(IntStream.of(keptPlaces), IntStream.of(movedPlaces))
                .toArray()));
    }

    /** Any: true where a coordinate is kept. Where none is, the net is shown one column of zeros. */
    public static Mask of(boolean... kept) {
        Require.nonNull(kept, "kept");
        Require.that(kept.length > 0, "kept is empty; expected a place for each coordinate");
        return new Mask(kept.clone());
    }

    /** Moves coordinates 0, 2, 4, ... and keeps 1, 3, 5, ... */
    public static Mask alternating(int dim) {
        Require.within(dim, 1, 1 << 20, "dim");
        return of(dim, k -> k % 2 == 1);
    }

    /** Keeps the first half of the coordinates, rounded down, and moves the rest. */
    public static Mask halves(int dim) {
        Require.within(dim, 1, 1 << 20, "dim");
        return of(dim, k -> k < dim / 2);
    }

    private static Mask of(int dim, IntPredicate keep) {
        var kept = new boolean[dim];
        for (int k = 0; k < dim; k++) {
            kept[k] = keep.test(k);
        }
        return new Mask(kept);
    }

    /** Keeps what this one moves; of one coordinate, which must move, the same again. */
    public Mask other() {
        if (kept.length == 1) {
            return this;
        }
        return of(kept.length, k -> !kept[k]);
    }

    /** How many coordinates a point has. */
    public int dim() {
        return kept.length;
    }

    /** How many numbers the net is shown, at least 1. */
    public int seen() {
        return Math.max(1, keptPlaces.length);
    }

    /** How many coordinates are moved. */
    public int moved() {
        return movedPlaces.length;
    }

    /** Whether a coordinate is kept. */
    public boolean keeps(int coordinate) {
        return kept[Require.index(coordinate, kept.length, "coordinate")];
    }

    NDArray seen(NDArray x) {
        var columns = keptColumns.of(x);
        return keptPlaces.length == 0 ? columns.zerosLike() : columns;
    }

    NDArray moved(NDArray x) {
        return movedColumns.of(x);
    }

    /** Points of what was seen and what was moved. */
    NDArray join(NDArray seen, NDArray moved) {
        return keptPlaces.length == 0 ? moved : back.of(NDArrays.concat(new NDList(seen, moved), 1));
    }

    private int[] places(boolean which) {
        return IntStream.range(0, kept.length).filter(k -> kept[k] == which).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && Arrays.equals(kept, mask.kept);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(kept);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Mask[");
        for (boolean one : kept) {
            text.append(one ? '1' : '0');
        }
        return text.append(']').toString();
    }

    /** Which coordinates are kept. */
    @Override
    public Object identity() {
        return toString();
    }
}
