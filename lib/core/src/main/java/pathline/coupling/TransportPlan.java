package pathline.coupling;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * How much of each source goes to each target: P(i, j) ≥ 0, with row sums 1/n and column sums 1/m where nothing is lost.
 *
 * <p>A plan knows how far it is from what was asked: {@link #mass}, {@link #sourceError}, {@link #targetError} and
 * {@link #gap}, the proof of its optimality.
 */
public final class TransportPlan {

    private static final int MOST_DRAWS = 1 << 25; // 256 MB

    private final Costs costs;
    /** P over exp({@link #scale}): a plan that leaves nearly all mass may be too small to be written out itself. */
    private final double[] probability;

    private final double scale;
    private final double[] sourcePotentials;
    private final double[] targetPotentials;
    private final DoubleSupplier gap;

    private TransportPlan(Costs costs, double[] probability, double scale, double[] f, double[] g, DoubleSupplier gap) {
        this.costs = costs;
        this.probability = probability;
        this.scale = scale;
        this.sourcePotentials = f.clone();
        this.targetPotentials = g.clone();
        this.gap = gap;
    }

    /** The plan of an assignment: 1/n on each of its pairs. */
    public static TransportPlan of(Assignment assignment, Costs costs) {
        int n = Require.nonNull(assignment, "assignment").size();
        Require.nonNull(costs, "costs");
        if (costs.rows() != n || costs.columns() != n) {
            throw new IllegalArgumentException("The assignment has " + n + " pairs, but the costs are " + costs);
        }
        var probability = Size.matrix(n, n);
        for (int i = 0; i < n; i++) {
            probability[i * n + assignment.target(i)] = 1.0 / n;
        }
        return new TransportPlan(
                costs,
                probability,
                0,
                assignment.sourcePotentials(),
                assignment.targetPotentials(),
                () -> assignment.gap() / n);
    }

    /** @param scale the logarithm of what the probabilities were divided by */
    static TransportPlan entropic(Costs costs, double[] probability, double scale, double[] f, double[] g, double rho) {
        return new TransportPlan(costs, probability, scale, f, g, () -> {
            double[] plan = scale == 0
                    ? probability
                    : Arrays.stream(probability).map(p -> scaled(p, scale)).toArray();
            return EntropicGap.of(plan, f, g, rho);
        });
    }

    /** Number of sources. */
    public int rows() {
        return costs.rows();
    }

    /** Number of targets. */
    public int columns() {
        return costs.columns();
    }

    /** P(i, j); 0 where that is below the range of doubles, which in high dimensions a whole unbalanced plan may be. */
    public double at(int i, int j) {
        return scaled(relative(i, j), scale);
    }

    /** P(i, j) / Σ P, the probability that a pair drawn from the plan is (i, j), however little mass the plan has kept. */
    public double share(int i, int j) {
        return relative(i, j) / sum();
    }

    /** Σ P, which is 1 but for unbalanced plans; 0 if it is below the range of doubles. */
    public double mass() {
        return scaled(sum(), scale);
    }

    /** log Σ P, which is finite also where the mass itself is below the range of doubles. */
    public double logMass() {
        return Math.log(sum()) + scale;
    }

    private double relative(int i, int j) {
        return probability[Require.index(i, rows(), "i") * columns() + Require.index(j, columns(), "j")];
    }

    private double sum() {
        return Arrays.stream(probability).sum();
    }

    /** p exp(scale), in two steps: the factor alone may be below the range of doubles where the product is not. */
    private static double scaled(double p, double scale) {
        return scale == 0 ? p : p * Math.exp(scale / 2) * Math.exp(scale / 2);
    }

    /** ⟨P, C⟩ / Σ P: the mean cost of a pair drawn from the plan. */
    public double meanCost() {
        double sum = 0;
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j < columns(); j++) {
                sum += probability[i * columns() + j] * costs.at(i, j);
            }
        }
        return sum / sum();
    }

    /** Σ over i of |Σ over j of P(i, j) - 1/n|: 0 if every source sends all it has, 2 at most. */
    public double sourceError() {
        double error = 0;
        for (int i = 0; i < rows(); i++) {
            error += Math.abs(scaled(rowMass(i), scale) - 1.0 / rows());
        }
        return error;
    }

    /** Σ over j of |Σ over i of P(i, j) - 1/m|. */
    public double targetError() {
        double error = 0;
        for (int j = 0; j < columns(); j++) {
            double sum = 0;
            for (int i = 0; i < rows(); i++) {
                sum += probability[i * columns() + j];
            }
            error += Math.abs(scaled(sum, scale) - 1.0 / columns());
        }
        return error;
    }

    /** -Σ P log P in nats: log n for a permutation, log n m for the independent plan. */
    public double entropy() {
        double sum = 0;
        for (double p : probability) {
            sum -= p > 0 ? p * (Math.log(p) + scale) : 0;
        }
        return scaled(sum, scale);
    }

    /** Primal value minus dual value of the problem the plan solves: 0 at its optimum, up to the marginal errors. */
    public double gap() {
        return gap.getAsDouble();
    }

    /** f, one for each source. */
    public double[] sourcePotentials() {
        return sourcePotentials.clone();
    }

    /** g, one for each target: a start for the next problem with the same targets. */
    public double[] targetPotentials() {
        return targetPotentials.clone();
    }

    /** For each source, in order, one target drawn from its row. */
    public int[] drawTargets(Rng rng) {
        Require.nonNull(rng, "rng");
        var targets = new int[rows()];
        for (int i = 0; i < targets.length; i++) {
            double mass = rowMass(i);
            if (!(mass > 0)) {
                throw new TransportException("Source " + i
                        + " has lost all its mass, so no target can be drawn for it; raise epsilon or rho");
            }
            targets[i] = draw(i * columns(), columns(), rng.uniform() * mass);
        }
        return targets;
    }

    /** {@code draws} pairs, at most 2²⁵, drawn independently from P / Σ P: their sources and their targets. */
    public int[][] draw(int draws, Rng rng) {
        Require.within(draws, 1, MOST_DRAWS, "draws");
        Require.nonNull(rng, "rng");
        double mass = sum();
        if (!(mass > 0)) {
            throw new TransportException("The plan has lost all its mass; raise epsilon or rho");
        }
        var cumulative = new double[probability.length];
        double sum = 0;
        for (int k = 0; k < cumulative.length; k++) {
            sum += probability[k];
            cumulative[k] = sum;
        }
        var pairs = new int[2][draws];
        for (int k = 0; k < draws; k++) {
            int found = Arrays.binarySearch(cumulative, rng.uniform() * sum);
            int at = Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
            while (probability[at] == 0 && at > 0) {
                at--; // a level that rounding put onto the edge of an empty entry
            }
            pairs[0][k] = at / columns();
            pairs[1][k] = at % columns();
        }
        return pairs;
    }

    private int draw(int start, int count, double level) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += probability[start + k];
            if (level < sum) {
                return k;
            }
        }
        int last = count - 1; // rounding left the level at the very top
        while (last > 0 && probability[start + last] == 0) {
            last--;
        }
        return last;
    }

    /** In four independent sums. */
    private double rowMass(int i) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int end = (i + 1) * columns();
        int k = i * columns();
        for (; k + 3 < end; k += 4) {
            a += probability[k];
            b += probability[k + 1];
            c += probability[k + 2];
            d += probability[k + 3];
        }
        for (; k < end; k++) {
            a += probability[k];
        }
        return a + b + (c + d);
    }

    @Override
    public String toString() {
        return "TransportPlan[" + rows() + " x " + columns() + ", mass " + mass() + ", mean cost " + meanCost() + "]";
    }
}
