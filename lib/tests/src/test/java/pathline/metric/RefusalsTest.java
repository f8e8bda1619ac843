package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.distribution.Gaussian;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;
import pathline.random.Rng;

/** What no metric measures, and what the message says of it. */
class RefusalsTest {

    private static final OdeSolver EULER = OdeSolver.fixed(Tableaus.EULER, 4);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void setsOfPointsAreCheckedByEveryMetric() {
        List<BiConsumer<NDArray, NDArray>> metrics = List.of(
                Wasserstein::w1,
                Wasserstein::w2,
                (a, b) -> Wasserstein.sliced(a, b, 3, Rng.of(1)),
                EnergyDistance::squared,
                EnergyDistance::unbiased,
                EnergyDistance::statistic,
                Mmd::median,
                (a, b) -> new Mmd(1).squared(a, b));
        var good = Rng.of(1).normal(manager, DataType.FLOAT64, 5, 2);
        var closed = good.duplicate();
        closed.close();
        for (var metric : metrics) {
            for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
                var bad = good.duplicate();
                bad.set(new ai.djl.ndarray.index.NDIndex("3, 1"), value);
                refused(List.of("" + value, "3", "1"), () -> metric.accept(good, bad));
            }
            refused(List.of("a is closed"), () -> metric.accept(closed, good));
            refused(List.of("b is int64"), () -> metric.accept(good, good.toType(DataType.INT64, true)));
            refused(List.of("a", "(n, d)"), () -> metric.accept(manager.zeros(new Shape(0, 2)), good));
            refused(List.of("b", "(n, d)"), () -> metric.accept(good, manager.zeros(new Shape(5))));
        }
    }

    @Test
    void samplesOfNumbersAreChecked() {
        double[] good = {1, 2};
        double[] bad = {1, Double.NaN};
        refused(List.of("b[1] is NaN"), () -> Wasserstein.w1(good, bad));
        refused(List.of("a[1] is NaN"), () -> Wasserstein.w2(bad, good));
        refused(List.of("so far apart"), () -> Wasserstein.w2(new double[] {1e200}, new double[] {0}));
        refused(List.of("a is NaN in row 1"), () -> EnergyDistance.squared(bad, good));
        refused(List.of("b is empty"), () -> EnergyDistance.unbiased(good, new double[0]));
        refused(List.of("b[1] is NaN"), () -> KolmogorovSmirnov.twoSample(good, bad));
        refused(List.of("sample is empty"), () -> KolmogorovSmirnov.oneSample(new double[0], x -> 0));
        refused(List.of("from 1e-150"), () -> new Mmd(1e-200));
    }

    @Test
    void anOrderNeedsTwoStepLengths() {
        refused(List.of("h has one step length only, 0.1"), () -> ConvergenceOrder.of(new double[] {0.1, 0.1}, good()));
        refused(
                List.of("h[0] is Infinity"),
                () -> ConvergenceOrder.of(new double[] {Double.POSITIVE_INFINITY, 1}, good()));
        refused(List.of("error[1] is NaN"), () -> ConvergenceOrder.of(good(), new double[] {1, Double.NaN}));
        // one length twice, and another: the line through the mean error of the first
        assertEquals(2, ConvergenceOrder.of(new double[] {0.1, 0.1, 1}, new double[] {0.01, 0.01, 1}), 1e-14);
    }

    private static double[] good() {
        return new double[] {1, 2};
    }

    @Test
    void workThatTakesForeverIsRefusedBeforeItBegins() {
        var law = Gaussian.standard(2);
        refused(List.of("65536 and 1000"), () -> Wasserstein.floor(law, 65_536, 1_000, Rng.of(1)));
        var wide = Gaussian.standard(784);
        refused(List.of("20000 and 2", "784 dimensions"), () -> Wasserstein.floor(wide, 20_000, 2, Rng.of(1)));
        refused(List.of("2147483647 and 2"), () -> Wasserstein.floor(law, Integer.MAX_VALUE, 2, Rng.of(1)));
        var x = manager.ones(new Shape(2, 2));
        refused(List.of("directions", "1000000"), () -> Wasserstein.sliced(x, x, Integer.MAX_VALUE, Rng.of(1)));
    }

    @Test
    void straightnessOfOnePointIsRefusedBeforeTheSolve() {
        VectorField still = (t, x) -> x.zerosLike();
        var one = manager.ones(new Shape(1, 2));
        refused(List.of("x0 has 1 point"), () -> Straightness.of(still, one, EULER));
        var solution = EULER.solve(still, one, 0, 1, SaveAt.dense());
        refused(List.of("solution has 1 point"), () -> Straightness.of(still, solution));
    }

    private static void refused(List<String> parts, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(parts.stream().allMatch(message::contains), message);
    }
}
