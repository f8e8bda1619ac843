package pathline.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.check.Require;
import pathline.distribution.LabelledDistribution;
import pathline.field.LabelledVelocity;
import pathline.image.LeNet;
import pathline.random.Rng;

/**
 * Classification: labels shall be likely under the net.
 *
 * <pre>
 *   L = -mean log p(label | x),   x and its label from the data
 * </pre>
 *
 * @param data images with labels from 0 to classes - 1
 * @param classes how many
 * @param batch images a step
 */
public record CrossEntropy(LabelledDistribution data, int classes, int batch) implements Objective<LeNet> {

    /** Checks the labels. */
    public CrossEntropy {
        Require.nonNull(data, "data");
        Require.within(classes, 2, 1 << 16, "classes");
        Door.checkBatch(batch);
        int[] labels = data.labels()
                .orElseThrow(
                        () -> new IllegalArgumentException("data are " + data + ", without labels; expected some"));
        Require.that(
                Arrays.stream(labels).allMatch(label -> label >= 0 && label < classes),
                "labels run from " + Arrays.stream(labels).min().orElse(0) + " to "
                        + Arrays.stream(labels).max().orElse(0) + "; expected 0 to " + (classes - 1));
    }

    /** Of labelled images. */
    public static CrossEntropy of(LabelledDistribution data, int classes, int batch) {
        return new CrossEntropy(data, classes, batch);
    }

    @Override
    public Batch<LeNet> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var drawn = data.labelled(manager, type, batch, rng.child("x"));
        var x = drawn.points().array();
        var chosen = LabelledVelocity.oneHot(manager, type, classes, drawn.labels());
        return (net, into) -> net.crossEntropy(x, chosen, into);
    }
}
