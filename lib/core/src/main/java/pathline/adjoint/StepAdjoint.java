package pathline.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pathline.field.Gradient;
import pathline.ode.WeightedSum;

/**
 * The adjoint of one Runge-Kutta step: from λ⁺, the cotangent of its end, to λ, the cotangent of its start.
 *
 * <pre>
 *   κ_i = h (b_i λ⁺ + sum_{l=i+1..s} a_li ξ_l),     ξ_i = vjp(t + c_i h, X_i, κ_i)     i = s, ..., 1
 *   λ = λ⁺ + sum_i ξ_i
 * </pre>
 *
 * <p>κ_i is the cotangent of the slope k_i, ξ_i that of the stage X_i; each vjp adds its share to the gradient of the
 * parameters. A state x + h sum_i w_i k_i that dense output read within the step adds h w_i times its cotangent to κ_i,
 * and its cotangent to λ. A stage whose κ_i is empty, such as the last one of a method that reuses it, is left out.
 */
final class StepAdjoint<S> {

    private final Stages stages;
    private final Derivative<S> field;

    StepAdjoint(Stages stages, Derivative<S> field) {
        this.stages = stages;
        this.field = field;
    }

    /**
     * λ of a step.
     *
     * @param x the state at the step's start
     * @param known its first slopes, as many as were stored; what else is needed is evaluated
     * @param end λ⁺
     * @param readings the states read within the step
     */
    S vjp(Taken step, S x, List<S> known, S end, List<Readings.Reading<S>> readings, Gradient into) {
        var sources = new ArrayList<S>(List.of(end)); // λ⁺, the readings' cotangents, then ξ_s, ..., ξ_1
        var rows = new ArrayList<double[]>(List.of(stages.b())); // how much of each source every κ_i takes
        for (var reading : readings) {
            sources.add(reading.cotangent());
            rows.add(stages.interpolant().at(reading.theta()));
        }
        int count = rows.stream().mapToInt(Stages::reach).max().orElse(0);
        var slopes = stages.slopes(stages.reach(count), known, field, step, x);
        for (int i = count - 1; i >= 0; i--) {
            var shares = column(rows, i);
            if (!WeightedSum.isEmpty(shares)) {
                var kappa = field.states().sum(step.h(), shares, sources);
                var state = stages.state(i, step.h(), x, slopes, field);
                sources.add(field.vjp(stages.time(i, step), state, kappa, into));
                rows.add(stages.a()[i]);
            }
        }
        var ones = new double[sources.size()];
        Arrays.fill(ones, 1);
        return field.states().sum(1, ones, sources);
    }

    private static double[] column(List<double[]> rows, int i) {
        return rows.stream().mapToDouble(row -> i < row.length ? row[i] : 0).toArray();
    }
}
