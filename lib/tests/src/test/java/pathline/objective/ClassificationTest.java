package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.adjoint.Backpropagation;
import pathline.distribution.Empirical;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;
import pathline.train.Trainer;

class ClassificationTest {

    private static final OdeSolver RK4 = OdeSolver.fixed(Tableaus.RK4, 4);

    private final NDManager manager = NDManager.newBaseManager();
    private final Empirical data = halves(200);
    private final Classification task = new Classification(data, 2, RK4, Backpropagation.throughSteps(), 32);

    @AfterEach
    void close() {
        manager.close();
    }

    /** Points of the square, labelled by the side of the diagonal they lie on. */
    private static Empirical halves(int n) {
        var rng = Rng.of(5);
        var rows = new double[n][];
        var labels = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[] {rng.uniform(), rng.uniform()};
            labels[i] = rows[i][0] > rows[i][1] ? 1 : 0;
        }
        return Empirical.of(rows).withLabels(labels);
    }

    @Test
    void withoutAFlowAllClassesAreEquallyLikely() {
        var still = VelocityMlp.of(task.dim(), 8).zero(manager);
        assertEquals(Math.log(2), task.loss(still, Rng.of(1)), 1e-6); // float32
    }

    @Test
    void aTypeWithoutNumbersIsRefusedByEveryObjectiveAlike() {
        for (var type : List.of(DataType.STRING, DataType.UNKNOWN, DataType.BFLOAT16)) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> task.draw(manager, type, Rng.of(1)));
            assertTrue(refusal.getMessage().startsWith("type is " + type), refusal.getMessage());
        }
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        var velocity = VelocityMlp.of(task.dim(), 6).type(DataType.FLOAT64).init(Rng.of(2), manager);
        var batch = task.draw(manager, DataType.FLOAT64, Rng.of(3));
        var gradient = velocity.parameters().gradient(manager);
        batch.loss(velocity, gradient);
        double h = 1e-6;
        var weights = velocity.parameters().flat().duplicate();
        for (int i : new int[] {0, 7, 31, 60}) {
            double slope = (shifted(velocity, batch, weights.toDoubleArray(), i, h)
                            - shifted(velocity, batch, weights.toDoubleArray(), i, -h))
                    / (2 * h);
            assertEquals(slope, gradient.flat().getDouble(i), 1e-8); // h^2 and 1e-16 / h, both some 1e-10
        }
    }

    private double shifted(VelocityMlp velocity, Batch<Velocity> batch, double[] weights, int i, double by) {
        weights[i] += by;
        velocity.parameters().set(manager.create(weights));
        double loss = batch.loss(velocity, Gradient.unwanted()).getDouble();
        weights[i] -= by;
        velocity.parameters().set(manager.create(weights));
        return loss;
    }

    @Test
    void aFlowLearnsTheDiagonal() {
        var velocity = VelocityMlp.of(task.dim(), 16).init(Rng.of(4), manager);
        double before = task.error(velocity, data);
        Trainer.adam(1e-2).steps(200).fit(velocity, task, Rng.of(6));
        double after = task.error(velocity, data);
        // 200 points: the standard error of a share near 0.05 is 0.015
        assertTrue(after < 0.1 && before > 0.2, "error before " + before + ", after " + after);
    }

    @Test
    void saysWhatAGradientKeeps() {
        var velocity = VelocityMlp.of(task.dim(), 8).init(Rng.of(4), manager);
        assertEquals(16, task.cost(velocity, Rng.of(1)).forward().evaluations()); // 4 steps of 4 stages
    }

    @Test
    void refusesMissingAndForeignLabels() {
        var bare = Empirical.of(new double[][] {{0, 1}});
        var way = Backpropagation.throughSteps();
        assertThrows(IllegalArgumentException.class, () -> new Classification(bare, 2, RK4, way, 1));
        var foreign = bare.withLabels(2);
        var error = assertThrows(IllegalArgumentException.class, () -> new Classification(foreign, 2, RK4, way, 1));
        assertTrue(error.getMessage().contains("0 to 1"), error.getMessage());
    }
}
