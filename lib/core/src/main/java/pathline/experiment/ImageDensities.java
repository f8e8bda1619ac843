package pathline.experiment;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;
import pathline.random.Rng;

/**
 * The rows of one set of images: every system, fitted once, scored with several noises of the test images.
 *
 * @param images the set
 * @param store where rows go
 * @param noises how many
 * @param mostEpochs where trainings stop at the latest
 * @param out told what is done
 */
record ImageDensities(ImageSplits images, DensityStore store, int noises, int mostEpochs, PrintStream out) {

    private static final int SEED = 1;

    /** Of these systems the ones that images have; what is in the store is not made again. */
    void fill(List<String> systems) {
        out.println(images);
        out.println("protocol " + ImageTraining.PROTOCOL
                + ": a uniform density has 8 bits per dimension, pixels by their histograms alone as many as their row says;"
                + " the best published value of MNIST is near 0.97, so that a small model below it has a fault");
        ImageSystem.names().stream()
                .filter(systems::contains)
                .forEach(label -> ImageSystem.named(label).ifPresent(this::make));
    }

    private void make(ImageSystem system) {
        var left = IntStream.rangeClosed(1, noises)
                .mapToObj(seed -> name(system, seed))
                .filter(name -> !store.has(name))
                .toList();
        if (left.isEmpty()) {
            return;
        }
        var net = name(system, SEED);
        var training = new ImageTraining(
                images, mostEpochs, store.net(net), new TrainingLines(out, System::nanoTime, net.toString()));
        var fitted = system.fit().fit(training, Rng.of(SEED));
        for (var name : left) {
            out.println(name + ": " + store.add(name, training.score(fitted, name.seed())));
        }
    }

    private DensityName name(ImageSystem system, int seed) {
        return new DensityName(images.name(), system.label(), ImageTraining.PROTOCOL, seed);
    }
}
