package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Log-determinants that are the same for all rows. */
final class LogVolume {

    private LogVolume() {}

    /** 0 for each row of x, shape (n). */
    static NDArray none(NDArray x) {
        return x.getManager().zeros(new Shape(x.getShape().get(0)), x.getDataType());
    }

    /** One number for each row of x, shape (n). */
    static NDArray everywhere(NDArray x, NDArray number) {
        return none(x).add(number);
    }
}
