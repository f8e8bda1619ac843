/**
 * How a state is moved: initial value problems dx/dt = v(t, x), x(t0) = x0, and the methods that follow them.
 *
 * <p>Five values say what is solved and how, and none knows the others' insides: the {@link pathline.ode.VectorField}
 * (a lambda), the {@link pathline.ode.Method} (a {@link pathline.ode.ButcherTableau} of {@link pathline.ode.Tableaus},
 * or an {@link pathline.ode.Adams} method), the {@link pathline.ode.StepControl} that chooses the steps, the
 * {@link pathline.ode.Event}s to watch for, and what to keep, {@link pathline.ode.SaveAt}. An
 * {@link pathline.ode.OdeSolver} is a method with its control and events; what it returns is a
 * {@link pathline.ode.Solution}: states, times, located events, costs, the log of every step tried, and the
 * {@link pathline.ode.Outcome}.
 *
 * <p>One loop, {@code Integration}, makes all solves. It asks a {@code Stepper} for the next step, a
 * {@code StepController} for its length and verdict, an {@code EventFinder} and a {@code Recorder} what is to be kept of it. It
 * knows states and field by their {@link pathline.ode.Form} alone, which is chosen once for a solve: Java arrays of doubles for
 * fields written for one point, Java arrays of floats for fields that offer a {@link pathline.ode.Float32Field}, such as a
 * compiled net, and for small float32 states of any other field, for which the engine's calls would cost more than the
 * arithmetic, and arrays of the engine for all else.
 *
 * <p>Time may run either way: t1 before t0 is the same call. A state is n events of one shape, (n, d) or (n, c, h, w), which share their
 * steps. A solve copies
 * its start, leaves its results attached to the start's manager, and frees all else.
 */
package pathline.ode;
