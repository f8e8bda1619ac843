package pathline.path;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pathline.check.Require;
import pathline.distribution.Distribution;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;

/** A part of an end of a path: a Gaussian component, or a point, which is one without joint. */
record MixtureComponent(double weight, double[] mean, Covariance covariance) {

    /** What a distribution consists of. */
    static List<MixtureComponent> of(String name, Distribution end) {
        Require.nonNull(end, name);
        if (end instanceof Gaussian gaussian) {
            return List.of(component(1, gaussian));
        }
        if (end instanceof GaussianMixture mixture) {
            var parts = new ArrayList<MixtureComponent>();
            double[] weights = mixture.weights();
            for (int k = 0; k < weights.length; k++) {
                parts.add(component(weights[k], mixture.components().get(k)));
            }
            return parts;
        }
        if (end instanceof Empirical points) {
            return points(points);
        }
        throw new IllegalArgumentException("The " + name + " must be a Gaussian, a GaussianMixture or an Empirical for"
                + " the marginal velocity to be known in closed form, got " + end
                + "; draw points and use Empirical.of, or estimate with MonteCarloVelocity");
    }

    private static MixtureComponent component(double weight, Gaussian gaussian) {
        var covariance = gaussian.isDiagonal()
                ? new Covariance.Diagonal(gaussian.variances())
                : Covariance.of(gaussian.covariance());
        return new MixtureComponent(weight, gaussian.mean(), covariance);
    }

    private static List<MixtureComponent> points(Empirical points) {
        int d = points.dim();
        var none = new Covariance.Diagonal(new double[d]);
        var parts = new ArrayList<MixtureComponent>();
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] flat = points.all(manager, DataType.FLOAT64).toDoubleArray();
            for (int i = 0; i < points.size(); i++) {
                var mean = Arrays.copyOfRange(flat, i * d, (i + 1) * d);
                parts.add(new MixtureComponent(1.0 / points.size(), mean, none));
            }
        }
        return parts;
    }
}
