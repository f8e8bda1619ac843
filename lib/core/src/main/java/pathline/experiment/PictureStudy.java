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
import pathline.array.WholeFile;
import pathline.data.BitsPerDimension;
import pathline.distribution.Gaussian;
import pathline.field.LabelledVelocity;
import pathline.flow.Flow;
import pathline.image.ClassSamples;
import pathline.image.ImageVelocity;
import pathline.likelihood.Divergence;
import pathline.likelihood.Probe;
import pathline.metric.NeighbourManifold;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.plot.ImageGrid;
import pathline.plot.Png;
import pathline.random.Rng;
import pathline.train.Run;

/**
 * All that is measured of one trained net: samples by several solvers and scales of guidance, bits per dimension, how near samples are to
 * what was learned from, and the way to noise and back. A row that is in its table is not made again.
 */
final class PictureStudy {

    private static final OdeSolver FINE = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-3, 1e-3);
    private static final double TIGHTER = 1e-4;
    private static final int DRAWS = 3; // of dequantisation noise
    private static final int PART = 10_000; // training images that are searched at once
    private static final int GRID = 8; // images of each class in the picture
    private static final int BACK = 100; // images that go to noise and back

    /** How samples are made. */
    private record Way(String name, OdeSolver solver, double guidance) {}

    private static final List<Way> WAYS = List.of(
            new Way("Euler 4", OdeSolver.fixed(Tableaus.EULER, 4), 1),
            new Way("Euler 8", OdeSolver.fixed(Tableaus.EULER, 8), 1),
            new Way("Euler 20", OdeSolver.fixed(Tableaus.EULER, 20), 1),
            new Way("midpoint 4", OdeSolver.fixed(Tableaus.MIDPOINT, 2), 1),
            new Way("midpoint 8", OdeSolver.fixed(Tableaus.MIDPOINT, 4), 1),
            new Way("midpoint 20", OdeSolver.fixed(Tableaus.MIDPOINT, 10), 1),
            new Way("midpoint 20", OdeSolver.fixed(Tableaus.MIDPOINT, 10), 2),
            new Way("midpoint 20", OdeSolver.fixed(Tableaus.MIDPOINT, 10), 6),
            new Way("midpoint 20", OdeSolver.fixed(Tableaus.MIDPOINT, 10), 0),
            new Way("dopri5 1e-3", FINE, 1),
            new Way("Euler 100", OdeSolver.fixed(Tableaus.EULER, 100), 1));

    private final PictureSet set;
    private final PictureJudge judge;
    private final Results scores;
    private final Results nets;
    private final Path folder;
    private final int samples;
    private final PrintStream out;

    PictureStudy(PictureSet set, PictureJudge judge, Path folder, int samples, PrintStream out) {
        this.set = set;
        this.judge = judge;
        this.folder = folder;
        this.samples = samples;
        this.out = out;
        scores = Results.open(
                folder.resolve("images.csv"), PictureScore.NAMED, PictureScore::parse, PictureScore.HEADER);
        nets = Results.open(
                folder.resolve("images-nets.csv"), PictureSummary.NAMED, PictureSummary::parse, PictureSummary.HEADER);
    }

    /** Makes the rows of a net that are not there yet, and its picture. */
    void measure(PictureRun run, Run<ImageVelocity> trained) {
        var velocity = LabelledVelocity.of(trained.model(), set.classes());
        for (var way : WAYS) {
            if (!has(run, way)) {
                sample(run, velocity, way);
            }
        }
        picture(run, velocity);
        if (!nets.has(run.values().toArray())) {
            var summary = summary(run, trained, velocity);
            nets.add(summary.values());
            out.println("  " + run + ": " + summary);
        }
    }

    private boolean has(PictureRun run, Way way) {
        var name = new ArrayList<Object>(run.values());
        name.addAll(List.of(way.name, way.guidance, samples));
        return scores.has(name.toArray());
    }

    private void sample(PictureRun run, LabelledVelocity velocity, Way way) {
        try (var manager = NDManager.newBaseManager()) {
            long start = System.nanoTime();
            var drawn = ClassSamples.of(velocity, set.shape(), way.solver)
                    .guided(way.guidance)
                    .draw(manager, samples / set.classes(), Rng.of(0).child("samples"));
            double seconds = (System.nanoTime() - start) * 1e-9;
            var score = judge.score(run, way.name, way.guidance, drawn, seconds);
            scores.add(score.values());
            out.println("  " + run + ": " + score);
        }
    }

    private void picture(PictureRun run, LabelledVelocity velocity) {
        try (var manager = NDManager.newBaseManager()) {
            var drawn = ClassSamples.of(velocity, set.shape(), OdeSolver.fixed(Tableaus.MIDPOINT, 10))
                    .guided(2)
                    .draw(manager, GRID, Rng.of(0).child("picture"));
            var grid = ImageGrid.of(run + ": guidance 2, 20 evaluations of either field", drawn.images())
                    .columns(set.classes());
            var picture = (set.shape().channels() == 1 ? grid.dark() : grid).image();
            WholeFile.write(folder.resolve(run.file() + ".png"), to -> to.write(Png.bytes(picture)));
        }
    }

    private PictureSummary summary(PictureRun run, Run<ImageVelocity> trained, LabelledVelocity velocity) {
        int d = set.train().dim();
        int[] some = Arrays.copyOf(
                Rng.of(0).child("bits").permutation(set.test().size()),
                Math.min(samples / 10, set.test().size()));
        var flow = Flow.of(Gaussian.standard(d), velocity.given(LabelledVelocity.NONE), FINE)
                .with(Divergence.hutchinson(1, Probe.RADEMACHER, Rng.of(0).child("probes")));
        var bits = BitsPerDimension.of(flow, set.test(), DRAWS, Rng.of(0).child("noise"), some);
        var fewer = Arrays.copyOf(some, Math.max(2, some.length / 10));
        var loose = BitsPerDimension.of(flow, set.test(), 1, Rng.of(0).child("noise"), fewer);
        var tight = BitsPerDimension.of(
                flow.with(OdeSolver.adaptive(Tableaus.DOPRI5, TIGHTER, TIGHTER)),
                set.test(),
                1,
                Rng.of(0).child("noise"),
                fewer);
        return new PictureSummary(
                run,
                trained.model().parameters().count(),
                trained.loss(500) / d,
                trained.seconds(),
                bits.mean(),
                bits.standardError(),
                Math.abs(tight.mean() - loose.mean()),
                nearest(velocity),
                nearestTest(),
                roundTrip(flow));
    }

    /** The mean distance of samples to the nearest of all training images. */
    private double nearest(LabelledVelocity velocity) {
        try (var manager = NDManager.newBaseManager()) {
            var drawn = ClassSamples.of(velocity, set.shape(), OdeSolver.fixed(Tableaus.MIDPOINT, 10))
                    .draw(
                            manager,
                            Math.max(1, samples / 10 / set.classes()),
                            Rng.of(0).child("nearest"));
            return toTraining(drawn.images());
        }
    }

    private double nearestTest() {
        try (var manager = NDManager.newBaseManager()) {
            int count = Math.min(samples / 10, set.test().size());
            int[] some =
                    Arrays.copyOf(Rng.of(0).child("near").permutation(set.test().size()), count);
            return toTraining(set.test().scaled().take(manager, DataType.FLOAT32, some));
        }
    }

    private double toTraining(NDArray x) {
        var least = new double[Math.toIntExact(x.getShape().get(0))];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int from = 0; from < set.train().size(); from += PART) {
            int[] part = IntStream.range(from, Math.min(set.train().size(), from + PART))
                    .toArray();
            try (var reference = set.train().scaled().take(x.getManager(), DataType.FLOAT32, part)) {
                double[] found = NeighbourManifold.nearest(x, reference).distances();
                for (int i = 0; i < least.length; i++) {
                    least[i] = Math.min(least[i], found[i]);
                }
            }
        }
        return Arrays.stream(least).average().orElseThrow();
    }

    private double roundTrip(Flow flow) {
        try (var manager = NDManager.newBaseManager()) {
            int[] some = IntStream.range(0, Math.min(BACK, set.test().size())).toArray();
            var x = set.test().scaled().take(manager, DataType.FLOAT32, some).reshape(some.length, -1);
            return flow.roundTripError(x).rms();
        }
    }
}
