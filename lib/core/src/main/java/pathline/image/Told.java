package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * What every layer of a net is told besides its input.
 *
 * @param embedding of time and label, shape (n, width), or (1, width) for all images
 * @param dropout the share of numbers that are set to zero, in [0, 1); 0 in use
 */
record Told(NDArray embedding, double dropout) {

    /** x with that share of its numbers zero and the others divided by 1 - dropout, so that the mean stays. */
    DualArray dropped(DualArray x) {
        if (dropout == 0) {
            return x;
        }
        var ones = x.value().getManager().ones(x.value().getShape(), x.value().getDataType());
        var mask =
                ones.getNDArrayInternal().dropout(ones, (float) dropout, true).singletonOrThrow();
        return x.times(mask);
    }

    /** The embedding as a number for each channel, shape (n, width, 1, 1). */
    static NDArray perChannel(NDArray rows) {
        var shape = rows.getShape();
        return rows.reshape(new Shape(shape.get(0), shape.get(1), 1, 1));
    }
}
