package pathline.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.array.Points;
import pathline.check.Require;
import pathline.coupling.LabelledCoupling;
import pathline.distribution.LabelledDistribution;
import pathline.field.ConditionalVelocity;
import pathline.field.LabelledVelocity;
import pathline.random.Rng;

/**
 * Conditional flow matching with labels: the velocity gets the class of the target as a condition, and sometimes none.
 *
 * <pre>
 *   L(θ) = E w(t) |v(t, xt, c) - ut|²,    c = label of x1, or none with probability {@code dropout}
 * </pre>
 *
 * <p>One net learns the field of every class, and the field of all together, which is what classifier-free guidance needs
 * (Ho and Salimans, <i>Classifier-free diffusion guidance</i>, 2022). It is told a condition of one number for each class:
 *
 * <pre>
 * var task = LabelledFlowMatching.of(ConditionalFlowMatching.of(digits, path, 128), 10, 0.1);
 * var net = VelocityMlp.of(64, 256, 256, 256).context(10).init(rng.child("net"));
 * Trainer.adam(1e-3).fit(net, task, rng.child("training"));
 * var threes = task.velocity(net).guided(2, 3);        // scale 2, label 3
 * NDArray x1 = solver.solve(threes, x0, 0, 1);
 * </pre>
 *
 * <p>The coupling pairs the targets of each class with as many sources, drawn without regard to the class: every class
 * starts from the whole source, as it will when samples are drawn. Over all classes at once, transport would give each its
 * own part of the source; see {@link LabelledCoupling}. A class has batch / classes points to be paired with, so transport
 * wants larger batches here.
 *
 * @param matching draws points; its target is a {@link LabelledDistribution} that has labels, such as an Empirical
 * @param classes the number of classes; labels run from 0 to classes - 1
 * @param dropout how often the label is withheld, in [0, 1)
 */
public record LabelledFlowMatching(ConditionalFlowMatching matching, int classes, double dropout)
        implements Objective<ConditionalVelocity> {

    public LabelledFlowMatching {
        Require.nonNull(matching, "matching");
        Require.within(classes, 1, 1 << 20, "classes");
        int[] labels = labelled(matching).labels().orElseThrow(() -> missing(matching));
        if (Arrays.stream(labels).anyMatch(label -> label < 0 || label >= classes)) {
            throw new IllegalArgumentException("Labels must lie in 0 to " + (classes - 1) + " for " + classes
                    + " classes, got " + Arrays.stream(labels).summaryStatistics());
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is how often a label is withheld, in [0, 1), got " + dropout);
        }
    }

    /** Flow matching with labels of this many classes, withheld with this probability; 0.1 is usual. */
    public static LabelledFlowMatching of(ConditionalFlowMatching matching, int classes, double dropout) {
        return new LabelledFlowMatching(matching, classes, dropout);
    }

    /** The net as a velocity of one label. */
    public LabelledVelocity velocity(ConditionalVelocity net) {
        return LabelledVelocity.of(net, classes);
    }

    @Override
    public Batch<ConditionalVelocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var drawnTargets = labelled(matching).labelled(manager, type, matching.batch(), rng.child("x1"));
        int[] all = drawnTargets.labels();
        var x1 = drawnTargets.points().array();
        // A target's label is one for the source of its row as well: drawn apart from it, so each class has all
        // sources.
        var pairs = LabelledCoupling.within(matching.coupling())
                .pair(matching.sources(Points.of(x1, "x1"), rng).array(), x1, all, all, rng.child("coupling"));
        var drawn = matching.along(pairs, rng);
        int[] labels = pairs.ofTargets(all);
        var chance = rng.child("dropout");
        for (int i = 0; i < labels.length; i++) {
            labels[i] = chance.uniform() < dropout ? LabelledVelocity.NONE : labels[i];
        }
        var regression = new Regression(
                drawn.times(),
                drawn.states(),
                drawn.velocities(),
                matching.weight().at(drawn.times()));
        return (net, into) -> regression.loss(velocity(net).given(labels), into);
    }

    private static LabelledDistribution labelled(ConditionalFlowMatching matching) {
        if (matching.target() instanceof LabelledDistribution rows) {
            return rows;
        }
        throw missing(matching);
    }

    private static IllegalArgumentException missing(ConditionalFlowMatching matching) {
        return new IllegalArgumentException("The target must have labels, as an Empirical or images may, got "
                + matching.target() + "; give them with data.withLabels(...)");
    }
}
