package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.distribution.Toy;
import pathline.random.Rng;

/** The lecture's examples, and what no training can change about the tasks of the literature. */
class ClosedFormsTest {

    private static final AffinePath LINE = AffinePath.of(Schedule.linear());

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** ∫ E|v|² dt and ∫ E tr Cov[ut | xt] dt. */
    private record Energy(double kinetic, double irreducible) {}

    /** Time by Gauss-Legendre on 4 panels of 5 nodes, xt drawn from the path itself. */
    private Energy energy(AffinePath path, Distribution source, Distribution target, int draws) {
        var field = MarginalVelocity.of(path, source, target);
        var rng = Rng.of(11);
        var x0 = source.sample(manager, DataType.FLOAT64, draws, rng.child("x0"));
        var x1 = target.sample(manager, DataType.FLOAT64, draws, rng.child("x1"));
        DoubleFunction<NDArray> xt =
                t -> path.sample(Paths.column(manager, t), x0, x1).xt();
        return new Energy(
                Paths.integral(
                        0, 1, 4, t -> mean(field.at(t, xt.apply(t)).square().sum(new int[] {1}))),
                Paths.integral(0, 1, 4, t -> mean(field.conditionalVariance(t, xt.apply(t)))));
    }

    private static double mean(NDArray values) {
        return values.mean().toDoubleArray()[0];
    }

    @Test
    void gaussianToGaussian() {
        double mu = 10;
        var field = MarginalVelocity.of(
                LINE, Gaussian.isotropic(new double[] {-mu, 0}, 1), Gaussian.isotropic(new double[] {mu, 0}, 1));
        var x = Paths.rows(manager, new double[] {1.5, -0.7});
        for (double t : new double[] {0, 0.25, 0.5, 0.75, 1}) {
            double s2 = (1 - t) * (1 - t) + t * t;
            double rate = (2 * t - 1) / s2;
            double m = (2 * t - 1) * mu;
            assertArrayEquals(
                    new double[] {2 * mu + rate * (1.5 - m), rate * -0.7},
                    field.at(t, x).toDoubleArray(),
                    1e-12);
            assertEquals(2 / s2, field.conditionalVariance(t, x).toDoubleArray()[0], 1e-12);
        }
        // over x: the variance does not depend on it, and |v|² has mean 4 mu² + 2 (s'/s)² s², v being affine in x
        double irreducible =
                Paths.integral(0, 1, 20, t -> field.conditionalVariance(t, x).toDoubleArray()[0]);
        double energy = Paths.integral(0, 1, 20, t -> {
            double sd = Math.sqrt((1 - t) * (1 - t) + t * t);
            double m = (2 * t - 1) * mu;
            var corners = Paths.rows( // two points at ± one standard deviation have the moments of a normal
                    manager, new double[] {m + sd, sd}, new double[] {m - sd, -sd});
            return mean(field.at(t, corners).square().sum(new int[] {1}));
        });
        assertEquals(Math.PI, irreducible, 1e-9); // 100 nodes
        assertEquals(400.8584, energy, 5e-5);
        assertEquals(400 + 2 * (2 - Math.PI / 2), energy, 1e-9);
    }

    @Test
    void mixtureToMixture() {
        double mu = 10;
        var source = GaussianMixture.isotropic(new double[][] {{-mu, mu}, {-mu, -mu}}, 1);
        var target = GaussianMixture.isotropic(new double[][] {{mu, mu}, {mu, -mu}}, 1);
        var field = MarginalVelocity.of(LINE, source, target);
        // in a mode at the start, on the straight track, and where the two diagonals cross
        assertEquals(102, variance(field, 0, -mu, mu), 1e-6);
        assertEquals(3.20, variance(field, 0.25, -mu / 2, mu), 5e-3);
        assertEquals(404, variance(field, 0.5, 0, 0), 1e-6);
        var energy = energy(LINE, source, target, 40_000);
        // E|x1 - x0|² = 604 is split in two; |x1 - x0|² is near 404 or 804, and since all times share their pairs the
        // standard error is 200/√40000 = 1; the stated 566.3 has an error of 1 itself
        assertEquals(566.3, energy.kinetic, 5);
        assertEquals(37.7, energy.irreducible, 2);
        assertEquals(604, energy.kinetic + energy.irreducible, 4);
    }

    private double variance(MarginalVelocity field, double t, double... x) {
        return field.conditionalVariance(t, Paths.rows(manager, x)).toDoubleArray()[0];
    }

    /** A curve blurred by a normal, as one component per standard deviation of its length. */
    private static GaussianMixture curve(double[][] centres, double sigma) {
        return GaussianMixture.isotropic(centres, sigma).stratified();
    }

    private static GaussianMixture moons(int perArc, double factor, double shiftX, double shiftY, double sigma) {
        var centres = new double[2 * perArc][];
        for (int k = 0; k < perArc; k++) {
            double a = Math.PI * (k + 0.5) / perArc;
            centres[k] = new double[] {factor * Math.cos(a) + shiftX, factor * Math.sin(a) + shiftY};
            centres[perArc + k] =
                    new double[] {factor * (1 - Math.cos(a)) + shiftX, factor * (0.5 - Math.sin(a)) + shiftY};
        }
        return curve(centres, sigma);
    }

    private static GaussianMixture sCurve(int count) {
        var centres = new double[count][];
        for (int k = 0; k < count; k++) {
            double a = 3 * Math.PI * ((k + 0.5) / count - 0.5);
            centres[k] = new double[] {1.5 * Math.sin(a), 1.5 * Math.signum(a) * (Math.cos(a) - 1)};
        }
        return curve(centres, 0.075);
    }

    private void assertTask(
            Distribution source, Distribution target, double squaredWasserstein, double npe, double loss, double tol) {
        var energy = energy(LINE, source, target, 1500);
        assertEquals(npe, energy.kinetic / squaredWasserstein - 1, tol * (1 + npe));
        assertEquals(loss, energy.irreducible, tol * loss);
    }

    /** All times share 1 500 pairs: a standard error of 1 to 2 %; the stated values have 1 % of their own. */
    @Test
    void normalToEightGaussians() {
        assertTask(Gaussian.standard(2), Toy.eightGaussiansA(), 14.99, 0.21, 10.8, 0.04);
    }

    @Test
    void normalToMoons() {
        assertTask(Gaussian.standard(2), moons(63, 2, -1, 0, 0.1), 1.233, 0.97, 3.82, 0.05);
    }

    @Test
    void normalToSCurve() {
        assertTask(Gaussian.standard(2), sCurve(150), 1.655, 0.87, 4.38, 0.05);
    }

    @Test
    void moonsToEightGaussians() {
        double factor = 7 / Math.sqrt(13.0 / 16 - 1 / (2 * Math.PI) + 0.01 - 9.0 / 64);
        var moons = moons(24, factor, -0.375 * factor, -0.375 * factor, 0.1 * factor);
        assertTask(moons, Toy.eightGaussiansB().stratified(), 29.6, 2.98, 128, 0.05);
    }
}
