package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The map from pixels to the whole line, y = logit(s) with s = alpha + (1 - 2 alpha) x / 256 and x in [0, 256], and what
 * it does to a density: bits per dimension.
 *
 * <p>Dinh, Sohl-Dickstein and Bengio (<i>Density estimation using Real NVP</i>, ICLR 2017) take logits of images; alpha
 * keeps them finite. Usual values are 0.05 for CIFAR-10 and 1e-6 for MNIST (Papamakarios and others, 2017).
 *
 * @param alpha distance kept from 0 and 1, in (0, 1/2)
 */
public record Logit(double alpha) {

    private static final double LEVELS = 256;

    /** Checks alpha. */
    public Logit {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException(
                    "alpha must be within (0, 1/2), got " + alpha + "; 0.05 and 1e-6 are usual");
        }
    }

    /** y of each x, which lies in [0, 256], any shape; computed in double precision. */
    public NDArray of(NDArray x) {
        RequireArray.real(x, "x");
        double[] values = HostMemory.doubles(x);
        for (int k = 0; k < values.length; k++) {
            if (!(values[k] >= 0 && values[k] <= LEVELS)) {
                throw new IllegalArgumentException(
                        "x is " + values[k] + place(x, k) + "; a pixel with its noise lies in [0, 256]");
            }
        }
        return Scratch.keeping(() -> raised(x));
    }

    /** The same unchecked, for a layer; s and 1 - s each from its own end, so that neither loses digits. */
    NDArray raised(NDArray x) {
        var exact = x.toType(DataType.FLOAT64, false);
        var slope = Constants.number((1 - 2 * alpha) / LEVELS);
        var s = exact.mul(slope).add(alpha);
        var rest = exact.sub(LEVELS).neg().mul(slope).add(alpha);
        return s.log().sub(rest.log()).toType(x.getDataType(), false);
    }

    /** x of each y, any shape: what a sampled logit shows; outside [0, 256] where alpha was not respected. */
    public NDArray pixels(NDArray y) {
        finite(y, "y");
        return Scratch.keeping(() -> lowered(y));
    }

    NDArray lowered(NDArray y) {
        return Smooth.sigmoid(y).sub(alpha).mul(Constants.number(LEVELS / (1 - 2 * alpha)));
    }

    /**
     * log |det dy/dx| of each row, shape (n): the sum over coordinates of
     * log((1 - 2 alpha) / 256) + log(1 + e^y) + log(1 + e^-y).
     *
     * @param y shape (n, d)
     */
    public NDArray logDeterminant(NDArray y) {
        finite(y, "y");
        if (y.getShape().dimension() != 2) {
            throw new IllegalArgumentException("y must have shape (n, d), got " + y.getShape());
        }
        return Scratch.keeping(() -> logVolume(y));
    }

    NDArray logVolume(NDArray y) {
        double constant = y.getShape().get(1) * Math.log((1 - 2 * alpha) / LEVELS);
        return Smooth.softplus(y)
                .add(Smooth.softplus(y.neg()))
                .sum(new int[] {1})
                .add(constant);
    }

    /**
     * Bits per dimension of each image, shape (n): -(log p(y) + log |det dy/dx|) / (d ln 2), the code length of x in
     * [0, 256)^d. A uniform density of x has exactly 8. Over draws of the noise its mean bounds that of the whole-numbered
     * pixels from above.
     *
     * @param logDensity log p(y) of the model, in nats, shape (n)
     * @param y logits, shape (n, d)
     */
    public NDArray bitsPerDimension(NDArray logDensity, NDArray y) {
        RequireArray.real(logDensity, "logDensity");
        RequireArray.real(y, "y");
        Require.that(y.getShape().dimension() == 2, "y must have shape (n, d), got " + y.getShape());
        finite(logDensity, "logDensity");
        Require.that(
                logDensity.getDataType() == y.getDataType(),
                "logDensity is " + logDensity.getDataType() + ", but y is " + y.getDataType() + "; expected one type");
        long d = y.getShape().get(1);
        if (logDensity.getShape().dimension() != 1
                || logDensity.getShape().get(0) != y.getShape().get(0)) {
            throw new IllegalArgumentException("One log-density is needed for each row of y, got shapes "
                    + logDensity.getShape() + " and " + y.getShape());
        }
        return Scratch.keeping(() -> logDeterminant(y).add(logDensity).div(-d * Math.log(2)));
    }

    /** Numbers of a floating-point type, at least one, all finite: one sum tells, unless it overflows. */
    private static void finite(NDArray x, String name) {
        RequireArray.real(x, name);
        Require.that(x.size() > 0, name + " has no numbers, its shape is " + x.getShape() + "; expected at least one");
        try (NDArray sum = x.sum()) {
            if (Double.isFinite(HostMemory.number(sum))) {
                return;
            }
        }
        double[] values = HostMemory.doubles(x);
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw new IllegalArgumentException(
                        name + " is " + values[k] + place(x, k) + "; expected finite numbers");
            }
        }
    }

    /** Where number k of an array stands. */
    private static String place(NDArray x, int k) {
        if (x.getShape().dimension() != 2) {
            return " at place " + k + " (from 0)";
        }
        long d = x.getShape().get(1);
        return " in row " + k / d + ", column " + k % d + " (from 0)";
    }
}
