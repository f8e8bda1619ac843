package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.array.Scratch;

/** Steps by the engine's operations, for any type and device. */
record EngineDescent(Adam adam, NDArray parameters, NDArray gradient, Moments moments) implements Descent {

    private static final NDIndex ALL = new NDIndex("...");

    @Override
    public double norm() {
        try (var scratch = new Scratch()) {
            return HostMemory.number(gradient.norm());
        }
    }

    @Override
    public Optional<String> step(int k, double rate, double scale) {
        try (var scratch = new Scratch()) {
            var before = parameters.duplicate();
            adam.step(parameters, gradient, moments, k, rate, scale);
            boolean bounded = isFinite(moments.square());
            if (bounded && isFinite(parameters)) {
                return Optional.empty();
            }
            parameters.set(ALL, before);
            return Optional.of(bounded ? PARAMETERS : SQUARE);
        }
    }

    private static boolean isFinite(NDArray numbers) {
        return HostMemory.number(numbers.mul(0).sum()) == 0;
    }

    @Override
    public void settle() {}
}
