package pathline.coupling;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import pathline.random.Rng;

/**
 * How much of each source goes to each target: P(i, j) ≥ 0, with row sums 1/n and column sums 1/m where nothing is lost.
 *
 * <p>A plan knows how far it is from what was asked: {@link #mass}, {@link #sourceError}, {@link #targetError} and
 * {@link #gap}, the proof of its optimality.
 */
public final class TransportPlan {

    private final Costs costs;
    private final double[] probability;
    private final double[] sourcePotentials;
    private final double[] targetPotentials;
    private final DoubleSupplier gap;

    private TransportPlan(Costs costs, double[] probability, double[] f, double[] g, DoubleSupplier gap) {
        this.costs = costs;
        this.probability = probability;
        this.sourcePotentials = f.clone();
        this.targetPotentials = g.clone();
        this.gap = gap;
    }

    /** The plan of an assignment: 1/n on each of its pairs. */
    public static TransportPlan of(Assignment assignment, Costs costs) {
        int n = assignment.size();
        if (costs.rows() != n || costs.columns() != n) {
            throw new IllegalArgumentException("The assignment has " + n + " pairs, but the costs are " + costs);
        }
        var probability = new double[n * n];
        for (int i = 0; i < n; i++) {
            probability[i * n + assignment.target(i)] = 1.0 / n;
        }
        return new TransportPlan(
                costs,
                probability,
                assignment.sourcePotentials(),
                assignment.targetPotentials(),
                () -> assignment.gap() / n);
    }

    static TransportPlan entropic(Costs costs, double[] probability, double[] f, double[] g, double rho) {
        return new TransportPlan(costs, probability, f, g, () -> EntropicGap.of(probability, f, g, rho));
    }

    /** Number of sources. */
    public int rows() {
        return costs.rows();
    }

    /** Number of targets. */
    public int columns() {
        return costs.columns();
    }

    /** P(i, j). */
    public double at(int i, int j) {
        return probability[i * columns() + j];
    }

    /** Σ P, which is 1 but for unbalanced plans. */
    public double mass() {
        return Arrays.stream(probability).sum();
    }

    /** ⟨P, C⟩ / Σ P: the mean cost of a pair drawn from the plan. */
    public double meanCost() {
        double sum = 0;
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j < columns(); j++) {
                sum += at(i, j) * costs.at(i, j);
            }
        }
        return sum / mass();
    }

    /** Σ over i of |Σ over j of P(i, j) - 1/n|: 0 if every source sends all it has, 2 at most. */
    public double sourceError() {
        double error = 0;
        for (int i = 0; i < rows(); i++) {
            error += Math.abs(rowMass(i) - 1.0 / rows());
        }
        return error;
    }

    /** Σ over j of |Σ over i of P(i, j) - 1/m|. */
    public double targetError() {
        double error = 0;
        for (int j = 0; j < columns(); j++) {
            double sum = 0;
            for (int i = 0; i < rows(); i++) {
                sum += at(i, j);
            }
            error += Math.abs(sum - 1.0 / columns());
        }
        return error;
    }

    /** -Σ P log P in nats: log n for a permutation, log n m for the independent plan. */
    public double entropy() {
        double sum = 0;
        for (double p : probability) {
            sum -= p > 0 ? p * Math.log(p) : 0;
        }
        return sum;
    }

    /** Expected number of different pairs among {@code draws} independent ones, Σ (1 - (1 - P / Σ P)^draws). */
    public double distinctPairs(int draws) {
        double mass = mass();
        double expected = 0;
        for (double p : probability) {
            expected -= p > 0 ? Math.expm1(draws * Math.log1p(-Math.min(1, p / mass))) : 0;
        }
        return expected;
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

    /** {@code draws} pairs drawn independently from P / Σ P: their sources and their targets. */
    public int[][] draw(int draws, Rng rng) {
        double mass = mass();
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

    /** In four sums that do not wait for each other. */
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
