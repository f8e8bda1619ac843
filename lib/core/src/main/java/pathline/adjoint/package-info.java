/**
 * How a gradient passes a solve.
 *
 * <p>A loss L of states x(t) is given. Its derivative by the start and by the parameters of the field is wanted, and the
 * field can do one thing for it: the vjp of a cotangent, a ↦ Jᵀ a, adding ⟨a, ∂v/∂θ⟩ to the parameters' gradient
 * ({@link pathline.field.Differentiable}). All kinds of {@link pathline.adjoint.Backpropagation} are put together from
 * that and from evaluations of the field. They differ in what they keep:
 *
 * <pre>
 *   ThroughSteps          stage states of every step        differentiates the steps as taken
 *   Checkpointed          some states                       the same, making steps again
 *   ContinuousAdjoint     nothing                           solves (x, a) backward
 *   InterpolatedAdjoint   the dense forward solution        solves a backward
 * </pre>
 *
 * <p>A gradient tape would keep, for every evaluation, the output of every layer: for L hidden layers of width w some
 * 2 L w numbers a point where the kinds above keep d at most. A vjp computes the layers anew from the stage state, which
 * costs a forward pass, and forgets them when it returns.
 *
 * <p>States have the {@linkplain pathline.ode.Form form} of the solve, there and back: each kind asks once for the field's
 * {@code Derivative}, value, vjp and parameters' gradient on states of that form, and is written once over it. InterpolatedAdjoint
 * alone leaves the form of a compiled field aside, since its stored states are read as arrays of the engine.
 */
package pathline.adjoint;
