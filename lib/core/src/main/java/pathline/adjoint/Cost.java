package pathline.adjoint;

import pathline.check.Require;
import pathline.ode.SolverStats;

/**
 * What a solve and its way back cost.
 *
 * <p>Kept arrays are those that outlive a step for the sake of the gradient: tape, checkpoints, and the adjoint itself.
 * The states handed out and the stages of the step at work are not counted, being the same for all kinds.
 *
 * @param forward evaluations and steps of the solve
 * @param backward evaluations and steps on the way back: steps gone back over or made once more, or those of the
 *     adjoint's own solve
 * @param vjps products of a cotangent and the field's Jacobian
 * @param peakArrays most arrays kept at one time
 * @param peakBytes most bytes kept at one time
 */
public record Cost(SolverStats forward, SolverStats backward, long vjps, int peakArrays, long peakBytes) {

    public Cost {
        Require.nonNull(forward, "forward");
        Require.nonNull(backward, "backward");
    }

    @Override
    public String toString() {
        return "forward " + forward + "; backward " + backward + ", " + vjps + " vjps; at most " + peakArrays
                + " arrays, " + peakBytes + " bytes kept";
    }
}
