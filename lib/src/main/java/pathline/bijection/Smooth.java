package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import pathline.field.Scalars;

/**
 * Functions made of exponentials that neither overflow nor lose their small values, with gradients that are never NaN; by
 * operations that the engine can record.
 */
final class Smooth {

    private Smooth() {}

    /** 1 / (1 + e⁻ᵃ). */
    static NDArray sigmoid(NDArray a) {
        return Activation.sigmoid(a);
    }

    /**
     * log(1 + eᵃ) = max(a, 0) + log(1 + e^-|a|). The engine's own returns a where a is above 20, which only float32 cannot tell
     * apart.
     */
    static NDArray softplus(NDArray a) {
        return a.getDataType() == DataType.FLOAT32
                ? Activation.softPlus(a)
                : a.maximum(Scalars.ZERO).add(Activation.softPlus(a.abs().neg()));
    }

    /** log σ(a) = -softplus(-a). */
    static NDArray logSigmoid(NDArray a) {
        return softplus(a.neg()).neg();
    }

    /** a - log Σ eᵃ along an axis: the logarithms of weights that add up to 1. */
    static NDArray logSoftmax(NDArray a, int axis) {
        return a.logSoftmax(axis);
    }

    /** log Σ eᵃ along an axis, which is dropped. The greatest number is taken out of the sum, as a constant. */
    static NDArray logSumExp(NDArray a, int axis) {
        var most = a.stopGradient().max(new int[] {axis}, true);
        return a.sub(most).exp().sum(new int[] {axis}).log().add(most.squeeze(axis));
    }
}
