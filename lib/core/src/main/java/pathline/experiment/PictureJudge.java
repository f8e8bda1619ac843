package pathline.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import pathline.data.Images;
import pathline.image.ClassSamples;
import pathline.image.LeNet;
import pathline.metric.FrechetDistance;
import pathline.metric.NeighbourManifold;
import pathline.objective.CrossEntropy;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/**
 * What images are measured by: the features and classes of a {@link LeNet} that has learned the training images, and the features
 * of those.
 *
 * <p>The reference are as many training images as there are test images, at most 10 000, drawn once for all. What is compared with it has
 * as many images as the samples have, also the floor, which is of test images, since the distance is biased by their number.
 */
final class PictureJudge implements AutoCloseable {

    private static final int STEPS = 3_000; // unless the set is small
    private static final int EPOCHS = 20;
    private static final int LEAST = 100;
    private static final int BATCH = 64;
    private static final int REFERENCE = 10_000;
    private static final int COVERED = 2_000; // points of a manifold, whose cost grows with their square
    private static final int NEIGHBOUR = 3;
    private static final int BLUR = 2; // pixels to each side

    private final NDManager manager = NDManager.newBaseManager();
    private final PictureSet set;
    private final LeNet net;
    private final NDArray reference;

    private PictureJudge(PictureSet set, LeNet net) {
        this.set = set;
        this.net = net;
        int[] chosen = some(set.train(), Math.min(REFERENCE, set.test().size()), "reference");
        reference = features(set.train(), chosen);
    }

    /** Trains the classifier, or reads the one that an earlier call has trained. */
    static PictureJudge of(PictureSet set, Path folder, PrintStream out) {
        var rng = Rng.of(0).child("judge");
        var net = LeNet.of(set.shape(), set.classes(), rng.child("net"));
        var name = "classifier of " + set.name();
        int steps = Math.max(LEAST, Math.min(STEPS, EPOCHS * (set.train().size() / BATCH)));
        Trainer.adam(LearningRate.cosine(2e-3, 2e-5, steps))
                .steps(steps)
                .checkpoint(folder.resolve("classifier-" + set.name() + ".safetensors"), steps)
                .listener(new TrainingLines(out, System::nanoTime, name))
                .resume(
                        net,
                        CrossEntropy.of(set.train().scaled().dequantised(), set.classes(), BATCH),
                        rng.child("fit"))
                .whole();
        return new PictureJudge(set, net);
    }

    private static int[] some(Images images, int count, String name) {
        return Arrays.copyOf(Rng.of(0).child(name).permutation(images.size()), Math.min(count, images.size()));
    }

    private NDArray features(Images images, int... indices) {
        try (var x = images.scaled().take(manager, DataType.FLOAT32, indices)) {
            return net.features(x);
        }
    }

    /** Test images against the reference, and two things that are no images of the set. */
    List<PictureAnchor> anchors(int samples) {
        var test = some(set.test(), samples, "floor");
        var anchors = new ArrayList<PictureAnchor>();
        try (var x = set.test().scaled().take(manager, DataType.FLOAT32, test);
                var blurred = blurred(x);
                var noise = Rng.of(0)
                        .child("noise")
                        .normal(manager, DataType.FLOAT32, x.getShape().getShape())) {
            int[] labels = Arrays.stream(test).map(i -> set.test().labels()[i]).toArray();
            anchors.add(anchor("test images", x, labels));
            anchors.add(anchor("blurred test images", blurred, labels));
            anchors.add(anchor("noise", noise, labels));
        }
        return anchors;
    }

    private PictureAnchor anchor(String name, NDArray x, int... labels) {
        try (var features = net.features(x)) {
            return new PictureAnchor(
                    set.name(),
                    name,
                    labels.length,
                    FrechetDistance.of(features, reference),
                    right(net.mostLikely(x), labels),
                    net.digest());
        }
    }

    /** The mean over squares of five pixels a side, the border repeated. */
    private NDArray blurred(NDArray x) {
        var shape = x.getShape();
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        float[] from = x.toFloatArray();
        var to = new float[from.length];
        for (int k = 0; k < from.length; k++) {
            int start = k - k % (height * width);
            int row = k % (height * width) / width;
            int column = k % width;
            float sum = 0;
            for (int i = -BLUR; i <= BLUR; i++) {
                for (int j = -BLUR; j <= BLUR; j++) {
                    int y = Math.max(0, Math.min(height - 1, row + i));
                    sum += from[start + y * width + Math.max(0, Math.min(width - 1, column + j))];
                }
            }
            to[k] = sum / ((2 * BLUR + 1) * (2 * BLUR + 1));
        }
        return manager.create(to, shape);
    }

    private static double right(int[] found, int... asked) {
        return (double) IntStream.range(0, found.length)
                        .filter(i -> found[i] == asked[i])
                        .count()
                / found.length;
    }

    /** Scores what was drawn. */
    PictureScore score(PictureRun run, String sampler, double guidance, ClassSamples.Drawn drawn, double seconds) {
        try (var features = net.features(drawn.images());
                var probabilities = net.probabilities(drawn.images());
                var some = features.get(":" + Math.min(COVERED, drawn.labels().length))
                        .duplicate();
                var data = reference.get(":" + COVERED).duplicate()) {
            float[] sure = probabilities.toFloatArray();
            int classes = net.classes();
            long confident = IntStream.range(0, drawn.labels().length)
                    .filter(i -> sure[i * classes + drawn.labels()[i]] > 0.9)
                    .count();
            return new PictureScore(
                    run,
                    sampler,
                    guidance,
                    drawn.labels().length,
                    drawn.evaluations(),
                    FrechetDistance.of(features, reference),
                    NeighbourManifold.of(data, NEIGHBOUR).share(some),
                    NeighbourManifold.of(some, NEIGHBOUR).share(data),
                    right(net.mostLikely(drawn.images()), drawn.labels()),
                    (double) confident / drawn.labels().length,
                    seconds);
        }
    }

    /** The share of the test images that the classifier names rightly, and which classifier that is. */
    String reader() {
        var all = IntStream.range(0, set.test().size()).toArray();
        try (var x = set.test().scaled().take(manager, DataType.FLOAT32, all)) {
            return "%s, right on %.4f of the test images, features %s"
                    .formatted(net, right(net.mostLikely(x), set.test().labels()), net.digest());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
