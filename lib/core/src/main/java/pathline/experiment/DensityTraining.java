package pathline.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Arrays;
import pathline.array.HostMemory;
import pathline.bijection.NormalizingFlow;
import pathline.data.Splits;
import pathline.distribution.Density;
import pathline.distribution.Gaussian;
import pathline.flow.Flow;
import pathline.objective.DensityFit;
import pathline.random.Rng;
import pathline.train.TrainingListener;

/**
 * Fits one density to a data set, and scores it.
 *
 * @param protocol how
 * @param splits the rows
 * @param mostEpochs where to stop at the latest
 * @param checkpoint where the training is saved, to be resumed
 * @param listener told how far it is
 */
record DensityTraining(
        DensityProtocol protocol, Splits splits, int mostEpochs, Path checkpoint, TrainingListener listener) {

    /** The Gaussian with the mean and covariance of the training rows: the bracket to beat. */
    DensityScore gaussian() {
        try (var manager = NDManager.newBaseManager()) {
            var gaussian = Gaussian.fit(splits.train().all(manager, DataType.FLOAT64));
            int d = splits.dim();
            return score(gaussian, manager, DataType.FLOAT64, d + d * (d + 1L) / 2, 0, 0);
        }
    }

    /** A normalizing flow: by maximum likelihood, until validation has not improved for some epochs. */
    DensityScore flow(DensitySystem system, Rng rng) {
        try (var manager = NDManager.newBaseManager()) {
            var train = splits.train().all(manager, DataType.FLOAT32);
            var validation = splits.validation().all(manager, DataType.FLOAT32);
            var model = system.flow(splits.dim(), protocol, rng.child("net"));
            model.initialise(train);
            int rows = splits.train().rows();
            var run = protocol.trainer(rows, mostEpochs)
                    .evaluate(
                            "validation",
                            protocol.stepsPerEpoch(rows),
                            NormalizingFlow.class,
                            now -> nll(now, train, validation))
                    .stopAfter("validation", protocol.patience())
                    .checkpoint(checkpoint, 10 * protocol.stepsPerEpoch(rows))
                    .listener(listener)
                    .resume(model, DensityFit.of(splits.train().empirical(), protocol.batch()), rng.child("fit"))
                    .whole();
            run.takeBest();
            var flow = Flow.of(model.withStatistics(train));
            return score(flow, manager, DataType.FLOAT32, model.parameters().count(), run.steps(), run.seconds());
        }
    }

    private static double nll(NormalizingFlow model, NDArray train, NDArray rows) {
        try (var manager = train.getManager().newSubManager()) {
            var here = train.duplicate();
            here.attach(manager);
            return Flow.of(model.withStatistics(here)).nll(rows).mean();
        }
    }

    private DensityScore score(
            Density density, NDManager manager, DataType type, long parameters, int steps, double seconds) {
        return new DensityScore(
                parameters,
                steps,
                mean(nats(density, splits.train().all(manager, type))),
                mean(nats(density, splits.validation().all(manager, type))),
                nats(density, splits.test().all(manager, type)),
                seconds);
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** -log p of each row. */
    private static double[] nats(Density density, NDArray rows) {
        try (var logDensity = density.logDensity(rows)) {
            return Arrays.stream(HostMemory.doubles(logDensity)).map(x -> -x).toArray();
        }
    }
}
