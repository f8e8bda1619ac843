package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.ode.SolverStats;

/**
 * Points at the end of their way, and the divergence they met.
 *
 * @param x where they arrived, shape (n, d)
 * @param divergence the integral of div v dt in the direction of travel, shape (n): log p has fallen by it
 * @param stats evaluations and steps of the solve
 * @param divergences evaluations of the divergence, each a jvp of all its tangents
 */
public record Carried(NDArray x, NDArray divergence, SolverStats stats, long divergences) {

    public Carried {
        Require.nonNull(x, "x");
        Require.nonNull(divergence, "divergence");
        Require.nonNull(stats, "stats");
    }
}
