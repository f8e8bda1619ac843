package pathline.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pathline.ode.ButcherTableau;
import pathline.ode.Interpolant;
import pathline.ode.WeightedSum;

/**
 * The stages of a step, those that only its dense output uses included, as one lower triangle.
 *
 * <pre>
 *   X_i = x + h sum_{j=1..i-1} a_ij k_j,     k_i = v(t + c_i h, X_i),     x⁺ = x + h sum_j b_j k_j
 * </pre>
 *
 * <p>A slope at the step's end is a stage like any other: its c is 1 and its row of a is b.
 */
record Stages(double[] c, double[][] a, double[] b, Interpolant interpolant) {

    static Stages of(ButcherTableau tableau) {
        var interpolant = tableau.interpolant();
        var c = new ArrayList<Double>();
        var a = new ArrayList<>(Arrays.asList(tableau.a()));
        Arrays.stream(tableau.c()).forEach(c::add);
        if (interpolant.endSlope()) {
            c.add(1.0);
            a.add(tableau.b());
        }
        Arrays.stream(interpolant.extraC()).forEach(c::add);
        a.addAll(Arrays.asList(interpolant.extra()));
        return new Stages(
                c.stream().mapToDouble(Double::doubleValue).toArray(),
                a.toArray(double[][]::new),
                tableau.b(),
                interpolant);
    }

    int count() {
        return c.length;
    }

    double time(int i, Taken step) {
        return i == 0 ? step.slopeTime() : step.t() + c[i] * step.h();
    }

    /** X_i, from the slopes before it. */
    <S> S state(int i, double h, S x, List<S> slopes, Derivative<S> field) {
        return WeightedSum.isEmpty(a[i]) ? x : field.states().ahead(x, h, a[i], slopes);
    }

    /** x⁺, the step made (once more) from x. */
    <S> S end(Taken step, S x, Derivative<S> field) {
        return field.states().ahead(x, step.h(), b, slopes(reach(b), List.of(), field, step, x));
    }

    /** The first {@code count} slopes, of which some may be known already. */
    <S> List<S> slopes(int count, List<S> known, Derivative<S> field, Taken step, S x) {
        var slopes = new ArrayList<>(known);
        for (int i = known.size(); i < count; i++) {
            slopes.add(field.at(time(i, step), state(i, step.h(), x, slopes, field)));
        }
        return slopes;
    }

    /** How many slopes, counted from the first, these weights reach. */
    static int reach(double[] weights) {
        int reach = weights.length;
        while (reach > 0 && weights[reach - 1] == 0) {
            reach--;
        }
        return reach;
    }

    /** How many slopes the states of the first {@code count} stages are made of. */
    int reach(int count) {
        return Arrays.stream(a, 0, count).mapToInt(Stages::reach).max().orElse(0);
    }
}
