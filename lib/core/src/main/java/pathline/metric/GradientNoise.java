package pathline.metric;

import ai.djl.ndarray.types.DataType;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.distribution.SampleMean;
import pathline.field.Velocity;
import pathline.objective.Objective;
import pathline.random.Rng;

/**
 * How much of a training step is chance: the gradient g of one batch against its mean over all batches, at fixed
 * parameters.
 *
 * <pre>
 *   variance   tr Cov[g] = E|g - E g|²     summed over the parameters
 *   signal     |E g|²                      unbiased: the squared mean of the batches, less variance / batches
 * </pre>
 *
 * <p>Where variance is far above signal, steps mostly wander; variance falls as 1 over the batch size, signal does not
 * depend on it, and at {@code batch * variance / signal} points the two are equal (McCandlish et al., <i>An empirical
 * model of large-batch training</i>, 2018). For conditional flow matching the variance of a perfect velocity is that of
 * its target, ut given xt: what a coupling can lower.
 *
 * @param variance tr Cov[g], with its standard error over the batches
 * @param signal |E g|², below 0 where the mean of so many batches cannot be told from 0
 */
public record GradientNoise(SampleMean variance, double signal) {

    public GradientNoise {
        Require.nonNull(variance, "variance");
        Require.finite(signal, "signal");
    }

    /**
     * Over independent batches, each drawn for the purpose; the parameters stay as they are.
     *
     * @param batches how many, at least 2; all their gradients are in memory at the same time
     */
    public static GradientNoise of(Velocity velocity, Objective<Velocity> objective, int batches, Rng rng) {
        if (batches < 2) {
            throw new IllegalArgumentException("A variance needs at least 2 batches, got " + batches);
        }
        Require.nonNull(velocity, "velocity");
        Require.nonNull(objective, "objective");
        Require.nonNull(rng, "rng");
        var parameters = velocity.parameters();
        if (parameters.count() == 0) {
            throw new IllegalArgumentException(velocity + " has no parameters, so no gradient");
        }
        double bytes = (double) batches * parameters.count() * Double.BYTES;
        Require.that(
                bytes < Runtime.getRuntime().maxMemory() / 2.0,
                "batches is " + batches + "; so many gradients of " + parameters.count() + " parameters take "
                        + (long) (bytes / 1e6) + " MB, more than half of the memory; take fewer batches");
        var gradients = new double[batches][];
        for (int k = 0; k < batches; k++) {
            gradients[k] = gradient(velocity, objective, rng.child(k));
            Require.finite(gradients[k], "velocity and objective: the gradient of batch " + k);
        }
        return of(gradients);
    }

    private static double[] gradient(Velocity velocity, Objective<Velocity> objective, Rng rng) {
        var parameters = velocity.parameters();
        try (var scratch = new Scratch();
                var manager = parameters.flat().getManager().newSubManager()) {
            var into = parameters.gradient(manager);
            Require.nonNull(objective.draw(manager, parameters.type(), rng), "the batch that objective draws")
                    .loss(velocity, into);
            return into.flat().toType(DataType.FLOAT64, true).toDoubleArray();
        }
    }

    private static GradientNoise of(double[]... gradients) {
        int batches = gradients.length;
        var mean = new double[gradients[0].length];
        for (double[] gradient : gradients) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += gradient[j] / batches;
            }
        }
        var apart = new double[batches];
        double squared = 0;
        for (int j = 0; j < mean.length; j++) {
            squared += mean[j] * mean[j];
            for (int k = 0; k < batches; k++) {
                apart[k] += (gradients[k][j] - mean[j]) * (gradients[k][j] - mean[j]);
            }
        }
        for (int k = 0; k < batches; k++) {
            apart[k] *= batches / (batches - 1.0); // the mean of the same batches is nearer to each than E g is
        }
        var variance = SampleMean.of(apart);
        return new GradientNoise(variance, squared - variance.value() / batches);
    }
}
