package pathline.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.field.Activation;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.Batch;
import pathline.objective.Objective;
import pathline.objective.Regression;
import pathline.random.Rng;

/** A small regression, u = (-x2, x1) t at normal x, and a small net that can learn it. */
record Swirl(int batch) implements Objective<Velocity> {

    static final Rng RNG = Rng.of(5);

    static VelocityMlp net(NDManager manager) {
        return VelocityMlp.of(2, 16, 16).activation(Activation.SELU).init(RNG.child("net"), manager);
    }

    /** Whether this is the stream of batch k: batches are drawn in no order that could be counted. */
    static boolean isBatch(int k, Rng training, Rng stream) {
        return stream.toString().equals(training.child("batch").child(k).toString());
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        var x = rng.child("x").normal(manager, type, batch, 2);
        var t = rng.child("t").uniform(manager, type, batch, 1);
        var turn = manager.create(new float[] {0, 1, -1, 0}, new Shape(2, 2));
        return new Regression(t, x, x.matMul(turn.toType(type, false)).mul(t));
    }
}
