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
    private final Calculus<S> calculus;
    private final List<S> cotangents;
    private final Gradient into;
    private final Calculus.Running<S> adjoint;

    DiscreteAdjoint(
            Problem problem,
            Stages stages,
            Calculus<S> calculus,
            Solution solution,
            List<NDArray> cotangents,
            Gradient into) {
        this.problem = problem;
        this.steps = Taken.of(solution, problem.t1());
        this.readings = new Readings(steps, problem.times());
        this.stepAdjoint = new StepAdjoint<>(stages, calculus);
        this.calculus = calculus;
        this.cotangents = cotangents.stream().map(calculus::of).toList();
        this.into = into;
        this.adjoint = calculus.running(this.cotangents.get(0));
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
        return calculus.settle(adjoint.value(), into);
    }
}
