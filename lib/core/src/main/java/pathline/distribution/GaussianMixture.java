package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * A weighted sum of Gaussian densities, p(x) = Σ w_k N(x; m_k, C_k).
 *
 * <p>The posterior probability of component k given x, its <i>responsibility</i>, is
 * <pre>
 * r_k(x) = w_k N(x; m_k, C_k) / p(x),   and   ∇ log p(x) = Σ r_k(x) ∇ log N(x; m_k, C_k).
 * </pre>
 * Sums of densities are taken as log-sum-exp, so points far from every component keep a finite log-density and the
 * score of the nearest component. Cost: one component density per point and component.
 */
public final class GaussianMixture implements Density, RowDraw {

    /** Points whose log-density is below minus this lie so far away that the squares lose what tells components apart. */
    static final double FAR = 1e15;

    private static final int MOST = 1_000_000; // components on a ring

    private enum Allocation {
        INDEPENDENT,
        STRATIFIED
    }

    private final double[] weights;
    private final List<Gaussian> components;
    private final Allocation allocation;

    /** Where the share of each component ends, but for the last: the sums of the weights. */
    private final double[] edges;

    private GaussianMixture(double[] weights, List<Gaussian> components, Allocation allocation) {
        this.weights = weights;
        this.components = components;
        this.allocation = allocation;
        this.edges = Arrays.copyOf(weights, weights.length - 1);
        Arrays.parallelPrefix(edges, Double::sum);
    }

    /**
     * The mixture of the given components.
     *
     * @param weights positive, summing to 1, one per component
     * @param components Gaussians of the same dimension
     */
    public static GaussianMixture of(double[] weights, List<Gaussian> components) {
        Require.nonNull(weights, "weights");
        Require.nonNull(Require.nonNull(components, "components").toArray(), "components");
        if (components.isEmpty() || weights.length != components.size()) {
            throw new IllegalArgumentException("A mixture needs one weight per component, at least one, got "
                    + weights.length + " weights and " + components.size() + " components");
        }
        double total = Arrays.stream(weights).sum();
        // Weights typed as decimals, or normalised in float32, miss 1 by less than this.
        if (!(Math.abs(total - 1) < 1e-6) || !Arrays.stream(weights).allMatch(w -> w > 0)) {
            throw new IllegalArgumentException("Weights must be positive and sum to 1, got " + Arrays.toString(weights)
                    + " with sum " + total + "; divide them by their sum");
        }
        for (Gaussian component : components) {
            if (component.dim() != components.get(0).dim()) {
                throw new IllegalArgumentException("Components must have the same dimension, got "
                        + components.get(0).dim() + " and " + component.dim());
            }
        }
        double[] normalised = Arrays.stream(weights).map(w -> w / total).toArray();
        return new GaussianMixture(normalised, List.copyOf(components), Allocation.INDEPENDENT);
    }

    /** The mixture of the given components with equal weights. */
    public static GaussianMixture equal(Gaussian... components) {
        Require.nonNull(components, "components");
        var weights = new double[components.length];
        Arrays.fill(weights, 1.0 / components.length);
        return of(weights, List.of(components));
    }

    /** Equal weights and the common covariance sigma² I around each of the means. */
    public static GaussianMixture isotropic(double[][] means, double sigma) {
        Require.nonNull(means, "means");
        var components = new Gaussian[means.length];
        for (int k = 0; k < means.length; k++) {
            components[k] = Gaussian.isotropic(means[k], sigma);
        }
        return equal(components);
    }

    /** Equal weights and covariance sigma² I around {@code count} centres, evenly spaced on a circle from (radius, 0). */
    public static GaussianMixture ring(int count, double radius, double sigma) {
        Require.atLeast(count, 1, "count");
        Require.that(count <= MOST, "count is " + count + "; expected at most " + MOST + " components");
        Require.finite(radius, "radius");
        Require.positive(sigma, "sigma");
        var means = new double[count][];
        for (int k = 0; k < count; k++) {
            double angle = 2 * Math.PI * k / count;
            means[k] = new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
        }
        return isotropic(means, sigma);
    }

