package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.distribution.GaussianMixture;
import pathline.random.Rng;

class PredictionTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray t = Paths.column(manager, 0.05, 0.3, 0.5, 0.7, 0.95);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<String> gaussian() {
        return Paths.gaussian().keySet().stream();
    }

    /** The forms of one known pair of noise and data, converted each into each. */
    @ParameterizedTest
    @MethodSource("gaussian")
    void everyFormGivesEveryOther(String name) {
        var path = GaussianPath.of(Paths.gaussian().get(name));
        var noise = Rng.of(1).normal(manager, DataType.FLOAT64, 5, 3);
        var data = Rng.of(2).normal(manager, DataType.FLOAT64, 5, 3);
        var sample = path.sample(t, noise, data);
        var x = sample.xt();
        var score = noise.div(path.schedule().at(t).sigma()).neg();
        List<Prediction> given = List.of(
                path.fromNoise(t, x, noise),
                path.fromData(t, x, data),
                path.fromScore(t, x, score),
                path.fromVelocity(t, x, sample.ut()));
        for (Prediction p : given) {
            assertClose(noise, p.noise());
            assertClose(data, p.data());
            assertClose(score, p.score());
            assertClose(sample.ut(), p.velocity());
        }
    }

    /** Rounding grows by up to 1/α or 1/σ, some 1e4 for the cubic near t = 0. */
    private static void assertClose(NDArray expected, NDArray actual) {
        double[] e = expected.toDoubleArray();
        double[] a = actual.toDoubleArray();
        for (int i = 0; i < e.length; i++) {
            assertArrayEquals(new double[] {e[i]}, new double[] {a[i]}, 1e-9 * (1 + Math.abs(e[i])));
        }
    }

    @ParameterizedTest
    @MethodSource("gaussian")
    void theMarginalScoreIsReadFromTheMarginalVelocity(String name) {
        var path = GaussianPath.of(Paths.gaussian().get(name));
        var exact = MarginalVelocity.of(path, GaussianMixture.ring(3, 2, 0.4));
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 5, 2);
        assertClose(exact.score(t, x), path.fromVelocity(t, x, exact.at(t, x)).score());
        assertClose(exact.at(t, x), path.fromScore(t, x, exact.score(t, x)).velocity());
    }

    @Test
    void whatCannotBeKnownIsAnError() {
        var path = GaussianPath.of(Schedule.linear());
        var x = Rng.of(4).normal(manager, DataType.FLOAT64, 1, 2);
        var start = Paths.column(manager, 0);
        var end = Paths.column(manager, 1);
        Function<NDArray, Prediction> atStart = p -> path.fromNoise(start, x, p);
        ScheduleTest.assertMessage(
                "data read from noise", () -> atStart.apply(x).data());
        ScheduleTest.assertMessage(
                "velocity read from noise", () -> atStart.apply(x).velocity());
        ScheduleTest.assertMessage(
                "score read from data", () -> path.fromData(end, x, x).score());
        // known nevertheless: at the end the velocity tells the noise, and at the start the noise tells the score
        assertArrayEquals(x.neg().toDoubleArray(), atStart.apply(x).score().toDoubleArray());
        var noise = x.mul(5);
        assertArrayEquals(
                noise.toDoubleArray(),
                path.fromVelocity(end, x, x.sub(noise)).noise().toDoubleArray(),
                1e-14);
    }
}
