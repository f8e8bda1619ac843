package pathline.train;

import ai.djl.ndarray.NDArray;
import pathline.ode.Memory;
import pathline.ode.Scratch;

/** Steps by the engine's operations, for any type and device. */
record EngineDescent(Adam adam, NDArray parameters, NDArray gradient, Moments moments) implements Descent {

    @Override
    public double norm() {
        try (var scratch = new Scratch()) {
            return Memory.number(gradient.norm());
        }
    }

    @Override
    public void step(int k, double rate, double scale) {
        adam.step(parameters, gradient, moments, k, rate, scale);
    }

    @Override
    public void settle() {}
}
