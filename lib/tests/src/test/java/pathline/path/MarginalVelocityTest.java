package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.distribution.Toy;
import pathline.field.Gradient;
import pathline.random.Rng;

class MarginalVelocityTest {

    private static final double H = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** ∫ f(x0) p0(x0) p1(x1) dx0, over all x1 = (x - σ x0)/α, by quadrature; f(u) = 1, u, u². */
    private static double[] moments(double t, double x) {
        double a = Math.sin(Math.PI * t / 2);
        double s = Math.cos(Math.PI * t / 2);
        double w = Math.PI / 2;
        var moments = new double[3];
        for (int m = 0; m < 3; m++) {
            int power = m;
            moments[m] = Paths.integral(-12, 12, 400, x0 -> {
                double x1 = (x - s * x0) / a;
                double u = w * (a * -x0 + s * x1);
                double p0 = 0.3 * Paths.normal(x0, -2, 0.5) + 0.7 * Paths.normal(x0, 1, 0.8);
                double p1 = 0.6 * Paths.normal(x1, 3, 0.4) + 0.4 * Paths.normal(x1, -1, 1.1);
                return p0 * p1 / a * Math.pow(u, power);
            });
        }
        return moments;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.85})
    void mixturesAgreeWithQuadrature(double t) {
        var source = GaussianMixture.of(new double[] {0.3, 0.7}, List.of(normal(-2, 0.5), normal(1, 0.8)));
        var target = GaussianMixture.of(new double[] {0.6, 0.4}, List.of(normal(3, 0.4), normal(-1, 1.1)));
        var field = MarginalVelocity.of(AffinePath.of(Schedule.trigonometric()), source, target);
        for (double x : new double[] {-2.5, -0.4, 0.7, 2.2}) {
            double[] m = moments(t, x);
            double slope = (moments(t, x + H)[0] - moments(t, x - H)[0]) / (2 * H);
            var at = Paths.column(manager, x);
            // the rule has 2000 points and order 10; 1e-7 for the difference
            assertEquals(Math.log(m[0]), field.logDensity(t, at).toDoubleArray()[0], 1e-9);
            assertEquals(m[1] / m[0], field.at(t, at).toDoubleArray()[0], 1e-8);
            assertEquals(slope / m[0], field.score(t, at).toDoubleArray()[0], 1e-6);
            double variance = m[2] / m[0] - Math.pow(m[1] / m[0], 2);
            assertEquals(variance, field.conditionalVariance(t, at).toDoubleArray()[0], 1e-8);
            assertEquals(Math.log(m[0]), field.marginal(t).logDensity(at).toDoubleArray()[0], 1e-9);
        }
    }

    private static Gaussian normal(double mean, double sd) {
        return Gaussian.isotropic(new double[] {mean}, sd);
    }

    @Test
    void finitelyManyPointsAndNoiseAgreeWithTheSumWrittenOut() {
        double[] from = {-1, 0.5};
        double[] to = {2, 3, -4};
        double t = 0.3;
        double g = 0.7 * Math.sqrt(t * (1 - t));
        double dg = 0.7 * (1 - 2 * t) / (2 * Math.sqrt(t * (1 - t)));
        var field = MarginalVelocity.of(
                AffinePath.of(Schedule.linear()).with(Bridge.brownian(0.7)),
                Empirical.of(Paths.column(manager, from)),
                Empirical.of(Paths.column(manager, to)));
        for (double x : new double[] {-1.2, 0.1, 0.9}) {
            double p = 0;
            double pu = 0;
            for (double x0 : from) {
                for (double x1 : to) {
                    double mean = (1 - t) * x0 + t * x1;
                    double weight = Paths.normal(x, mean, g) / 6;
                    p += weight;
                    pu += weight * (x1 - x0 + dg / g * (x - mean));
                }
            }
            var at = Paths.column(manager, x);
            assertEquals(pu / p, field.at(t, at).toDoubleArray()[0], 1e-12); // rounding
            assertEquals(Math.log(p), field.logDensity(t, at).toDoubleArray()[0], 1e-12);
        }
    }

    private static MarginalVelocity correlated() {
        var source = GaussianMixture.equal(
                Gaussian.full(new double[] {-1, 0}, new double[][] {{1, 0.6}, {0.6, 0.8}}),
                Gaussian.isotropic(new double[] {1, 1}, 0.7));
        var target = GaussianMixture.equal(
                Gaussian.full(new double[] {2, -1}, new double[][] {{0.5, -0.3}, {-0.3, 0.6}}),
                Gaussian.diagonal(new double[] {-1, 2}, new double[] {0.4, 0.9}));
        return MarginalVelocity.of(AffinePath.of(Schedule.cosine()).with(Bridge.quadratic()), source, target);
    }

    private NDArray points() {
        return Rng.of(1).normal(manager, DataType.FLOAT64, 4, 2);
    }

    private NDArray times() {
        return Paths.column(manager, 0.1, 0.4, 0.6, 0.9);
    }

    /** (f(x + h dx) - f(x - h dx)) / 2h. */
    private static NDArray along(UnaryOperator<NDArray> f, NDArray x, NDArray dx) {
        return f.apply(x.add(dx.mul(H))).sub(f.apply(x.sub(dx.mul(H)))).div(2 * H);
    }

    private NDArray unit(int j) {
        return Paths.rows(manager, new double[] {j == 0 ? 1 : 0, j == 1 ? 1 : 0});
    }

    /** Differences leave h² times a third derivative of at most 100, and rounding 1e-15 / h: some 1e-8 in all. */
    private static void assertClose(NDArray expected, NDArray actual) {
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-7);
    }

    @Test
    void theFieldSolvesTheTransportEquation() {
        var field = correlated();
        var t = times();
        var x = points();
        var residual = field.logDensity(t.add(H), x)
                .sub(field.logDensity(t.sub(H), x))
                .div(2 * H)
                .add(field.at(t, x).mul(field.score(t, x)).sum(new int[] {1}));
        for (int j = 0; j < 2; j++) {
            residual.addi(along(y -> field.at(t, y), x, unit(j)).get(":, " + j));
            assertClose(
                    along(y -> field.logDensity(t, y), x, unit(j)),
                    field.score(t, x).get(":, " + j));
        }
        assertClose(manager.zeros(residual.getShape(), DataType.FLOAT64), residual);
    }

    @Test
    void tangentsAndCotangentsAreThoseOfTheValue() {
        var field = correlated();
        var t = times();
        var x = points();
        var dx = Rng.of(2).normal(manager, DataType.FLOAT64, 4, 2);
        var a = Rng.of(3).normal(manager, DataType.FLOAT64, 4, 2);
        var b = Rng.of(4).normal(manager, DataType.FLOAT64, 4, 2);
        var pushed = field.jvp(t, x, dx);
        assertClose(field.at(t, x), pushed.value());
        assertClose(along(y -> field.at(t, y), x, dx), pushed.derivative());
        var pulled = field.vjp(t, x, a, Gradient.unwanted());
        var pair = field.vjp(t, x, dx, a, b, Gradient.unwanted());
        for (int j = 0; j < 2; j++) {
            assertClose(along(y -> field.at(t, y).mul(a).sum(new int[] {1}), x, unit(j)), pulled.get(":, " + j));
            assertClose(
                    along(
                            y -> {
                                var both = field.jvp(t, y, dx);
                                return both.value()
                                        .mul(a)
                                        .add(both.derivative().mul(b))
                                        .sum(new int[] {1});
                            },
                            x,
                            unit(j)),
                    pair.get(":, " + j));
        }
        var two = unit(0).stack(unit(1)); // (2, 1, d): the whole Jacobian
        var jacobian = field.jvp(t, x, two).derivative();
        assertClose(field.jvp(t, x, unit(1).broadcast(4, 2).duplicate()).derivative(), jacobian.get("1"));
        var twice = field.vjp(t, x, two, a, b.expandDims(0).concat(b.expandDims(0)), Gradient.unwanted());
        var sum = field.vjp(t, x, unit(0).broadcast(4, 2).duplicate(), a, b, Gradient.unwanted())
                .add(field.vjp(t, x, unit(1).broadcast(4, 2).duplicate(), a, b, Gradient.unwanted()))
                .sub(pulled);
        assertClose(sum, twice);
    }

    @Test
    void theEstimateIsExactForItsOwnDrawsAndItsErrorIsTrue() {
        var source = Gaussian.isotropic(new double[] {-1, 0}, 1.2);
        var target = Toy.eightGaussiansC();
        var x = points();
        var estimator = MonteCarloVelocity.of(Schedule.linear(), source, target);
        var draws = Empirical.of(target.sample(manager, DataType.FLOAT64, 50, Rng.of(9)));
        var ofDraws = MarginalVelocity.of(AffinePath.of(Schedule.linear()), source, draws);
        assertClose(ofDraws.at(0.4, x), estimator.at(0.4, x, 50, Rng.of(9)).value());

        var exact = MarginalVelocity.of(AffinePath.of(Schedule.linear()), source, target)
                .at(0.2, x);
        int repeats = 60;
        double sum = 0;
        for (int k = 0; k < repeats; k++) {
            var estimate = estimator.at(0.2, x, 2000, Rng.of(10).child(k));
            assertTrue(Arrays.stream(estimate.effectiveDraws().toDoubleArray()).allMatch(n -> n > 100));
            sum += estimate.value()
                    .sub(exact)
                    .div(estimate.standardError())
                    .square()
                    .mean()
                    .toDoubleArray()[0];
        }
        // the mean of 480 squared standard normals: 1 with standard error √(2/480) = 0.065 were they independent; the 8
        // numbers of one repeat share their draws, at worst √(2/60) = 0.18
        assertEquals(1, sum / repeats, 4 * 0.11);
    }

    /** Late on the way few draws carry the weight, so that w and w² tell different errors. */
    @Test
    void theErrorOfAnEstimateIsItsFormulaWrittenOut() {
        double t = 0.7;
        double[] x = {0.4, -0.3};
        var x1 = Toy.eightGaussiansC()
                .sample(manager, DataType.FLOAT64, 30, Rng.of(9))
                .toDoubleArray();
        var source = Gaussian.isotropic(new double[] {-1, 0}, 1.2);
        var weights = new double[30];
        var first = new double[30]; // first coordinates of the conditional velocities x1 - x0
        double total = 0;
        for (int k = 0; k < 30; k++) {
            double u = (x[0] - t * x1[2 * k]) / (1 - t);
            double v = (x[1] - t * x1[2 * k + 1]) / (1 - t);
            weights[k] = Math.exp(-((u + 1) * (u + 1) + v * v) / (2 * 1.44));
            first[k] = x1[2 * k] - u;
            total += weights[k];
        }
        double mean = 0;
        for (int k = 0; k < 30; k++) {
            mean += weights[k] / total * first[k];
        }
        double variance = 0;
        for (int k = 0; k < 30; k++) {
            variance += Math.pow(weights[k] / total * (first[k] - mean), 2);
        }
        var estimate = MonteCarloVelocity.of(Schedule.linear(), source, Toy.eightGaussiansC())
                .at(t, manager.create(x, new Shape(1, 2)), 30, Rng.of(9));
        assertTrue(estimate.effectiveDraws().getDouble(0) < 15);
        assertEquals(mean, estimate.value().getDouble(0, 0), 1e-12); // sums of 30 numbers of order 1
        assertEquals(Math.sqrt(variance), estimate.standardError().getDouble(0, 0), 1e-12);
    }

    @Test
    void farPointsAndEitherTypeAreFine() {
        var field =
                MarginalVelocity.of(GaussianPath.of(Schedule.linear()), Empirical.of(new double[][] {{1, 0}, {0, 1}}));
        var far = manager.create(new float[][] {{1e4f, -1e4f}, {0, 0}});
        var v = field.at(0.999, far);
        assertEquals(DataType.FLOAT32, v.getDataType());
        // at (1e4, -1e4) only (1, 0) is likely: v = (x1 - x)/(1 - t); t = 0.999 in float32 is off by 1e-8 of 1e-3
        assertEquals((1 - 1e4) / 1e-3, v.getFloat(0, 0), 1e-4 * 1e7);
        assertTrue(Float.isFinite(field.logDensity(0.999, far).getFloat(0)));
        int before = manager.getManagedArrays().size();
        field.at(0.5, far);
        assertEquals(before + 1, manager.getManagedArrays().size());
        ScheduleTest.assertMessage("no density", () -> field.at(1, far));
        ScheduleTest.assertMessage(
                "MonteCarloVelocity", () -> MarginalVelocity.of(GaussianPath.of(Schedule.linear()), Toy.moonsA()));
        ScheduleTest.assertMessage("(n, 2)", () -> field.at(0.5, far.get(":, :1")));
    }
}
