package pathline.train;

import ai.djl.ndarray.NDArray;
import pathline.ode.Memory;

/** An optimiser at work on the parameters of one training. */
interface Descent {

    /** The Euclidean norm of the gradient as it is now. */
    double norm();

    /**
     * Makes one step.
     *
     * @param k which step it is: 1 for the first
     * @param rate η
     * @param scale what the gradient is multiplied by first: below 1 where it is clipped
     */
    void step(int k, double rate, double scale);

    /** Brings the moments to where they are kept. */
    void settle();

    /** The descent that suits the parameters' type and device. */
    static Descent of(Adam adam, NDArray parameters, NDArray gradient, Moments moments) {
        return Memory.reaches(parameters)
                ? new PlainDescent(adam, parameters, gradient, moments)
                : new EngineDescent(adam, parameters, gradient, moments);
    }
}
