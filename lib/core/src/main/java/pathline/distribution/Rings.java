package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * Circles around the origin with equal weights, blurred by N(0, sigma² I).
 *
 * <p>A sample lays an even grid of angles 2πj/m on each circle, m points of the n asked for (the remainder on the last
 * circle), shuffles, and adds the noise; the grid is what the sources of these sets do, and makes a sample more even
 * than independent angles would. The density is that of a large sample, uniform in angle. At distance s from the
 * origin, for a single circle of radius R,
 * <pre>
 * p = exp(-(s² + R²) / 2σ²) I₀(sR/σ²) / 2πσ²,   ∇ log p = (-s + R I₁(sR/σ²) / I₀(sR/σ²)) / σ² · x/s.
 * </pre>
 */
public final class Rings implements Density, RowDraw {

    private static final double FAR = GaussianMixture.FAR;

    private final double[] radii;
    private final double sigma;

    /**
     * Circles of the given radii.
     *
     * @param sigma standard deviation of the noise on each coordinate, positive
     * @param radii positive radii, at least one
     */
    public Rings(double sigma, double... radii) {
        Require.nonNull(radii, "radii");
        if (!(sigma > 1e-150 && sigma < 1e150)) {
            throw new IllegalArgumentException(
                    "sigma must be positive for rings to have a density, from 1e-150 to 1e150, got " + sigma);
        }
        if (radii.length == 0 || !Arrays.stream(radii).allMatch(r -> r > 0 && r < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "radii must be positive and finite, at least one, got " + Arrays.toString(radii));
        }
        this.radii = radii.clone();
        this.sigma = sigma;
    }

    @Override
    public int dim() {
        return 2;
    }

    @Override
    public Points points(NDManager manager, DataType type, int n, Rng rng) {
        DrawSize.check(manager, type, n, 2, rng);
        int each = n / radii.length;
        int[] order = rng.permutation(n);
        var rows = new double[n][];
        for (int i = 0; i < n; i++) {
            int ring = each == 0 ? radii.length - 1 : Math.min(order[i] / each, radii.length - 1);
            int onRing = ring < radii.length - 1 ? each : n - ring * each;
            double angle = 2 * Math.PI * (order[i] - ring * each) / onRing;
            rows[i] = new double[] {
                radii[ring] * Math.cos(angle) + sigma * rng.normal(),
                radii[ring] * Math.sin(angle) + sigma * rng.normal()
            };
        }
        return RowDraw.of(manager, type, rows);
    }

    @Override
    public NDArray logDensity(NDArray x) {
        return RowFunctions.scalars(x, 2, this::logDensity);
    }

    @Override
    public NDArray score(NDArray x) {
        return RowFunctions.vectors(x, 2, 2, this::score);
    }

    private double logDensity(double[] x) {
        double[] logs = logRings(Math.hypot(x[0], x[1]));
        double max = Arrays.stream(logs).max().getAsDouble();
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        double sum = Arrays.stream(logs).map(log -> Math.exp(log - max)).sum();
        return RowFunctions.logDensity(max + Math.log(sum / radii.length), x);
    }

    private double[] score(double[] x) {
        double s = Math.hypot(x[0], x[1]);
        if (s == 0) {
            return new double[2]; // by symmetry
        }
        double[] logs = logRings(s);
        double max = Arrays.stream(logs).max().getAsDouble();
        boolean far = !(max > -FAR);
        if (far) {
            logs = farFromAll(s);
            max = 0;
        }
        double total = 0;
        double radial = 0;
        for (int k = 0; k < radii.length; k++) {
            double z = s * radii[k] / (sigma * sigma);
            double weight = Math.exp(logs[k] - max);
            total += weight;
            radial += weight * (radii[k] * Bessel.scaled(1, z) / Bessel.scaled(0, z) - s) / (sigma * sigma);
        }
        if (far) { // where x times the score would leave the range of doubles
            return RowFunctions.finite(
                    new double[] {radial / total * (x[0] / s), radial / total * (x[1] / s)}, x, "score");
        }
        return RowFunctions.finite(new double[] {radial / total * x[0] / s, radial / total * x[1] / s}, x, "score");
    }

    /** The log-densities less that of the widest ring, where squares would lose the differences between the rings. */
    private double[] farFromAll(double s) {
        double widest = Arrays.stream(radii).max().getAsDouble();
        double variance = sigma * sigma;
        double own = Bessel.scaled(0, s / variance * widest);
        return Arrays.stream(radii)
                .map(r -> Math.log(Bessel.scaled(0, s / variance * r) / own)
                        + (r - widest) / variance * (s - (r + widest) / 2))
                .toArray();
    }

    /** The log-density of each single circle at distance s, with e^z of the Bessel function joined to the square. */
    private double[] logRings(double s) {
        double variance = sigma * sigma;
        return Arrays.stream(radii)
                .map(r -> Math.log(Bessel.scaled(0, s * r / variance) / (2 * Math.PI * variance))
                        - (s - r) * (s - r) / (2 * variance))
                .toArray();
    }

    @Override
    public String toString() {
        return "Rings[sigma " + sigma + ", radii " + Arrays.toString(radii) + "]";
    }
}
