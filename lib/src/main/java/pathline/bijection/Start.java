package pathline.bijection;

import pathline.check.Require;

/**
 * Where the last part of a net starts.
 *
 * @param weight by what its drawn weights are multiplied: with less than 1 the net begins near its biases, with 0 at them
 * @param bias standard deviation of its biases: 0, or more for components that shall differ
 */
public record Start(double weight, double bias) {

    /** Weights as they are drawn, biases zero. */
    public static final Start FULL = new Start(1, 0);

    /** Zero: an affine layer is then the identity. */
    public static final Start ZERO = new Start(0, 0);

    /** A hundredth of what is drawn. */
    public static final Start NEAR_ZERO = new Start(0.01, 0);

    /** Weights as they are drawn, biases from N(0, 1): the components of a mixture differ from the first step. */
    public static final Start UNEQUAL = new Start(1, 1);

    /** Checks the numbers. */
    public Start {
        Require.within(weight, 0, 1e6, "weight");
        Require.within(bias, 0, 1e6, "bias");
    }
}
