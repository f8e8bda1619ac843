package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Optional;
import pathline.check.Require;

/** Chosen columns of arrays (n, d), in a chosen order: a view where they are evenly spaced, a copy elsewhere. */
final class Columns {

    private final int count;
    private final NDIndex slice;
    private final Optional<NDArray> index;

    /** Of at least one column. */
    Columns(int... places) {
        Require.that(places.length > 0, "places is empty; expected at least one column");
        count = places.length;
        int step = count > 1 ? places[1] - places[0] : 1;
        slice = new NDIndex().addAllDim().addSliceDim(places[0], places[count - 1] + 1L, Math.max(1, step));
        index = even(step, places) ? Optional.empty() : Optional.of(Constants.places(places));
    }

    /** Those columns of x, shape (n, count). */
    NDArray of(NDArray x) {
        if (index.isPresent()) {
            return x.gather(index.get().broadcast(x.getShape().get(0), count), 1);
        }
        return count == x.getShape().get(1) ? x : x.get(slice);
    }

    private static boolean even(int step, int... places) {
        boolean even = step > 0;
        for (int k = 1; k < places.length; k++) {
            even &= places[k] - places[k - 1] == step;
        }
        return even;
    }
}
