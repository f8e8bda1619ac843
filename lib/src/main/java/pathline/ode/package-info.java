/**
 * How a state is moved: initial value problems dx/dt = v(t, x), x(t0) = x0, and the methods that follow them.
 */
package pathline.ode;
