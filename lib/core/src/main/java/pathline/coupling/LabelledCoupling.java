package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.stream.IntStream;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/**
 * Which source is paired with which target when points have labels: what conditional optimal transport is made of.
 *
 * <p>A velocity that is told the label c of the target, v(t, x, c), is used from the whole source: x0 ~ p0 whatever c. So it
 * has to be trained on pairs whose source, <em>given the label</em>, has the law p0. Plain minibatch transport breaks
 * this: it sends each class the part of the source that is nearest to it, and a sample that starts elsewhere asks the net
 * about points it has never seen. Two ways out:
 *
 * <ul>
 *   <li>The source has no labels of its own. Then give it labels that are independent of the points, with the targets'
 *       counts: the labels of the targets in their rows, since rows of two independent batches know nothing of each other.
 *       Pair {@link #within} labels. Each class gets a fair sample of the source, and transports it at least cost.
 *   <li>Both ends have labels, and a class is to be paired with itself: {@link #penalised}.
 * </ul>
 *
 * <p>With labels of many values or real numbers, the same is done with a finite price for their distance (Chemseddine et
 * al., <i>Conditional Wasserstein distances</i>, 2024).
 */
@FunctionalInterface
public interface LabelledCoupling {

    /**
     * Pairs sources with targets.
     *
     * @param x0 sources, shape (n, d)
     * @param x1 targets, shape (n, d)
     * @param sourceLabels one for each source
     * @param targetLabels one for each target
     * @param rng chance, for the couplings that draw from a plan
     */
    Pairs pair(NDArray x0, NDArray x1, int[] sourceLabels, int[] targetLabels, Rng rng);

    /**
     * Each label by itself: its targets with its sources, of which there must be as many. Pairs come in the order of their
     * sources.
     */
    static LabelledCoupling within(Coupling coupling) {
        Require.nonNull(coupling, "coupling");
        return (x0, x1, sourceLabels, targetLabels, rng) -> {
            check(x0, x1, sourceLabels, targetLabels, rng);
            if (coupling.equals(Coupling.independent()) && Arrays.equals(sourceLabels, targetLabels)) {
                return coupling.pair(x0, x1, rng);
            }
            int[][] found = {{}, {}};
            for (int label : labels(sourceLabels, targetLabels)) {
                int[] sources = rowsOf(label, sourceLabels);
                int[] targets = rowsOf(label, targetLabels);
                if (sources.length != targets.length) {
                    throw new IllegalArgumentException("Label " + label + " has " + sources.length + " sources and "
                            + targets.length + " targets; draw equal numbers, or use LabelledCoupling.penalised");
                }
                int[][] pairs = pair(coupling, x0, x1, sources, targets, rng.child(label));
                found[0] = join(found[0], pairs[0]);
                found[1] = join(found[1], pairs[1]);
            }
            return inOrder(x0, x1, found[0], found[1]);
        };
    }

    /**
     * Minibatch transport whose cost is |x1 - x0|², and {@code weight} more where the labels differ.
     *
     * <p>Weight 0 is {@link Coupling#minibatchOt}; from some weight on, labels differ only as their counts force them to, which
     * with equal counts is {@link #within} minibatch transport. In between, a pair may change its label if that saves more
     * than the weight, so given its label the source is no longer all of p0.
     *
     * @param weight at least 0, in units of cost
     */
    static LabelledCoupling penalised(double weight) {
        if (!(weight >= 0 && weight <= MatrixCosts.LARGEST)) {
            throw new IllegalArgumentException("weight is the price of a change of label, at least 0, got " + weight
                    + "; to forbid it, use LabelledCoupling.within or a weight above all costs");
        }
        return (x0, x1, sourceLabels, targetLabels, rng) -> {
            check(x0, x1, sourceLabels, targetLabels, rng);
            return Coupling.minibatchOt(
                            (a, b) -> Costs.squaredDistances(a, b).plusLabels(weight, sourceLabels, targetLabels))
                    .pair(x0, x1, rng);
        };
    }

    private static int[][] pair(Coupling coupling, NDArray x0, NDArray x1, int[] sources, int[] targets, Rng rng) {
        try (var scratch = new Scratch()) { // arrays that a coupling of the caller's makes are freed
            var pairs = coupling.pair(
                    Points.of(x0, "x0").take(sources), Points.of(x1, "x1").take(targets), rng);
            return new int[][] {pairs.ofSources(sources), pairs.ofTargets(targets)};
        }
    }

    private static Pairs inOrder(NDArray x0, NDArray x1, int[] sources, int[] targets) {
        int[] order = IntStream.range(0, sources.length)
                .boxed()
                .sorted(Comparator.comparingInt(k -> sources[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        return Pairs.of(
                x0,
                x1,
                Arrays.stream(order).map(k -> sources[k]).toArray(),
                Arrays.stream(order).map(k -> targets[k]).toArray());
    }

    private static Iterable<Integer> labels(int[] some, int[] more) {
        var all = new TreeSet<Integer>();
        IntStream.concat(Arrays.stream(some), Arrays.stream(more)).forEach(all::add);
        return all;
    }

    private static int[] rowsOf(int label, int[] labels) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }

    private static int[] join(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static void check(NDArray x0, NDArray x1, int[] sourceLabels, int[] targetLabels, Rng rng) {
        Require.nonNull(sourceLabels, "sourceLabels");
        Require.nonNull(targetLabels, "targetLabels");
        Require.nonNull(rng, "rng");
        int n = IndexCoupling.equal(
                Points.of(RequireArray.events(x0, "x0"), "x0"), Points.of(RequireArray.events(x1, "x1"), "x1"));
        if (sourceLabels.length != n || targetLabels.length != n) {
            throw new IllegalArgumentException("Each of the " + n + " sources and targets needs a label, got "
                    + sourceLabels.length + " and " + targetLabels.length);
        }
    }
}
