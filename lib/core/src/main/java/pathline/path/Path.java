package pathline.path;

import ai.djl.ndarray.NDArray;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * The route between two points: where a pair (x0, x1) is at a time t, and with which velocity it moves there.
 *
 * <p>One method, so a lambda is a path. {@link AffinePath} has the paths σ(t) x0 + α(t) x1 + γ(t) z; a path of another kind
 * computes xt and its derivative ut in t from both ends, such as an arc of a great circle between two points of a sphere:
 * <pre>
 * Path arc = (t, x0, x1, rng) -&gt; {
 *     var angle = x0.mul(x1).sum(new int[] {1}, true).clip(-1, 1).acos();
 *     var sine = angle.sin();
 *     var ahead = angle.mul(t);
 *     var left = angle.sub(ahead);
 *     var xt = x0.mul(left.sin()).add(x1.mul(ahead.sin())).div(sine);
 *     var ut = x1.mul(ahead.cos()).sub(x0.mul(left.cos())).mul(angle).div(sine);
 *     return new PathSample(t, x0, x1, xt, ut);
 * };
 * </pre>
 */
@FunctionalInterface
public interface Path {

    /**
     * Where the pairs are at times t, and how they move. It is called on several threads at the same time.
     *
     * @param t times in [0, 1], shape (n, 1), or (1, 1) for one time shared by all pairs
     * @param x0 sources, shape (n, d), or (n, ...) for events of another shape
     * @param x1 targets, of the same shape
     * @param rng chance, for paths with noise between the ends
     */
    PathSample sample(NDArray t, NDArray x0, NDArray x1, Rng rng);

    /** The same for points in the form that batches have within the library. */
    default PathSample sample(Points t, Points x0, Points x1, Rng rng) {
        return sample(
                Require.nonNull(t, "t").array(),
                Require.nonNull(x0, "x0").array(),
                Require.nonNull(x1, "x1").array(),
                rng);
    }
}
