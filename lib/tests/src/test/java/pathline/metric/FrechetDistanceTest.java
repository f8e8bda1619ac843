package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class FrechetDistanceTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Four points of mean m whose covariance is exactly L Lᵀ: m ± c l1, m ± c l2, with c² = 3 / 2 as four points have it. */
    private NDArray set(double[] m, double[] l1, double[] l2) {
        double c = Math.sqrt(1.5);
        var rows = new double[8];
        for (int k = 0; k < 2; k++) {
            rows[k] = m[k] + c * l1[k];
            rows[2 + k] = m[k] - c * l1[k];
            rows[4 + k] = m[k] + c * l2[k];
            rows[6 + k] = m[k] - c * l2[k];
        }
        return manager.create(rows, new ai.djl.ndarray.types.Shape(4, 2));
    }

    @Test
    void ofDiagonalCovariancesItIsTheDifferenceOfDeviations() {
        var a = set(new double[] {1, 2}, new double[] {3, 0}, new double[] {0, 0.5});
        var b = set(new double[] {0, 4}, new double[] {1, 0}, new double[] {0, 2});
        // |m|² = 1 + 4, (3 - 1)² + (0.5 - 2)²
        assertEquals(5 + 4 + 2.25, FrechetDistance.of(a, b), 1e-12);
        assertEquals(FrechetDistance.of(a, b), FrechetDistance.of(b, a), 1e-12);
    }

    @Test
    void inTwoDimensionsTheCrossTermHasAClosedForm() {
        double[] l1 = {2, 1};
        double[] l2 = {0, 1};
        double[] k1 = {1, -1};
        double[] k2 = {0.5, 1};
        var a = set(new double[2], l1, l2);
        var b = set(new double[2], k1, k2);
        double[] s = {l1[0] * l1[0], l1[0] * l1[1], l1[1] * l1[1] + l2[1] * l2[1]};
        double[] r = {k1[0] * k1[0] + k2[0] * k2[0], k1[0] * k1[1] + k2[0] * k2[1], k1[1] * k1[1] + k2[1] * k2[1]};
        double trace = s[0] * r[0] + 2 * s[1] * r[1] + s[2] * r[2];
        double determinant = (s[0] * s[2] - s[1] * s[1]) * (r[0] * r[2] - r[1] * r[1]);
        // the root of a 2 x 2 matrix P has trace √(tr P + 2 √det P)
        double cross = Math.sqrt(trace + 2 * Math.sqrt(determinant));
        assertEquals(s[0] + s[2] + r[0] + r[2] - 2 * cross, FrechetDistance.of(a, b), 1e-12);
    }

    @Test
    void constantFeaturesAndFewerRowsThanFeaturesAreFine() {
        var x = Rng.of(1).normal(manager, DataType.FLOAT64, 5, 8);
        x.set(new ai.djl.ndarray.index.NDIndex(":, 3"), 0.0);
        assertEquals(0, FrechetDistance.of(x, x.duplicate()), 1e-7); // of zero eigenvalues the root of rounding stays
        assertEquals(8 * 0.25, FrechetDistance.of(x, x.add(0.5)), 1e-7);
    }

    @Test
    void twoSetsOfOneLawAreNearEachOtherAndNoiseIsFar() {
        var x = Rng.of(1).normal(manager, DataType.FLOAT64, 2_000, 4);
        var y = Rng.of(2).normal(manager, DataType.FLOAT64, 2_000, 4);
        double near = FrechetDistance.of(x, y);
        // about d (1 + (d + 1) / 4) · 2 / n = 0.009; five times that
        assertTrue(near > 0 && near < 0.045, "distance " + near);
        assertEquals(4, FrechetDistance.of(x, y.mul(2)), 0.4); // (2 - 1)² each, of deviations known to 1.6 %
    }

    @Test
    void whatIsNoNumberIsNamed() {
        var x = manager.create(new float[][] {{1, 2}, {3, Float.NaN}});
        var message = assertThrows(
                        IllegalArgumentException.class, () -> FrechetDistance.of(x, manager.create(new float[2][2])))
                .getMessage();
        assertTrue(message.contains("NaN"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> FrechetDistance.of(manager.create(new float[1][2]), manager.create(new float[2][2])));
        assertThrows(
                IllegalArgumentException.class,
                () -> FrechetDistance.of(manager.create(new float[2][3]), manager.create(new float[2][2])));
    }
}
