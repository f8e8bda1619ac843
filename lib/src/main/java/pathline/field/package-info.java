/**
 * What moves the points: velocities that can be learned.
 *
 * <p>A neural ODE replaces the right-hand side of dx/dt = v(t, x) by a net. To train it one needs more than its value:
 * how a small change of x changes v (a Jacobian-vector product), and how a gradient by v becomes a gradient by x and by
 * the parameters (a vector-Jacobian product). A {@link pathline.field.Velocity} offers exactly these, and everything that
 * follows, from the adjoint of a solve to the likelihood of a flow, is put together from them.
 *
 * <pre>
 *   VelocityMlp     a net, its passes written out in array operations
 *   LinearField     A x + b, whose flow and density are known in closed form
 *   BlockVelocity   any DJL block, through the engine's reverse mode
 * </pre>
 *
 * <p>The derivatives of a net of layers z = W h + b, h⁺ = f(z) are three short recursions. A tangent follows the value,
 * dh⁺ = f'(z) W dh. A cotangent goes the other way, ζ = f'(z) W'ᵀ ζ⁺, and leaves ζ hᵀ with the weights it passes. And
 * since the tangent is itself a function of x and of the weights, it has a vjp as well: that takes f''.
 *
 * <p>A divergence asks for less than tangents: only for sums of εᵀ J ε, with an ε that stays while a solve lasts. Then the last
 * layer may be read from its end, εᵀ W dh = (Wᵀ ε)ᵀ dh, and neither Wᵀ ε nor what the first layer makes of ε changes on the way:
 * a {@link pathline.field.TracedVelocity} computes them once.
 *
 * <p>A net that is computed by compiled loops offers its abilities on plain arrays too, {@link pathline.field.Float32Velocity}:
 * solves, their gradients and regressions then make hardly any array of the engine.
 */
package pathline.field;
