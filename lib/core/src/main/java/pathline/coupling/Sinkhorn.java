package pathline.coupling;

import java.util.stream.IntStream;
import pathline.check.Require;

/**
 * Entropic optimal transport between two sets of equally weighted points: the plan P of least
 *
 * <pre>⟨P, C⟩ + epsilon KL(P | a bᵀ)   with P 1 = a = (1/n, ...),  Pᵀ 1 = b = (1/m, ...)</pre>
 *
 * <p>or, unbalanced, with prices rho KL(P 1 | a) + rho KL(Pᵀ 1 | b) in place of the two conditions. The solution is
 * P(i, j) = a(i) b(j) exp((f(i) + g(j) - C(i, j)) / epsilon), found by Sinkhorn's alternating updates of f and g.
 *
 * <p>Points are paired from coarse to fine: a problem of half the points, solved first, gives the potentials to start from,
 * and epsilon is lowered in steps of 4 from the spread of the costs. Potentials are logarithms, so that small epsilon does
 * not underflow; between their updates iterations are products with a stored kernel, n m multiplications each (Schmitzer,
 * <i>Stabilized sparse scaling algorithms</i>, SISC 2019), and overshoot where that saves iterations. 512 points in the
 * plane take some milliseconds at epsilon 2. Unbalanced: Chizat et al., Math. Comp. 87, 2018.
 *
 * @param epsilon strength of the entropy, in units of cost, positive; up to spread / epsilon iterations are needed
 * @param rho price of leaving a marginal, in units of cost; infinity for none left
 * @param tolerance largest Σ |P 1 - a| accepted (unbalanced: relative change of the factors in one iteration)
 * @param iterations most iterations at the last epsilon
 */
public record Sinkhorn(double epsilon, double rho, double tolerance, int iterations) {

    public Sinkhorn {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon must be positive and finite, got " + epsilon
                    + "; for epsilon 0 take Coupling.minibatchOt(), for infinity Coupling.independent()");
        }
        if (!(rho > 0)) {
            throw new IllegalArgumentException("rho must be positive, got " + rho);
        }
        if (!(tolerance > 0 && tolerance < 1) || iterations < 1) {
            throw new IllegalArgumentException("Sinkhorn needs a tolerance in (0, 1) and at least one iteration, got "
                    + tolerance + " and " + iterations);
        }
    }

    /** Balanced, to a marginal error of 10⁻⁴ within 20 000 iterations. */
    public static Sinkhorn of(double epsilon) {
        return new Sinkhorn(epsilon, Double.POSITIVE_INFINITY, 1e-4, 20_000);
    }

    /** The same with marginals that may be left at price rho. */
    public Sinkhorn unbalanced(double price) {
        return new Sinkhorn(epsilon, price, tolerance, iterations);
    }

    /** The same to another tolerance. */
    public Sinkhorn withTolerance(double error) {
        return new Sinkhorn(epsilon, rho, error, iterations);
    }

    /** The same with another limit of iterations. */
    public Sinkhorn withIterations(int most) {
        return new Sinkhorn(epsilon, rho, tolerance, most);
    }

    /**
     * The plan.
     *
     * @throws TransportException if the tolerance is not reached
     */
    public TransportPlan solve(Costs costs) {
        Require.nonNull(costs, "costs");
        Size.check(costs.rows(), costs.columns(), 2 * Double.BYTES);
        var solver = EntropicSolver.forSize(costs.rows(), costs.columns());
        if (costs instanceof PointCosts points) {
            int[] sources = points.sourceOrder();
            int[] targets = points.targetOrder();
            return finish(costs, solver.start(points.scan(sources, targets), this), sources, targets);
        }
        var matrix = (MatrixCosts) costs;
        return finish(costs, solver.start(matrix.scan(), this), inOrder(costs.rows()), inOrder(costs.columns()));
    }

    /**
     * The plan, started from target potentials of a similar problem, such as
     * {@link TransportPlan#targetPotentials} of a plan with the same targets or those of the exact assignment.
     *
     * @throws TransportException if the tolerance is not reached
     */
    public TransportPlan solve(Costs costs, double[] targetPotentials) {
        Require.nonNull(costs, "costs");
        Require.finite(targetPotentials, "targetPotentials");
        Size.check(costs.rows(), costs.columns(), 2 * Double.BYTES);
        if (targetPotentials.length != costs.columns()) {
            throw new IllegalArgumentException("A warm start needs one potential for each of the " + costs.columns()
                    + " targets, got " + targetPotentials.length);
        }
        int[] sources = inOrder(costs.rows());
        int[] targets = inOrder(costs.columns());
        Scan scan = costs instanceof PointCosts points ? points.scan(sources, targets) : ((MatrixCosts) costs).scan();
        Scaling scaling = EntropicSolver.forSize(sources.length, targets.length).open(scan);
        System.arraycopy(targetPotentials, 0, scaling.g, 0, targetPotentials.length);
        return finish(costs, scaling, sources, targets);
    }

    private TransportPlan finish(Costs costs, Scaling scaling, int[] sources, int[] targets) {
        double residual = scaling.run(epsilon, rho, tolerance, iterations);
        if (Double.isNaN(residual)) {
            throw new TransportException("Sinkhorn at epsilon " + epsilon + " left the range of doubles on "
                    + costs + ": costs over epsilon are beyond 1e308; raise epsilon"
                    + (rho < Double.POSITIVE_INFINITY
                            ? " or rho"
                            : ", or take Coupling.minibatchOt(), the exact plan"));
        }
        if (!(residual <= tolerance)) {
            throw new TransportException("Sinkhorn at epsilon " + epsilon + " stopped after " + iterations
                    + " iterations with residual " + residual + " > " + tolerance
                    + "; raise epsilon or withIterations, accept withTolerance, or take "
                    + "Coupling.minibatchOt(), the exact plan at epsilon 0");
        }
        return scaling.plan(costs, sources, targets);
    }

    private static int[] inOrder(int n) {
        return IntStream.range(0, n).toArray();
    }
}
