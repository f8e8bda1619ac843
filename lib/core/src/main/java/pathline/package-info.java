/**
 * Flow matching on the JVM, from a first Euler step to minibatch optimal transport.
 *
 * <p>The packages are the lecture's table of contents, and each may import only those before it:
 *
 * <pre>
 * check → array → random → ode → distribution → field → bijection → adjoint → likelihood → path → coupling → objective
 *       → train → flow → metric → data → plot → notebook → experiment
 * </pre>
 *
 * <p><b>Notation.</b> Time t runs from 0 (source) to 1 (data). A state x has shape (n, d): n points in d dimensions.
 * x0 is a draw from the source, x1 a data point, xt a point between them, ut its velocity.
 */
package pathline;
