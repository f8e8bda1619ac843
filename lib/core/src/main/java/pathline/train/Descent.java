package pathline.train;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.field.Gradient;

/** An optimiser at work on the parameters of one training. */
interface Descent {

    /** A parameter that would not be finite. */
    String PARAMETERS = "The new parameters are not finite.";

    /** A gradient that is finite and whose square is not. */
    String SQUARE =
            "The gradient is so large that Adam's average of its square overflows, and no step would move anything.";

    /** The Euclidean norm of the gradient as it is now. */
    double norm();

    /**
     * Makes one step, unless it would make a number infinite or NaN: the parameters then stay what they are.
     *
     * @param k which step it is: 1 for the first
     * @param rate η
     * @param scale what the gradient is multiplied by first: below 1 where it is clipped
     * @return what would have overflowed, if the step was not made
     */
    Optional<String> step(int k, double rate, double scale);

    /** Brings the moments to where they are kept. */
    void settle();

    /** The descent that suits the parameters' type and device. */
    static Descent of(Adam adam, NDArray parameters, Gradient gradient, Moments moments) {
        return HostMemory.reaches(parameters)
                ? new Float32Descent(adam, parameters, gradient, moments)
                : new EngineDescent(adam, parameters, gradient.flat(), moments);
    }
}
