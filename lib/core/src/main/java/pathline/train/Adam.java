package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import pathline.check.Require;

/**
 * Adam: steps along an average of the gradient, measured in units of its usual size, coordinate by coordinate.
 *
 * <pre>
 *   g ← g + λ θ                  gradient decay (Adam's "L2")
 *   θ ← θ - η λ' θ               weight decay (AdamW's)
 *   m ← β1 m + (1 - β1) g        s ← β2 s + (1 - β2) g²
 *   θ ← θ - η (m / (1 - β1^k)) / (√(s / (1 - β2^k)) + ε)         in step k = 1, 2, ...
 * </pre>
 *
 * <p>D. Kingma and J. Ba, <i>Adam: a method for stochastic optimization</i>, ICLR 2015; I. Loshchilov and F. Hutter,
 * <i>Decoupled weight decay regularization</i>, ICLR 2019. The numbers are PyTorch's.
 *
 * @param beta1 how slowly m forgets, in [0, 1)
 * @param beta2 how slowly s forgets, in [0, 1)
 * @param epsilon keeps the division safe, positive
 * @param gradientDecay λ, 0 or more
 * @param weightDecay λ', 0 or more
 */
public record Adam(double beta1, double beta2, double epsilon, double gradientDecay, double weightDecay) {

    private static final float NO_CLIPPING = -1;

    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("beta1 and beta2 must lie in [0, 1), got " + beta1 + " and " + beta2);
        }
        Require.positive(epsilon, "epsilon");
        Require.within(gradientDecay, 0, Double.MAX_VALUE, "gradientDecay");
        Require.within(weightDecay, 0, Double.MAX_VALUE, "weightDecay");
    }

    /** β1 = 0.9, β2 = 0.999, ε = 1e-8, no decay. */
    public static Adam standard() {
        return new Adam(0.9, 0.999, 1e-8, 0, 0);
    }

    /** AdamW: the same with the given weight decay; 0.01 is usual. */
    public static Adam decoupled(double weightDecay) {
        return standard().weightDecay(weightDecay);
    }

    /** The same with other memories. */
    public Adam betas(double first, double second) {
        return new Adam(first, second, epsilon, gradientDecay, weightDecay);
    }

    /** The same with another ε. */
    public Adam epsilon(double other) {
        return new Adam(beta1, beta2, other, gradientDecay, weightDecay);
    }

    /** The same with λ θ added to the gradient. */
    public Adam gradientDecay(double lambda) {
        return new Adam(beta1, beta2, epsilon, lambda, weightDecay);
    }

    /** The same with every parameter shrunk by η λ' in each step. */
    public Adam weightDecay(double lambda) {
        return new Adam(beta1, beta2, epsilon, gradientDecay, lambda);
    }

    /**
     * Makes one step.
     *
     * <p>DJL's own Adam hides m and s, which a checkpoint must keep; its native update, which takes them as arguments, is
     * one call for the whole vector. It differs from PyTorch in two ways, made good here. It adds ε to √s, not to
     * √(s / (1 - β2^k)): so ε is scaled. And it takes β in float32, where 1 - 0.999 is off by 1e-5: so the correction is
     * computed from the β it uses.
     *
     * @param k which step it is: 1 for the first
     * @param rate η
     * @param scale what the gradient is multiplied by first: below 1 where it is clipped
     */
    void step(NDArray parameters, NDArray gradient, Moments moments, int k, double rate, double scale) {
        double first = 1 - Math.pow((float) beta1, k);
        double second = Math.sqrt(1 - Math.pow((float) beta2, k));
        if (weightDecay > 0) {
            parameters.muli(1 - rate * weightDecay);
        }
        parameters
                .getNDArrayInternal()
                .adamUpdate(
                        new NDList(parameters, gradient, moments.mean(), moments.square()),
                        new NDList(parameters),
                        (float) rate,
                        (float) (rate * second / first),
                        (float) gradientDecay,
                        (float) scale,
                        NO_CLIPPING,
                        (float) beta1,
                        (float) beta2,
                        (float) (epsilon * second),
                        false,
                        false);
    }

    @Override
    public String toString() {
        return "Adam, betas " + beta1 + " and " + beta2 + ", epsilon " + epsilon
                + (gradientDecay > 0 ? ", gradient decay " + gradientDecay : "")
                + (weightDecay > 0 ? ", weight decay " + weightDecay : "");
    }
}
