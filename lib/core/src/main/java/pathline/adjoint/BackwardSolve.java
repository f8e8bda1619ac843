package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.field.Gradient;
import pathline.ode.ButcherTableau;
import pathline.ode.Form;
import pathline.ode.OdeSolver;
import pathline.ode.StepControl;

/**
 * The adjoint on its way back by a solve of its own, from one time of the loss to the one before.
 *
 * <p>The equation is linear in a, so a is measured in units of its size at the start of each stretch: the tolerances are
 * relative to the gradient, and a loss ten times as large has ten times the gradient, found by the same steps. The unit is
 * a power of two, which changes no digit.
 */
final class BackwardSolve {

    private final Problem problem;
    private final BackwardEquation equation;
    private final OdeSolver solver;

    BackwardSolve(Problem problem, BackwardEquation equation, OdeSolver solver) {
        this.problem = problem;
        this.equation = equation;
        var withoutEvents = new OdeSolver(solver.method(), solver.control(), List.of()); // they watch x, not a
        this.solver = equation.measuring(withoutEvents);
    }

    NDArray vjp(List<NDArray> cotangents, Gradient into) {
        var times = problem.times();
        var manager = problem.store().manager();
        var integral = new ParameterIntegral(equation, (ButcherTableau) solver.method(), into, manager);
        var adjoint = new RunningAdjoint<>(Form.arrays(cotangents.get(0)), problem.store());
        for (int k = times.length - 1; k >= 0; k--) {
            adjoint.jump(cotangents.subList(k, k + 1));
            int from = k;
            double to = k == 0 ? problem.t0() : times[k - 1];
            if (times[k] != to) {
                adjoint.carry(a -> stretch(from, to, a, integral));
            }
        }
        integral.end();
        return adjoint.value();
    }

    private NDArray stretch(int k, double to, NDArray a, ParameterIntegral integral) {
        double size = size(a);
        if (size == 0) {
            return a.duplicate();
        }
        int range = a.getDataType() == DataType.FLOAT32 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT;
        double unit = Math.scalb(1.0, Math.max(1 - range, Math.min(range - 1, Math.getExponent(size))));
        double from = problem.times()[k];
        var joined = equation.join(k, a.div(unit));
        var states = Form.arrays(joined);
        var start = problem.store().keep(states, joined);
        var solution = integral.solve(over(from, to), start, from, to, unit);
        problem.store().release(states, start);
        problem.backward(solution.stats().accepted(), solution.stats().rejected());
        return equation.adjoint(solution.end()).mul(unit);
    }

    /** The solver for a stretch: as many of the equal steps as it is long, or the given steps that lie within. */
    private OdeSolver over(double from, double to) {
        if (solver.control() instanceof StepControl.Fixed fixed) {
            double share = Math.abs((to - from) / (problem.t1() - problem.t0()));
            return OdeSolver.fixed(solver.method(), (int) Math.max(1, Math.ceil(fixed.steps() * share - 1e-9)));
        }
        if (solver.control() instanceof StepControl.Grid grid) {
            var between = DoubleStream.of(grid.times())
                    .filter(t -> (t - from) * (to - t) > 0)
                    .boxed()
                    .sorted((s, t) -> Double.compare(s * (to - from), t * (to - from)))
                    .toList();
            var all = new ArrayList<Double>(List.of(from));
            all.addAll(between);
            all.add(to);
            return OdeSolver.grid(
                    solver.method(),
                    all.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return solver;
    }

    /** The root mean square, or the largest number where squares leave the range of their type. */
    private static double size(NDArray a) {
        double size = Math.sqrt(HostMemory.number(a.square().mean()));
        if (size > 0 && size < Double.POSITIVE_INFINITY) {
            return size;
        }
        double largest = HostMemory.number(a.abs().max());
        Require.that(
                Double.isFinite(largest),
                "cotangents have a number that is not finite; the adjoint equation cannot be solved from there");
        return largest;
    }
}
