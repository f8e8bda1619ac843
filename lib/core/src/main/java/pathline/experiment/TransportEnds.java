package pathline.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.distribution.Distribution;
import pathline.distribution.Empirical;
import pathline.random.Rng;

/**
 * The points of one task and one seed.
 *
 * @param task which
 * @param seed its number
 * @param rng where all of its chance comes from
 * @param source of training: N(0, I) itself, or so many points of another source
 * @param target of training: so many points
 * @param testSource points that the flow starts from when it is judged
 * @param testTarget points that its ends are compared with
 * @param fresh as many more points of the target, for the sampling floor
 */
record TransportEnds(
        TransportTask task,
        int seed,
        Rng rng,
        Distribution source,
        Empirical target,
        Empirical testSource,
        Empirical testTarget,
        Empirical fresh) {

    /** So many points for training and so many for the test. */
    static TransportEnds of(TransportTask task, int seed, int points) {
        Rng rng = Rng.of(seed).child(task.name());
        return new TransportEnds(
                task,
                seed,
                rng,
                task.fromNoise() ? task.source() : drawn(task.source(), points, rng.child("training source")),
                drawn(task.target(), points, rng.child("training target")),
                drawn(task.source(), points, rng.child("test source")),
                drawn(task.target(), points, rng.child("test target")),
                drawn(task.target(), points, rng.child("floor")));
    }

    private static Empirical drawn(Distribution law, int points, Rng rng) {
        try (var manager = NDManager.newBaseManager()) {
            return Empirical.of(law.sample(manager, DataType.FLOAT64, points, rng));
        }
    }
}
