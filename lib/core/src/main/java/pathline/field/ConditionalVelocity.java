package pathline.field;

import ai.djl.ndarray.NDArray;
import pathline.array.Points;
import pathline.check.Require;

/**
 * A velocity v(t, x, c) that is told a condition c beside time and state: a label, or features.
 *
 * <pre>
 * var net = VelocityMlp.of(2, 64, 64).context(3).init(rng);
 * NDArray v = net.given(c).at(t, x);           // c of shape (n, 3), or (1, 3) for all points
 * </pre>
 *
 * <p>Under a condition it is a {@link Velocity} of the same parameters: to be solved, differentiated and trained. Derivatives by
 * the state leave the condition as it is.
 */
public interface ConditionalVelocity extends Model {

    /** The dimension d of the states. */
    int dim();

    /**
     * The velocity under a condition.
     *
     * @param c one row for each point, or one for all; to live, and to stay as it is, as long as the result is used
     */
    Velocity given(NDArray c);

    /** The same in the form that batches have within the library. */
    default Velocity given(Points c) {
        return given(Require.nonNull(c, "c").array());
    }
}
