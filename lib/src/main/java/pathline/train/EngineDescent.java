package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.ode.Scratch;

/** Steps by the engine's operations, for any type and device. */
record EngineDescent(Adam adam, NDArray parameters, NDArray gradient, Moments moments) implements Descent {

    @Override
    public double norm() {
        try (var scratch = new Scratch()) {
            var norm = gradient.norm();
            return norm.getDataType() == DataType.FLOAT64 ? norm.toDoubleArray()[0] : norm.toFloatArray()[0];
        }
    }

    @Override
    public void step(int k, double rate, double scale) {
        adam.step(parameters, gradient, moments, k, rate, scale);
    }

    @Override
    public void settle() {}
}
