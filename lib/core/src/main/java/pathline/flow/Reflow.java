package pathline.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import pathline.check.Require;
import pathline.coupling.Pairs;
import pathline.distribution.Distribution;
import pathline.field.Orphans;
import pathline.field.Velocity;
import pathline.objective.Objective;
import pathline.objective.PairedFlowMatching;
import pathline.objective.Times;
import pathline.ode.OdeSolver;
import pathline.random.Rng;

/**
 * Rectified flow: a flow pairs its own ends, and the next one is fitted to straight lines between them.
 *
 * <pre>
 *   z1 = z0 + ∫ v_k(t, z_t) dt,   z0 ~ source
 *   v_(k+1) = argmin E|v(t, (1 - t) z0 + t z1) - (z1 - z0)|²
 * </pre>
 *
 * <p>The law of the ends stays, no pair costs more for any convex cost in the mean, and each round is straighter than the
 * one before: E|z1 - z0|² of flow k, less that of flow k + 1, is S + V, the straightness of flow k + 1 and the variance of
 * the lines through a point (Liu, Gong and Liu, <i>Flow straight and fast</i>, ICLR 2023). In practice each round adds the
 * errors of the solver and of the fit to the ends: one or two rounds, then {@link #distillation}.
 *
 * <pre>
 * var reflow = Reflow.of(source, OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4), 50_000);
 * var pairs = reflow.pairs(teacher, rng.child("pairs"));
 * trainer.fit(student, PairedFlowMatching.of(pairs, 256), rng.child("fit"));
 * </pre>
 *
 * @param source the law of z0
 * @param solver follows the flow
 * @param size how many pairs are made
 */
public record Reflow(Distribution source, OdeSolver solver, int size) {

    private static final int AT_ONCE = 1 << 14;

    /** How a velocity is fitted to an objective, such as {@code (objective, rng) -> trainer.fit(net, objective, rng).model()}. */
    @FunctionalInterface
    public interface Fit {
        Velocity fit(Objective<Velocity> objective, Rng rng);
    }

    public Reflow {
        Require.nonNull(source, "source");
        Require.nonNull(solver, "solver");
        if (size < 1) {
            throw new IllegalArgumentException("size: Reflow needs at least 1 pair, got " + size);
        }
    }

    /** So many points of a source, followed by a solver. */
    public static Reflow of(Distribution source, OdeSolver solver, int size) {
        return new Reflow(source, solver, size);
    }

    /**
     * Where points of the source come from and where the flow takes them, in the type of the velocity's parameters.
     *
     * <p>They are solved for in parts of at most {@value #AT_ONCE} points, and freed when nothing refers to them;
     * {@link #pairs(Velocity, Rng, NDManager)} frees them with a manager.
     */
    public Pairs pairs(Velocity flow, Rng rng) {
        var pairs = pairs(flow, rng, Orphans.manager());
        Orphans.watch(pairs.x0());
        Orphans.watch(pairs.x1());
        return pairs;
    }

    /** The same pairs on the caller's manager, which frees them. */
    public Pairs pairs(Velocity flow, Rng rng, NDManager manager) {
        Require.nonNull(flow, "flow");
        Require.nonNull(rng, "rng");
        Require.nonNull(manager, "manager");
        Require.that(manager.isOpen(), "manager is closed; expected one that is open");
        var type = flow.parameters().count() == 0
                ? DataType.FLOAT64
                : flow.parameters().type();
        NDArray z0 = source.sample(manager, type, size, rng);
        NDArray z1 = Parts.map(z0, "a draw of the source", type, AT_ONCE, x -> solver.solve(flow, x, 0, 1));
        int[] rows = IntStream.range(0, size).toArray();
        return Pairs.of(z0, z1, rows, rows);
    }

    /**
     * Round after round: each flow makes the pairs that the next one is fitted to.
     *
     * @param rounds how often, at least 1
     * @param first the flow that makes the first pairs
     * @param batch pairs in a step of training
     * @return what each round came to, the straightest last
     */
    public List<Velocity> rounds(int rounds, Velocity first, int batch, Fit fit, Rng rng) {
        if (rounds < 1) {
            throw new IllegalArgumentException("Reflow takes at least 1 round, got " + rounds);
        }
        Require.nonNull(first, "first");
        Require.atLeast(batch, 1, "batch");
        Require.nonNull(fit, "fit");
        Require.nonNull(rng, "rng");
        var flows = new ArrayList<>(List.of(first));
        for (int k = 0; k < rounds; k++) {
            var objective = straight(flows.get(k), batch, rng.child("pairs").child(k));
            var fitted = fit.fit(objective, rng.child("fit").child(k));
            flows.add(Require.nonNull(fitted, "what fit returned in round " + k));
        }
        return List.copyOf(flows.subList(1, flows.size()));
    }

    /**
     * A flow in one step, z0 + v(0, z0) ≈ z1: fitted at t = 0 alone, where its one question is asked. Of a straight flow it
     * is nearly the flow itself; of a bent one it learns a map as hard as the flow.
     */
    public Velocity distillation(Velocity flow, int batch, Fit fit, Rng rng) {
        Require.nonNull(flow, "flow");
        Require.atLeast(batch, 1, "batch");
        Require.nonNull(fit, "fit");
        Require.nonNull(rng, "rng");
        var objective = straight(flow, batch, rng.child("pairs"));
        return fit.fit(objective.times(Times.at(0)), rng.child("fit"));
    }

    /** Fitting to new pairs of a flow, which the objective copies. */
    private PairedFlowMatching straight(Velocity flow, int batch, Rng rng) {
        try (var manager = NDManager.newBaseManager()) {
            return PairedFlowMatching.of(pairs(flow, rng, manager), batch);
        }
    }
}
