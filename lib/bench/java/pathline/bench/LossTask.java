package pathline.bench;

import ai.djl.ndarray.NDManager;
import pathline.array.Scratch;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.objective.Batch;

/**
 * The loss of one batch, drawn before, and its gradient to the parameters.
 *
 * @param velocity what is being fitted
 * @param batch what it is fitted to
 * @param gradient cleared before every call
 */
record LossTask(Velocity velocity, Batch<Velocity> batch, Gradient gradient) implements Task {

    static LossTask of(NDManager manager, Velocity velocity, Batch<Velocity> batch) {
        return new LossTask(velocity, batch, velocity.parameters().gradient(manager));
    }

    @Override
    public Object run() {
        try (var scratch = new Scratch()) {
            gradient.clear();
            return batch.loss(velocity, gradient).getFloat();
        }
    }
}
