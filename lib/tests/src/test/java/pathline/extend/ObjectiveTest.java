package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.Objective;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/** An objective of one's own: how a batch is drawn, its loss, and the derivative of the loss by the velocity. */
class ObjectiveTest {

    /** Straight lines with a loss that far pairs enter by their distance, not its square: mean of √(1 + |v - u|²) - 1. */
    private static Objective<Velocity> robust(Gaussian source, Gaussian target, int batch) {
        return (manager, type, rng) -> {
            var x0 = source.sample(manager, type, batch, rng.child("x0"));
            var x1 = target.sample(manager, type, batch, rng.child("x1"));
            var t = rng.child("t").uniform(manager, type, batch, 1);
            var u = x1.sub(x0);
            var xt = x0.add(u.mul(t));
            return (velocity, into) -> {
                try (var at = velocity.linearize(t, xt)) { // the value, and its derivative from the same pass
                    var miss = at.value().sub(u);
                    var root = miss.square().sum(new int[] {1}, true).add(1).sqrt();
                    if (into.wanted()) {
                        at.vjp(miss.div(root.mul(batch)), into); // dL/dv = (v - u) / (n root)
                    }
                    return root.sub(1).mean();
                }
            };
        };
    }

    @Test
    void itsGradientIsThatOfFiniteDifferences() {
        try (var manager = NDManager.newBaseManager()) {
            var velocity = VelocityMlp.of(2, 6).type(DataType.FLOAT64).init(Rng.of(1), manager);
            var far = Gaussian.isotropic(new double[] {3, 0}, 2);
            var batch = robust(Gaussian.standard(2), far, 16).draw(manager, DataType.FLOAT64, Rng.of(2));
            var gradient = velocity.parameters().gradient(manager);
            batch.loss(velocity, gradient);
            var start = velocity.parameters().flat().toDoubleArray();
            double h = 1e-5;
            for (int i = 0; i < start.length; i++) {
                var up = start.clone();
                up[i] += h;
                velocity.parameters().set(manager.create(up));
                double above = batch.loss(velocity, Gradient.unwanted()).getDouble();
                up[i] -= 2 * h;
                velocity.parameters().set(manager.create(up));
                double below = batch.loss(velocity, Gradient.unwanted()).getDouble();
                assertEquals((above - below) / (2 * h), gradient.flat().getDouble(i), 1e-8, "parameter " + i);
            }
        }
    }

    /** From N(0, I) to N(m, I) the best velocity of the middle of the line is m, by symmetry. */
    @Test
    void theTrainerFollowsIt() {
        var velocity = VelocityMlp.of(2, 16).init(Rng.of(3));
        var target = Gaussian.isotropic(new double[] {2, -1}, 1);
        Trainer.adam(LearningRate.cosine(1e-2, 1e-4, 1_000))
                .steps(1_000)
                .fit(velocity, robust(Gaussian.standard(2), target, 256), Rng.of(4));
        try (var manager = NDManager.newBaseManager()) {
            var v = velocity.at(0.5, manager.create(new float[][] {{1, -0.5f}}));
            assertEquals(2, v.getFloat(0, 0), 0.2);
            assertEquals(-1, v.getFloat(0, 1), 0.2);
        }
    }
}
