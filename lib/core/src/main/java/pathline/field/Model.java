package pathline.field;

/**
 * What can be trained: it has parameters, and says whether it computes for training or for use.
 *
 * <p>A loss reads the numbers of {@link #parameters()} and adds its gradient to a {@link Gradient} of them; the training
 * loop changes the numbers in place. A {@link Velocity} is a model; so is a net of any other shape, or a bijection with
 * parameters:
 *
 * <pre>
 * final class Line implements Model {
 *
 *     private final Parameters parameters =
 *             Parameters.named().values("slope", new double[] {1}, 1).zeros("offset", 1).make(DataType.FLOAT64);
 *
 *     &#64;Override
 *     public Parameters parameters() {
 *         return parameters;
 *     }
 * }
 * </pre>
 */
public interface Model {

    /** The numbers to be learned, named and in order, the same object at each call; none for a model that is given. */
    Parameters parameters();

    /**
     * Chooses between the computation of training and that of use, where they differ, as with dropout or statistics of a
     * batch. The training loop turns it on before each loss and off after it, also where the loss fails. Does nothing
     * unless overridden.
     *
     * @param on true for training, false for use, which is the state that a model begins in
     */
    default void training(boolean on) {}
}