    /**
     * The same law, drawn with the components' counts fixed: of n points, n w_k come from component k, rounded up or
     * down.
     *
     * <p>Point i takes component F⁻¹((π(i) + u) / n), with F the cumulated weights, π a random permutation and one
     * u ~ U[0, 1) for all: each point alone has the mixture's law, and the points of a sample are spread evenly.
     */
    public GaussianMixture stratified() {
        return new GaussianMixture(weights, components, Allocation.STRATIFIED);
    }

    @Override
    public int dim() {
        return components.get(0).dim();
    }

    /** A copy of the weights, one per component. */
    public double[] weights() {
        return weights.clone();
    }

    /** The components, in order. */
    public List<Gaussian> components() {
        return Collections.unmodifiableList(components);
    }

    @Override
    public Points points(NDManager manager, DataType type, int n, Rng rng) {
        DrawSize.check(manager, type, n, dim(), rng);
        double[] levels = levels(n, rng);
        int d = dim();
        var points = new double[n * d];
        for (int i = 0; i < n; i++) {
            components.get(componentAt(levels[i])).draw(rng, points, i * d);
        }
        return Points.of(manager, type, points, n, d);
    }

    @Override
    public NDArray logDensity(NDArray x) {
        return RowFunctions.scalars(x, dim(), row -> RowFunctions.logDensity(logSumExp(logJoint(row)), row));
    }

    @Override
    public NDArray score(NDArray x) {
        return RowFunctions.vectors(x, dim(), dim(), row -> RowFunctions.finite(score(row), row, "score"));
    }

    /**
     * The posterior probabilities of the components.
     *
     * @param x points, shape (n, d)
     * @return r_k(x), shape (n, components), each row summing to 1
     */
    public NDArray responsibilities(NDArray x) {
        return RowFunctions.vectors(
                x, dim(), weights.length, row -> RowFunctions.finite(responsibilities(row), row, "responsibility"));
    }

    private double[] score(double[] x) {
        double[] r = responsibilities(x);
        var s = new double[x.length];
        for (int k = 0; k < r.length; k++) {
            double[] own = components.get(k).score(x);
            for (int i = 0; i < s.length; i++) {
                s[i] += r[k] * own[i];
            }
        }
        return s;
    }

    private double[] responsibilities(double[] x) {
        double[] r = logJoint(x);
        double total = logSumExp(r);
        if (!(total > -FAR)) {
            r = FarPoint.of(x).logJoint(weights, components);
            total = logSumExp(r);
        }
        for (int k = 0; k < r.length; k++) {
            r[k] = Math.exp(r[k] - total);
        }
        return r;
    }

    /** log w_k + log N(x; m_k, C_k) for every k. */
    private double[] logJoint(double[] x) {
        var joint = new double[weights.length];
        for (int k = 0; k < joint.length; k++) {
            joint[k] = Math.log(weights[k]) + components.get(k).logDensity(x);
        }
        return joint;
    }

    private static double logSumExp(double[] values) {
        double max = Arrays.stream(values).max().getAsDouble();
        if (max == Double.NEGATIVE_INFINITY) {
            return max; // the densities are below the range of doubles
        }
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - max);
        }
        return max + Math.log(sum);
    }

    /** n numbers in [0, 1), each uniform on its own. */
    private double[] levels(int n, Rng rng) {
        var levels = new double[n];
        if (allocation == Allocation.INDEPENDENT) {
            Arrays.setAll(levels, i -> rng.uniform());
        } else {
            int[] order = rng.permutation(n);
            double u = rng.uniform();
            Arrays.setAll(levels, i -> (order[i] + u) / n);
        }
        return levels;
    }

    /** How many components have all of their share below a level; counted without a branch, which would be a guess each time. */
    private int componentAt(double level) {
        int k = 0;
        for (double edge : edges) {
            k += level < edge ? 0 : 1;
        }
        return k;
    }

    @Override
    public String toString() {
        return "GaussianMixture[" + weights.length + " components in " + dim() + " dimensions]";
    }
}
