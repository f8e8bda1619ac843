package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import pathline.bijection.Mapped;
import pathline.check.Require;
import pathline.ode.SolverStats;

/**
 * Points at the end of their way, and the divergence they met.
 *
 * @param points where they arrived, shape (n, d)
 * @param logDeterminant the integral of div v dt along the solve, shape (n): log p has fallen by it
 * @param stats evaluations and steps of the solve
 * @param divergences evaluations of the divergence, each a jvp of all its tangents
 */
public record Carried(NDArray points, NDArray logDeterminant, SolverStats stats, long divergences) implements Mapped {

    public Carried {
        Require.nonNull(points, "points");
        Require.nonNull(logDeterminant, "logDeterminant");
        Require.nonNull(stats, "stats");
    }
}
