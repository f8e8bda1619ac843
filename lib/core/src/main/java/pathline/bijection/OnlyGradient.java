package pathline.bijection;

import ai.djl.ndarray.NDArray;

/**
 * A number 0 that has a gradient: a - a₀, where a₀ is a without the record of how it was computed. Added to a value that was
 * computed without a record, times the derivative of that value, it gives the value the gradient that it has by a.
 */
final class OnlyGradient {

    private OnlyGradient() {}

    /** 0 with the gradient of a, of the shape of a; NaN where a is not finite. */
    static NDArray of(NDArray a) {
        return a.sub(a.stopGradient());
    }
}
