package pathline.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Gaussian;
import pathline.field.LinearField;
import pathline.random.Rng;

/** A path has times from 0 to 1 and no others. */
class TimesOutsideTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray time(double t) {
        return manager.create(new double[] {t}, new Shape(1, 1));
    }

    @Test
    void timesOutsideAreRefusedByWhateverIsAskedOfAPath() {
        var schedule = Schedule.linear(0.1);
        Schedule lambda = t -> new Schedule.AlphaSigma(
                t, t.neg().add(1), t.onesLike(), t.onesLike().neg());
        var path = AffinePath.of(schedule);
        var gaussian = GaussianPath.of(schedule);
        var field = MarginalVelocity.of(path, Gaussian.standard(2), Gaussian.standard(2));
        var estimate = MonteCarloVelocity.of(schedule, Gaussian.standard(2), Gaussian.standard(2));
        var moved = Rescheduled.of(LinearField.of(new double[2][2]), schedule, Schedule.cosine());
        var x = manager.ones(new Shape(3, 2), DataType.FLOAT64);
        var small = manager.ones(new Shape(3, 2), DataType.FLOAT32);
        List<Consumer<Double>> asked = List.of(
                t -> schedule.at(time(t)),
                t -> Bridge.brownian(1).at(time(t)),
                t -> path.sample(time(t), x, x),
                t -> path.sample(time(t).toType(DataType.FLOAT32, false), small, small),
                t -> AffinePath.of(lambda).sample(time(t), x, x),
                t -> path.with(Bridge.quadratic()).sample(time(t), x, x, Rng.of(1)),
                t -> path.velocity(time(t), x, x, x),
                t -> gaussian.velocity(time(t), x, x),
                t -> gaussian.logDensity(time(t), x, x),
                t -> gaussian.fromScore(time(t), x, x),
                t -> field.at(time(t), x),
                t -> field.score(t, x),
                t -> field.logDensity(t, x),
                t -> field.conditionalVariance(t, x),
                t -> field.marginal(t),
                t -> estimate.at(t, x, 4, Rng.of(1)),
                t -> moved.at(time(t), x));
        for (var ask : asked) {
            for (double t : new double[] {-0.1, 1.1, 1 + 1e-5}) {
                ScheduleTest.assertMessage("expected times from 0", () -> ask.accept(t));
            }
            // A field may refuse what is no number before it asks whether the time is one of the path's.
            for (double t : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                ScheduleTest.assertMessage("expected", () -> ask.accept(t));
            }
            ask.accept(0.5);
        }
    }

    @Test
    void roundingBeyondTheEndIsNoOtherTime() {
        var field =
                MarginalVelocity.of(AffinePath.of(Schedule.linear(0.1)), Gaussian.standard(2), Gaussian.standard(2));
        var x = manager.ones(new Shape(1, 2), DataType.FLOAT64);
        assertEquals(
                field.at(1, x).toDoubleArray()[0], field.at(Math.nextUp(1.0), x).toDoubleArray()[0], 1e-14);
    }

    @Test
    void aCoefficientWithoutAValueIsRefused() {
        ScheduleTest.assertMessage(
                "has no value there", () -> Schedule.polynomial(2.5).at(time(-1e-7)));
    }

    @Test
    void theFirstRowOutsideIsNamed() {
        var t = manager.create(new double[] {0, 1, 2}, new Shape(3, 1));
        var x = manager.ones(new Shape(3, 2), DataType.FLOAT64);
        ScheduleTest.assertMessage(
                "t is 2.0 in row 2", () -> AffinePath.of(Schedule.linear()).sample(t, x, x));
    }
}
