package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pathline.field.EngineScript;

/**
 * A value and its directional derivatives, computed side by side: forward mode. Without tangents it costs what the value costs.
 *
 * @param value shape (n, ...)
 * @param tangents k for each event, shape (k, n, ...)
 */
record DualArray(NDArray value, Optional<NDArray> tangents) {

    private static final EngineScript SILU = EngineScript.of("torch.silu(x)", "x");

    static DualArray of(NDArray value) {
        return new DualArray(value, Optional.empty());
    }

    /** f(x), f being linear, the same for each event, and blind to how many there are. */
    DualArray linear(UnaryOperator<NDArray> f) {
        return affine(f, f);
    }

    /** f(x) = linear(x) + constant, for each event alike. */
    DualArray affine(UnaryOperator<NDArray> f, UnaryOperator<NDArray> linear) {
        return new DualArray(f.apply(value), tangents.map(dx -> {
            long k = dx.getShape().get(0);
            long n = dx.getShape().get(1);
            var mapped = linear.apply(
                    dx.reshape(new Shape(k * n).addAll(dx.getShape().slice(2))));
            return mapped.reshape(new Shape(k, n).addAll(mapped.getShape().slice(1)));
        }));
    }

    /** A function's result here, and its derivative, which is linear in dx of shape (k, n, ...). */
    DualArray mapped(NDArray result, UnaryOperator<NDArray> derivative) {
        return new DualArray(result, tangents.map(derivative));
    }

    /** x + y, both with tangents or both without. */
    DualArray plus(DualArray other) {
        return mapped(value.add(other.value), dx -> dx.add(other.tangents.orElseThrow()));
    }

    /** x + constant, which is broadcast. */
    DualArray plus(NDArray constant) {
        return mapped(value.add(constant), dx -> dx);
    }

    /** x times constants of the shape of one event or of all. */
    DualArray times(NDArray constant) {
        return mapped(value.mul(constant), dx -> dx.mul(constant));
    }

    /** Channels of both, x's first. */
    DualArray concat(DualArray other) {
        return mapped(
                NDArrays.concat(new NDList(value, other.value), 1),
                dx -> NDArrays.concat(new NDList(dx, other.tangents.orElseThrow()), 2));
    }

    /** SiLU, x σ(x), whose derivative is σ (1 + x (1 - σ)). */
    DualArray silu() {
        return mapped(SILU.at(value), dx -> {
            var sigmoid = value.getNDArrayInternal().sigmoid();
            return dx.mul(sigmoid.neg().add(1).mul(value).add(1).mul(sigmoid));
        });
    }
}
