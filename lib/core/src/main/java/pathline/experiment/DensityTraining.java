package pathline.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Arrays;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.bijection.NormalizingFlow;
import pathline.data.Splits;
import pathline.distribution.Density;
import pathline.distribution.Gaussian;
import pathline.flow.Flow;
import pathline.likelihood.Divergence;
import pathline.likelihood.Probe;
import pathline.objective.DensityFit;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
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

    /** Training rows that are scored at the end, at most. */
    private static final int MOST_TRAIN = 20_000;

    /** The Gaussian with the mean and covariance of the training rows: the bracket to beat. */
    DensityScore gaussian() {
        try (var manager = NDManager.newBaseManager()) {
            var gaussian = Gaussian.fit(splits.train().all(manager, DataType.FLOAT64));
            int d = splits.dim();
            return score(gaussian, manager, DataType.FLOAT64, d + d * (d + 1L) / 2, 0, 0);
        }
    }

    /** A normalizing flow: by maximum likelihood, until validation has not improved for some epochs. */
    DensityScore flow(DensitySystem.Layers layers, DensitySystem.Source source, Rng rng) {
        try (var manager = NDManager.newBaseManager()) {
            var train = splits.train().all(manager, DataType.FLOAT32);
            var validation = splits.validation().all(manager, DataType.FLOAT32);
            int d = splits.dim();
            var model = NormalizingFlow.of(
                    source.of(d, protocol), layers.of(d, protocol), DataType.FLOAT32, rng.child("net"));
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
        try (var scratch = new Scratch()) {
            return Flow.of(model.withStatistics(train)).nll(rows).mean();
        }
    }

    /**
     * FFJORD: validation by an estimate of the divergence with the same probes each time, the score at the end with exact
     * divergence.
     */
    DensityScore continuous(Rng rng) {
        var ffjord = protocol.ffjord(splits.dim());
        try (var manager = NDManager.newBaseManager()) {
            var source = Gaussian.standard(splits.dim());
            var velocity = ffjord.net().init(rng.child("net"), manager);
            var validation = splits.validation().all(manager, DataType.FLOAT32);
            var probes = Divergence.hutchinson(4, Probe.RADEMACHER, rng.child("validation"));
            var probing = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-3, 1e-3);
            var run = ffjord.trainer(ffjord.most(splits.train().rows(), mostEpochs))
                    .evaluate(
                            "validation",
                            ffjord.validateEvery(),
                            v -> Flow.of(source, v, probing)
                                    .with(probes)
                                    .nll(validation)
                                    .mean())
                    .stopAfter("validation", ffjord.patience())
                    .checkpoint(checkpoint, 100)
                    .listener(listener)
                    .resume(velocity, ffjord.objective(source, splits.train().empirical()), rng.child("fit"))
                    .whole();
            run.takeBest();
            var flow = Flow.of(source, velocity, ffjord.testing());
            return score(flow, manager, DataType.FLOAT32, velocity.parameters().count(), run.steps(), run.seconds());
        }
    }

    private DensityScore score(
            Density density, NDManager manager, DataType type, long parameters, int steps, double seconds) {
        var train = splits.train();
        var some = train.rows() <= MOST_TRAIN ? train : train.part(0, MOST_TRAIN);
        return new DensityScore(
                parameters,
                steps,
                mean(nats(density, some.all(manager, type))),
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
