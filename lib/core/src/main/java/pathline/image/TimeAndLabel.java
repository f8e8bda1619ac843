package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Time and label as a row of numbers.
 *
 * <pre>
 *   φ(t) = cos and sin of 1000 t 10000^(-j/m),   j = 0, ..., m - 1,   m = waves / 2
 *   e(t, c) = silu(W2 silu(W1 φ(t) + b1) + b2 + E c)
 * </pre>
 *
 * <p>The frequencies are those of networks that count time from 0 to 1000. At t in [0, 1] without the factor 1000, as some programs
 * have it, nearly all waves are straight lines or constants. With it, the slowest turns by a tenth and more.
 *
 * <p>The label c is a unit vector, or 0 for none, or a mixture. No label needs no row of E: it would only add to b2.
 *
 * @param waves of the time, an even number
 * @param width of the result
 * @param classes of the label, 0 where there is none
 */
record TimeAndLabel(int waves, int width, int classes) {

    private static final double SCALE = 1000;
    private static final double RANGE = Math.log(10_000);

    NamedArrays declare(NamedArrays arrays, Rng rng) {
        var draw = rng.child("label");
        var label = classes == 0 ? arrays : arrays.drawn("label", draw::normal, classes, width);
        return label.under("time1", one -> Projection.of(waves, width).declare(one, rng.child("time1")))
                .under("time2", one -> Projection.of(width, width).declare(one, rng.child("time2")));
    }

    /** Shape (n, width), or (1, width) where time and label are the same for all images. */
    NDArray at(NDManager manager, NDArray t, Optional<NDArray> label, Weights own) {
        var first = silu(Projection.of(waves, width).at(waves(manager, t), own.of("time1")));
        var second = Projection.of(width, width).at(first, own.of("time2"));
        return silu(label.map(c -> second.add(c.matMul(own.get("label")))).orElse(second));
    }

    /** φ(t), shape (rows of t, waves), on the manager. */
    NDArray waves(NDManager manager, NDArray t) {
        int half = waves / 2;
        var numbers = manager.arange(0f, half, 1f, DataType.FLOAT64)
                .mul(-RANGE / half)
                .exp()
                .mul(SCALE);
        var frequencies = numbers.toType(t.getDataType(), false).reshape(new Shape(1, half));
        var angles = frequencies.mul(t);
        return NDArrays.concat(new NDList(angles.cos(), angles.sin()), 1);
    }

    private static NDArray silu(NDArray x) {
        return x.mul(x.getNDArrayInternal().sigmoid());
    }
}
