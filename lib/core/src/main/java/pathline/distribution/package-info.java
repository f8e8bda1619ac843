/**
 * Where points come from and go to.
 *
 * <p>A flow carries a source p0 at time 0 to data p1 at time 1. Training needs only draws from both, which is a
 * {@link pathline.distribution.Distribution}: one method, a lambda in a cell. Likelihoods also need log p(x), and exact
 * reference velocities its gradient, the score; where these are known in closed form the type is a
 * {@link pathline.distribution.Density}.
 *
 * <table>
 * <caption>The types of this package</caption>
 * <tr><th>type</th><th>law</th><th>density</th></tr>
 * <tr><td>{@link pathline.distribution.Gaussian}</td><td>standard, isotropic, diagonal or full covariance</td>
 *     <td>yes</td></tr>
 * <tr><td>{@link pathline.distribution.GaussianMixture}</td><td>weighted Gaussians</td><td>yes</td></tr>
 * <tr><td>{@link pathline.distribution.Checkerboard}</td><td>uniform on eight squares</td><td>yes</td></tr>
 * <tr><td>{@link pathline.distribution.Rings}</td><td>circles blurred by a Gaussian</td><td>yes</td></tr>
 * <tr><td>{@link pathline.distribution.Empirical}</td><td>the rows of a data set</td><td>no</td></tr>
 * <tr><td>{@link pathline.distribution.Toy}</td><td>the two-dimensional sets of the literature, by name</td>
 *     <td>where it is known</td></tr>
 * </table>
 *
 * <p>Every draw comes from an {@link pathline.random.Rng}, is computed in double precision and rounded once at the end:
 * the same stream gives the same points in float32 and in float64, up to that rounding. Densities are computed in
 * double precision too, whatever the type of the points; they cost a copy of the points and no array operations, and so
 * leave no temporary arrays behind.
 */
package pathline.distribution;
