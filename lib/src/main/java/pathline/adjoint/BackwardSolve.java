package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import pathline.field.Gradient;
import pathline.ode.ButcherTableau;
import pathline.ode.FlatSum;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.ode.StepControl;
import pathline.ode.WeightedSum;

/**
 * The adjoint on its way back by a solve of its own, from one time of the loss to the one before.
 *
 * <p>The equation is linear in a, so a is measured in units of its size at the start of each stretch: the tolerances are
 * relative to the gradient, and a loss ten times as large has ten times the gradient, found by the same steps. The unit is
 * a power of two, which changes no digit.
 *
 * <p>The gradient of the parameters is dL/dθ = ∫ ⟨a, ∂v/∂θ⟩ dt. Every accepted step from t to t + h, h against the solve's
 * direction, adds -h sum_i b_i ⟨a_i, ∂v/∂θ(X_i)⟩ over its own stages: just what the method would make of the integral as
 * one more coordinate of the state, without carrying it. An evaluation leaves its ⟨a_i, ∂v/∂θ⟩ in a {@link Quadrature}: as
 * many gradients as the method has stages are held while the solve runs.
 */
final class BackwardSolve {

    private final Problem problem;
    private final BackwardEquation equation;
    private final OdeSolver solver;
    private final double[] b;
    private final Calculus<NDArray> calculus;

    BackwardSolve(Problem problem, BackwardEquation equation, OdeSolver solver) {
        this.problem = problem;
        this.equation = equation;
        var withoutEvents = new OdeSolver(solver.method(), solver.control(), List.of()); // they watch x, not a
        this.solver = equation.measuring(withoutEvents);
        this.b = tableau().b();
        this.calculus = problem.arrays();
    }

    private ButcherTableau tableau() {
        return (ButcherTableau) solver.method();
    }

    NDArray pull(List<NDArray> cotangents, Gradient into) {
        var times = problem.times();
        var integral = integral(into);
        var adjoint = calculus.running(cotangents.get(0));
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

    private NDArray stretch(int k, double to, NDArray a, Integral integral) {
        double size = size(a);
        if (size == 0) {
            return a.duplicate();
        }
        double unit = Math.scalb(1.0, Math.getExponent(size));
        double from = problem.times()[k];
        var start = problem.store().keeping(() -> equation.join(k, a.div(unit)));
        var solution = integral.solve(over(from, to), start, from, to, unit);
        problem.store().release(start);
        problem.backward(solution.stats().accepted(), solution.stats().rejected());
        return equation.adjoint(solution.end()).mul(unit);
    }

    /** Solves stretches, and sums dL/dθ along them. */
    private interface Integral {

        /** @param unit in which a is measured */
        Solution solve(OdeSolver leg, NDArray start, double from, double to, double unit);

        /** Hands over the sum. */
        default void end() {}
    }

    private Integral integral(Gradient into) {
        var flat = equation.flat();
        if (flat.isPresent()) {
            return into.wanted() ? onPlainArrays(flat.get(), into) : (leg, start, from, to, unit) ->
                    leg.solve(flat.get().alone(), start, from, to, SaveAt.end(), step -> {});
        }
        return into.wanted() ? onArrays(into) : (leg, start, from, to, unit) ->
                leg.solve(equation.leaving(Gradient::unwanted), start, from, to, SaveAt.end());
    }

    private Integral onPlainArrays(FlatBackwardEquation plain, Gradient into) {
        var sum = new float[plain.parameters()];
        var stages = new Quadrature<>(tableau(), () -> new float[sum.length]);
        return new Integral() {
            @Override
            public Solution solve(OdeSolver leg, NDArray start, double from, double to, double unit) {
                stages.begin();
                return leg.solve(plain.leaving(stages::next), start, from, to, SaveAt.end(), step -> {
                    var parts = stages.accepted();
                    for (int i = 0; i < b.length; i++) {
                        if (b[i] != 0) {
                            FlatSum.add(sum, (float) (-step.h() * b[i] * unit), parts.get(i));
                        }
                    }
                });
            }

            @Override
            public void end() {
                plain.add(sum, into);
            }
        };
    }

    private Integral onArrays(Gradient into) {
        var stages = new Quadrature<>(tableau(), () -> into.another(problem.store().manager()));
        Supplier<Gradient> next = () -> {
            var gradient = stages.next();
            gradient.clear();
            return gradient;
        };
        return (leg, start, from, to, unit) -> {
            stages.begin();
            return leg.solve(equation.leaving(next), start, from, to, SaveAt.end(), step -> {
                var parts = stages.accepted().stream().map(Gradient::flat).toList();
                into.flat().addi(WeightedSum.of(-step.h() * unit, b, parts));
            });
        };
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

    /** The root mean square. */
    private static double size(NDArray a) {
        var mean = a.square().mean();
        return Math.sqrt(a.getDataType() == DataType.FLOAT64 ? mean.getDouble() : mean.getFloat());
    }
}
