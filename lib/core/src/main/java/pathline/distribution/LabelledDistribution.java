package pathline.distribution;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/** A law of points of which each may have a label, such as the rows of a data set or images of digits. */
public interface LabelledDistribution extends Distribution {

    /** The labels of all that can be drawn, or none if it has no labels; a copy. */
    Optional<int[]> labels();

    /**
     * Draws points with their labels: the points of {@link #sample}, from the same stream.
     *
     * @throws IllegalStateException if there are no labels
     */
    LabelledPoints labelled(NDManager manager, DataType type, int n, Rng rng);

    /**
     * Points and a label for each.
     *
     * @param points shape (n, d) or (n, ...)
     * @param labels n of them
     */
    record LabelledPoints(Points points, int[] labels) {

        /** Checks that there are as many. */
        public LabelledPoints {
            Require.nonNull(points, "points");
            Require.nonNull(labels, "labels");
            long n = points.shape().get(0);
            Require.that(
                    labels.length == n, "labels are " + labels.length + "; expected one for each of " + n + " points");
        }
    }
}
