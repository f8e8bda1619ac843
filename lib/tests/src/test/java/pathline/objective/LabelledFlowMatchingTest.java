package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.coupling.Coupling;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.field.LabelledVelocity;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.path.GaussianPath;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.Trainer;

class LabelledFlowMatchingTest {

    private static final GaussianPath LINE = GaussianPath.of(Schedule.linear());

    private final NDManager manager = NDManager.newBaseManager();
    /** Label 0 on the left, label 1 on the right. */
    private final Empirical data = sides(400);

    private final ConditionalFlowMatching matching = ConditionalFlowMatching.of(data, LINE, 64);

    @AfterEach
    void close() {
        manager.close();
    }

    private static Empirical sides(int n) {
        var rng = Rng.of(5);
        var rows = new double[n][];
        var labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            rows[i] = new double[] {4 * labels[i] - 2 + 0.5 * rng.normal(), 0.5 * rng.normal()};
        }
        return Empirical.of(rows).withLabels(labels);
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        var task = LabelledFlowMatching.of(matching, 2, 0.3);
        var net = VelocityMlp.of(2, 6).context(2).type(DataType.FLOAT64).init(Rng.of(2), manager);
        Losses.assertGradient(task.draw(manager, DataType.FLOAT64, Rng.of(3)), net);
    }

    /** A net that answers its label: the loss then says which labels it was told. */
    @Test
    void labelsTravelWithTheirPointsUnlessWithheld() {
        assertEquals(0, misled(0), 1e-12);
        // a withheld label counts 1; 64 of them in each of 50 batches
        assertEquals(0.3, misled(0.3), 4.5 * Math.sqrt(0.3 * 0.7 / 3200));
    }

    static Stream<Coupling> transports() {
        return Stream.of(Coupling.minibatchOt(), Coupling.partial(0.5), Coupling.minibatchOtWithReplacement());
    }

    /** At time 1 a point is its target, and the label says on which side that is. */
    @ParameterizedTest
    @MethodSource("transports")
    void underTransportLabelsTravelToo(Coupling coupling) {
        var task = LabelledFlowMatching.of(matching.coupling(coupling).times(Times.at(1)), 2, 0);
        var seen = new Overheard(manager, 2);
        task.draw(manager, DataType.FLOAT64, Rng.of(10)).loss(seen, Gradient.unwanted());
        var onTheRight = seen.state().get(":, 0").gt(0).toType(DataType.FLOAT64, false);
        assertEquals(0, onTheRight.sub(seen.condition().get(":, 1")).abs().sum().getDouble());
    }

    /** At time 0 a point is its source: whichever label travels with it, sources are N(0, I). */
    @Test
    void underTransportEveryLabelStartsFromTheWholeSource() {
        var transported = matching.coupling(Coupling.minibatchOt());
        var task = LabelledFlowMatching.of(transported.times(Times.at(0)), 2, 0);
        double sum = 0;
        double count = 0;
        for (int k = 0; k < 40; k++) {
            var seen = new Overheard(manager, 2);
            task.draw(manager, DataType.FLOAT64, Rng.of(11).child(k)).loss(seen, Gradient.unwanted());
            var right = seen.condition().get(":, 1");
            sum += seen.state().get(":, 0").mul(right).sum().getDouble();
            count += right.sum().getDouble();
        }
        // About 1280 normal numbers; transport over both labels at once would give the right half of them, mean 0.8.
        assertEquals(0, sum / count, 4.5 / Math.sqrt(count));
        assertEquals(1280, count, 4.5 * Math.sqrt(2560 / 4.0));
        assertTrue(
                travelled(transported) < 0.8 * travelled(matching),
                "and yet points travel less far than unpaired ones");
    }

    /** Mean squared length of the routes of a labelled task, which a net that answers 0 has as its loss. */
    private double travelled(ConditionalFlowMatching points) {
        var task = LabelledFlowMatching.of(points, 2, 0);
        var still = new Overheard(manager, 2);
        return task.draw(manager, DataType.FLOAT64, Rng.of(12))
                .loss(still, Gradient.unwanted())
                .getDouble();
    }

    private double misled(double dropout) {
        var task = LabelledFlowMatching.of(matching, 2, dropout);
        double sum = 0;
        for (int k = 0; k < 50; k++) {
            var rng = Rng.of(9).child(k);
            var points = matching.sample(manager, DataType.FLOAT64, rng);
            var sides = points.x1().get(":, 0").gt(0).toType(DataType.FLOAT64, false);
            var batch = task.draw(manager, DataType.FLOAT64, rng);
            var seen = new Overheard(manager, 2);
            batch.loss(seen, Gradient.unwanted());
            var told = seen.condition();
            var right = told.get(":, 1")
                    .mul(sides)
                    .add(told.get(":, 0").mul(sides.mul(-1).add(1)));
            sum += 1 - right.mean().getDouble();
            assertEquals(points.xt().sum().getDouble(), seen.state().sum().getDouble(), 1e-10);
        }
        return sum / 50;
    }

    @Test
    void oneNetLearnsEachClassAndAllOfThem() {
        var task = LabelledFlowMatching.of(matching, 2, 0.2);
        var net = VelocityMlp.of(2, 32, 32).context(2).init(Rng.of(4), manager);
        Trainer.adam(5e-3).steps(500).fit(net, task, Rng.of(6));
        var labelled = task.velocity(net);
        var x0 = Gaussian.standard(2).sample(manager, 400, Rng.of(7));
        assertTrue(right(labelled.given(0), x0) < 0.02);
        assertTrue(right(labelled.given(1), x0) > 0.98);
        // half of all points; the standard error of a share of 400 is 0.025, the net's own error as much again
        assertEquals(0.5, right(labelled.given(LabelledVelocity.NONE), x0), 0.15);
        assertTrue(right(labelled.guided(2, 1), x0) > 0.98);
    }

    private static double right(Velocity velocity, NDArray x0) {
        var x1 = OdeSolver.fixed(Tableaus.MIDPOINT, 10).solve(velocity, x0, 0, 1);
        return x1.get(":, 0").gt(0).toType(DataType.FLOAT32, false).mean().getFloat();
    }

    @Test
    void refusesWhatIsNotLabelled() {
        var bare = ConditionalFlowMatching.of(Empirical.of(new double[][] {{0, 1}}), LINE, 8);
        assertThrows(IllegalArgumentException.class, () -> LabelledFlowMatching.of(bare, 2, 0.1));
        var smooth = ConditionalFlowMatching.of(Gaussian.standard(2), LINE, 8);
        assertThrows(IllegalArgumentException.class, () -> LabelledFlowMatching.of(smooth, 2, 0.1));
        assertThrows(IllegalArgumentException.class, () -> LabelledFlowMatching.of(matching, 1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> LabelledFlowMatching.of(matching, 2, 1));
    }
}
