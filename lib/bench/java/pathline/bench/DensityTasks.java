package pathline.bench;

import ai.djl.ndarray.types.DataType;
import pathline.adjoint.Backpropagation;
import pathline.array.Scratch;
import pathline.distribution.Gaussian;
import pathline.flow.Flow;
import pathline.likelihood.Divergence;
import pathline.likelihood.Probe;
import pathline.objective.MaximumLikelihood;

/** Log-densities under a standard normal source, and the gradient of their mean: W6 and W7. */
final class DensityTasks {

    private DensityTasks() {}

    /** Two tangents in the plane. */
    static Divergence exact() {
        return Divergence.exact();
    }

    /** One Gaussian probe a point. */
    static Divergence hutchinson() {
        return Divergence.hutchinson(1, Probe.GAUSSIAN, Setting.RNG.child("probe"));
    }

    /** The mean log-density of the points. */
    static Task logDensity(Setting setting, Divergence divergence) {
        var flow = Flow.of(Gaussian.standard(setting.dim()), setting.velocity(), Setting.SOLVER)
                .with(divergence);
        var x1 = setting.points();
        return () -> {
            try (var scratch = new Scratch()) {
                return flow.logDensity(x1).mean().getFloat();
            }
        };
    }

    /** The negative log-likelihood of the points, and its gradient to the parameters. */
    static Task gradient(Setting setting, Divergence divergence, Backpropagation kind) {
        var velocity = setting.velocity();
        var normal = Gaussian.standard(setting.dim());
        var batch = MaximumLikelihood.of(normal, normal, setting.batch(), Setting.SOLVER)
                .divergence(divergence)
                .backpropagation(kind)
                .draw(setting.manager(), DataType.FLOAT32, Setting.RNG.child("batch"));
        return LossTask.of(setting.manager(), velocity, batch);
    }
}
