package pathline.ode;

import java.util.ArrayList;
import java.util.Optional;

/** Steps of an explicit Runge-Kutta method: the stages, one after the other, then their weighted sum. */
final class RungeKuttaStepper<S> implements Stepper<S> {

    private final Evaluations<S> field;
    private final States<S> states;
    private final Interpolant interpolant;
    private final double[] c;
    private final double[][] a;
    private final double[] b;
    private final double[] errorWeights;
    private final double[] guardWeights;
    private final boolean firstSameAsLast;

    RungeKuttaStepper(ButcherTableau tableau, Evaluations<S> field) {
        this.field = field;
        this.states = field.states();
        this.interpolant = tableau.interpolant();
        this.c = tableau.c();
        this.a = tableau.a();
        this.b = tableau.b();
        this.errorWeights = tableau.error().map(ErrorEstimate::weights).orElse(new double[0]);
        this.guardWeights = tableau.error().map(ErrorEstimate::guard).orElse(new double[0]);
        this.firstSameAsLast = tableau.firstSameAsLast();
    }

    @Override
    public Step<S> step(double t, double h, S x, S slope) {
        var k = new ArrayList<S>(c.length);
        k.add(slope);
        S xi = x;
        for (int i = 1; i < c.length; i++) {
            xi = states.ahead(x, h, a[i], k);
            k.add(field.at(t + c[i] * h, xi));
        }
        if (firstSameAsLast) {
            return new Step<>(field, interpolant, t, h, x, xi, k, Optional.of(k.get(c.length - 1)));
        }
        return new Step<>(field, interpolant, t, h, x, states.ahead(x, h, b, k), k, Optional.empty());
    }

    @Override
    public ErrorSize error(Step<S> step, Tolerances tolerances) {
        var error = states.norm(tolerances, states.sum(step.h, errorWeights, step.slopes), step.x, step.end);
        if (guardWeights.length == 0 || error.all() == 0) {
            return error;
        }
        return error.checkedBy(
                states.norm(tolerances, states.sum(step.h, guardWeights, step.slopes), step.x, step.end));
    }
}
