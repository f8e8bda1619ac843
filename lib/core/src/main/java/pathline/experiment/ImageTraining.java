package pathline.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import pathline.array.HostMemory;
import pathline.bijection.LayerChain;
import pathline.bijection.Logit;
import pathline.bijection.LogitLayer;
import pathline.bijection.NormalizingFlow;
import pathline.data.Images;
import pathline.distribution.Gaussian;
import pathline.flow.Flow;
import pathline.objective.DensityFit;
import pathline.random.Rng;
import pathline.train.Adam;
import pathline.train.LearningRate;
import pathline.train.Trainer;
import pathline.train.TrainingListener;

/**
 * Fits one density to images, and scores it in bits per dimension.
 *
 * <p>Pixels get noise in [0, 1), fresh at each step, and become logits with alpha = 1e-6, as Papamakarios et al. 2017 have it for
 * MNIST. Batches of 100, Adam, a rate that falls along a cosine from 1e-3 to 1e-5, gradients clipped at 100; a validation each
 * epoch, whose best is kept, and whose noise is the same each time.
 *
 * @param images what to fit, and what to score on
 * @param mostEpochs where to stop at the latest
 * @param checkpoint where the training is saved, to be resumed
 * @param listener told how far it is
 */
record ImageTraining(ImageSplits images, int mostEpochs, Path checkpoint, TrainingListener listener) {

    /** In files and tables. */
    static final String PROTOCOL = "images";

    private static final Logit LOGIT = new Logit(1e-6);
    private static final int BATCH = 100;
    private static final int PATIENCE = 5; // epochs
    private static final int SAVE = 250; // steps
    private static final int BLOCK = 250; // images that are scored together

    /** Pixels that do not depend on each other. */
    FittedImages histograms() {
        var histograms = PixelHistograms.of(images.given(), images.train());
        return new FittedImages(histograms::logDensity, histograms.parameters(), 0, 0);
    }

    /** The Gaussian with the mean and covariance of the training images' logits. */
    FittedImages gaussian() {
        try (var manager = NDManager.newBaseManager()) {
            var gaussian = Gaussian.fit(images.given()
                    .logits(manager, DataType.FLOAT64, LOGIT, Rng.of(0).child("gaussian"), images.train()));
            long d = gaussian.dim();
            return new FittedImages(
                    pixels -> {
                        var y = LOGIT.of(pixels.toType(DataType.FLOAT64, false));
                        return gaussian.logDensity(y).add(LOGIT.logDeterminant(y));
                    },
                    d + d * (d + 1) / 2,
                    0,
                    0);
        }
    }

    /** A normalizing flow of so many epochs, by maximum likelihood. */
    FittedImages flow(ImageSystem.Layers layers, int epochs, Rng rng) {
        var behind = layers.of(images.shape(), rng.child("layers"));
        var model = NormalizingFlow.of(
                LayerChain.of(new LogitLayer(LOGIT, behind.dim()), behind), DataType.FLOAT32, rng.child("net"));
        try (var manager = NDManager.newBaseManager()) {
            model.initialise(images.given()
                    .dequantised(
                            manager,
                            DataType.FLOAT32,
                            rng.child("start"),
                            Arrays.copyOf(images.train(), Math.min(images.train().length, 4 * BATCH))));
        }
        int epoch = Math.max(1, images.train().length / BATCH);
        int steps = epoch * Math.min(mostEpochs, epochs);
        var run = Trainer.of(
                        Adam.standard(), LearningRate.cosine(1e-3, 1e-5, steps).warmUp(Math.min(epoch, 500)))
                .steps(steps)
                .clip(100)
                .evaluate("validation", epoch, NormalizingFlow.class, now -> validation(Flow.of(now)::logDensity))
                .stopAfter("validation", PATIENCE)
                .checkpoint(checkpoint, SAVE)
                .listener(listener)
                .resume(model, DensityFit.of(images.drawn(), Math.min(BATCH, images.train().length)), rng.child("fit"))
                .whole();
        run.takeBest();
        return new FittedImages(Flow.of(model)::logDensity, model.parameters().count(), run.steps(), run.seconds());
    }

    /** By the noise of this seed, the same for every system. */
    DensityScore score(FittedImages fitted, int seed) {
        var noise = Rng.of(seed);
        return new DensityScore(
                fitted.parameters(),
                fitted.steps(),
                mean(bits(fitted.logDensity(), images.given(), noise.child("train"), images.some())),
                validation(fitted.logDensity()),
                bits(fitted.logDensity(), images.test(), noise.child("test"), every(images.test())),
                fitted.seconds());
    }

    private double validation(UnaryOperator<NDArray> logDensity) {
        return mean(bits(logDensity, images.given(), Rng.of(0).child("validation noise"), images.validation()));
    }

    /** -log₂ p / d of each image. */
    private static double[] bits(UnaryOperator<NDArray> logDensity, Images from, Rng noise, int... indices) {
        var bits = new double[indices.length];
        for (int start = 0; start < indices.length; start += BLOCK) {
            var block = Arrays.copyOfRange(indices, start, Math.min(indices.length, start + BLOCK));
            try (var manager = NDManager.newBaseManager()) {
                double[] nats =
                        HostMemory.doubles(logDensity.apply(from.dequantised(manager, DataType.FLOAT32, noise, block)));
                for (int k = 0; k < nats.length; k++) {
                    bits[start + k] = -nats[k] / (from.dim() * Math.log(2));
                }
            }
        }
        return bits;
    }

    private static int[] every(Images images) {
        var all = new int[images.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
