package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import pathline.field.Gradient;
import pathline.ode.Solution;

/** The adjoint on its way back over the steps as they were taken, the last one first. */
final class DiscreteAdjoint<S> {

    private final Problem problem;
    private final List<Taken> steps;
    private final Readings readings;
    private final StepAdjoint<S> stepAdjoint;
    private final Derivative<S> field;
    private final List<S> cotangents;
    private final Gradient into;
    private final RunningAdjoint<S> adjoint;

    DiscreteAdjoint(
            Problem problem,
            Stages stages,
            Derivative<S> field,
            Solution solution,
            List<NDArray> cotangents,
            Gradient into) {
        this.problem = problem;
        this.steps = Taken.of(solution, problem.t1());
        this.readings = new Readings(steps, problem.times());
        this.stepAdjoint = new StepAdjoint<>(stages, field);
        this.field = field;
        this.cotangents = cotangents.stream().map(field.states()::of).toList();
        this.into = into;
        this.adjoint = new RunningAdjoint<>(field.states(), problem.store());
    }

    List<Taken> steps() {
        return steps;
    }

    /** The number of steps to go back: those up to the last state that was read. */
    int count() {
        return readings.last() + 1;
    }

    /** Goes back over step n, which started at x with these slopes, as far as they are known. */
    void back(int n, S x, List<S> known) {
        adjoint.jump(readings.atEnd(n, cotangents));
        adjoint.carry(end -> stepAdjoint.vjp(steps.get(n), x, known, end, readings.within(n, cotangents), into));
        problem.backward(1, 0);
    }

    /** The adjoint at the start. */
    NDArray start() {
        adjoint.jump(readings.atEnd(-1, cotangents));
        field.settle(into);
        return field.states().array(adjoint.value());
    }
}
