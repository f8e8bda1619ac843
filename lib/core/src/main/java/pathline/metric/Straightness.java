package pathline.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.SampleMean;
import pathline.likelihood.GaussLegendre;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.ode.VectorField;

/**
 * How straight a flow runs, from points z0 at t = 0 to z1 at t = 1, in means over the points; squares are summed over
 * coordinates.
 *
 * <pre>
 *   straightness   S = ∫ E|(z1 - z0) - v(t, z_t)|² dt           0 if all points run straight, at constant speed
 *   energy         ∫ E|v(t, z_t)|² dt                           S + E|z1 - z0|²
 *   turning        E Σ angles between successive velocities     radians, at the nodes below; 0 on a straight line at any speed
 *   oneStep        E|z0 + v(0, z0) - z1|²                       the error of one step of Euler's method
 * </pre>
 *
 * <p>If v is the marginal velocity of pairs (x0, x1) on the straight line, and V the irreducible loss, then
 * E|x1 - x0|² - E|z1 - z0|² = S + V (Liu, Gong and Liu, <i>Flow straight and fast</i>, ICLR 2023). The minimum over all
 * flows between two laws of the energy is W2² (Benamou and Brenier, 2000).
 *
 * <p>Integrals over time are three-point Gauss-Legendre sums on each step of the solver, along its dense output: as exact as
 * a solve of order 5. The standard errors are those of the points.
 *
 * @param straightness S
 * @param energy the path energy
 * @param displacement E|z1 - z0|²
 * @param turning the mean angle that a point turns through, in radians
 * @param oneStep the mean square error of one Euler step
 */
public record Straightness(
        SampleMean straightness, SampleMean energy, SampleMean displacement, SampleMean turning, SampleMean oneStep) {

    private static final GaussLegendre RULE = GaussLegendre.of(3);

    public Straightness {
        Require.nonNull(straightness, "straightness");
        Require.nonNull(energy, "energy");
        Require.nonNull(displacement, "displacement");
        Require.nonNull(turning, "turning");
        Require.nonNull(oneStep, "oneStep");
    }

    /** Of the points x0, shape (n, d), carried from t = 0 to t = 1. */
    public static Straightness of(VectorField velocity, NDArray x0, OdeSolver solver) {
        Require.nonNull(velocity, "velocity");
        RequireArray.points(x0, "x0");
        Require.nonNull(solver, "solver");
        checkRows(x0, "x0");
        try (var manager = x0.getManager().newSubManager();
                var scratch = new Scratch()) {
            var start = x0.duplicate();
            start.attach(manager);
            return of(velocity, solver.solve(velocity, start, 0, 1, SaveAt.dense()));
        }
    }

    /**
     * Along a solution that is known already.
     *
     * @param velocity the field that was solved
     * @param solution from t = 0 to t = 1, with {@link SaveAt#dense}, of two points or more
     */
    public static Straightness of(VectorField velocity, Solution solution) {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(solution, "solution");
        var steps = solution.segments();
        Require.that(
                !steps.isEmpty(), "solution has no steps; straightness is measured from t = 0 to t = 1 by a dense one");
        var last = steps.get(steps.size() - 1);
        if (steps.get(0).t() != 0 || Math.abs(last.t() + last.h() - 1) > 1e-9) {
            throw new IllegalArgumentException("Straightness is measured from t = 0 to t = 1, got a solution from "
                    + steps.get(0).t() + " to " + (last.t() + last.h()));
        }
        try (var scratch = new Scratch()) {
            var x0 = wide(solution.at(0));
            checkRows(x0, "solution");
            var chord = wide(solution.at(1)).sub(x0);
            var first = wide(velocity.at(0, solution.at(0)));
            var sums = new Sums(chord, first);
            for (var step : steps) {
                for (int k = 0; k < RULE.nodes().length; k++) {
                    try (var node = new Scratch()) {
                        double t = step.t() + RULE.nodes()[k] * step.h();
                        sums.add(node, RULE.weights()[k] * step.h(), wide(velocity.at(t, solution.at(t))));
                    }
                }
            }
            return new Straightness(
                    SampleMean.of(sums.deviation),
                    SampleMean.of(sums.energy),
                    SampleMean.of(squares(chord)),
                    SampleMean.of(sums.turning),
                    SampleMean.of(squares(first.sub(chord))));
        }
    }

    /**
     * NPE = |energy - W2²| / W2²: how much more the flow spends than the cheapest one (Tong et al., 2024).
     *
     * @param squaredW2 the squared 2-Wasserstein distance between source and target, positive
     */
    public double normalisedPathEnergy(double squaredW2) {
        if (!(squaredW2 > 0 && squaredW2 < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("squaredW2: W2² must be positive and finite, got " + squaredW2);
        }
        double excess = Math.abs(energy.value() - squaredW2) / squaredW2;
        Require.that(
                excess < Double.POSITIVE_INFINITY,
                "squaredW2 is " + squaredW2 + ", too small for an energy of " + energy.value()
                        + " to be divided by it in doubles");
        return excess;
    }

    private static void checkRows(NDArray x0, String name) {
        Require.that(
                x0.getShape().get(0) > 1,
                name + " has " + x0.getShape().get(0) + " point; expected at least 2, as a mean with an error needs");
    }

    /** Integrals over time so far, one for each point. */
    private static final class Sums {

        private final NDArray chord;
        private final NDArray deviation;
        private final NDArray energy;
        private final NDArray turning;
        private NDArray before;

        Sums(NDArray chord, NDArray first) {
            this.chord = chord;
            this.deviation = squares(chord).zerosLike();
            this.energy = deviation.zerosLike();
            this.turning = deviation.zerosLike();
            this.before = first;
        }

        void add(Scratch node, double weight, NDArray v) {
            deviation.addi(squares(v.sub(chord)).mul(weight));
            energy.addi(squares(v).mul(weight));
            turning.addi(angle(before, v));
            before = node.keep(v);
        }
    }

    /** 2 atan2(|a/|a| - b/|b||, |a/|a| + b/|b||), which keeps its digits at small angles; 0 where a point stands. */
    private static NDArray angle(NDArray a, NDArray b) {
        var one = unit(a);
        var other = unit(b);
        var apart = squares(one.sub(other)).sqrt();
        var along = squares(one.add(other)).sqrt();
        return apart.atan2(along).mul(2).mul(squares(one)).mul(squares(other)); // |0/0| counts as 0, all others are 1
    }

    private static NDArray unit(NDArray v) {
        return v.div(squares(v).sqrt().maximum(Double.MIN_NORMAL).expandDims(1));
    }

    private static NDArray squares(NDArray v) {
        return v.square().sum(new int[] {1});
    }

    private static NDArray wide(NDArray x) {
        return Require.nonNull(x, "what velocity.at(t, x) returned").toType(DataType.FLOAT64, true);
    }
}
