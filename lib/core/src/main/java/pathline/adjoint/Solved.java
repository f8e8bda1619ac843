package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import pathline.check.Require;
import pathline.field.Gradient;
import pathline.ode.Solution;
import pathline.ode.StepLog;

/**
 * A solve with its derivative: its states, and the way from their cotangents to x0 and the parameters.
 *
 * <p>The states are attached to the manager of x0. What was kept for the way back is freed by {@link #vjp}, at the latest
 * when that manager closes.
 */
public final class Solved {

    private final Problem problem;
    private final Solution solution;
    private final List<NDArray> states; // the caller's, to change or close
    private final WayBack wayBack;
    private boolean taken;

    Solved(Problem problem, Solution solution, List<NDArray> states, WayBack wayBack) {
        this.problem = problem;
        this.solution = solution;
        this.states = states;
        this.wayBack = wayBack;
    }

    /** From the cotangents of the states to that of x0. */
    interface WayBack {
        NDArray vjp(List<NDArray> cotangents, Gradient into);
    }

    /** The times of the states. */
    public double[] times() {
        return problem.times();
    }

    /** The states at these times, each in the shape of x0. */
    public List<NDArray> states() {
        return states;
    }

    /** The last of the states. */
    public NDArray end() {
        return states.get(states.size() - 1);
    }

    /** Every step tried on the way forward. */
    public StepLog log() {
        return solution.log();
    }

    /**
     * The gradient of a loss of all states.
     *
     * <p>It can be taken once: it frees what it has used.
     *
     * @param cotangents dL/dx of each state in {@link #states}, in their order, each in the shape of its state
     * @param into receives dL/dθ, added to what it holds
     * @return dL/dx0, in the shape of x0, attached to the manager of x0
     */
    public NDArray vjp(List<NDArray> cotangents, Gradient into) {
        Require.nonNull(into, "into");
        check(cotangents);
        if (taken) {
            throw new IllegalStateException(
                    "The vjp of this solve was taken already, which freed its tape; solve again");
        }
        taken = true;
        return problem.finish(() -> wayBack.vjp(cotangents, into));
    }

    /** The gradient of a loss of the only state; see {@link #vjp(List, Gradient)}. */
    public NDArray vjp(NDArray cotangent, Gradient into) {
        return vjp(List.of(Require.nonNull(cotangent, "cotangent")), into);
    }

    /** What it cost up to now. */
    public Cost cost() {
        return problem.cost(solution.stats());
    }

    private void check(List<NDArray> cotangents) {
        Require.nonNull(Require.nonNull(cotangents, "cotangents").toArray(), "cotangents");
        if (cotangents.size() != states.size()) {
            throw new IllegalArgumentException(
                    "Each of the " + states.size() + " states needs its cotangent, got " + cotangents.size());
        }
        for (var cotangent : cotangents) {
            Require.that(!cotangent.isReleased(), "cotangents has one that is closed; expected open arrays");
            if (!cotangent.getShape().equals(problem.shape()) || cotangent.getDataType() != problem.type()) {
                throw new IllegalArgumentException("A cotangent must be like its state, " + problem.type() + " "
                        + problem.shape() + ", got " + cotangent.getDataType() + " " + cotangent.getShape());
            }
        }
    }
}
