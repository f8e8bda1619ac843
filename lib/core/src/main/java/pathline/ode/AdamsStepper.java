package pathline.ode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;

/** Steps of an Adams method, started by Runge-Kutta steps. */
final class AdamsStepper<S> implements Stepper<S> {

    private final Adams method;
    private final Evaluations<S> field;
    private final Stepper<S> starter;
    private final Deque<S> history = new ArrayDeque<>(); // slopes at t_{n-1}, t_{n-2}, ...

    AdamsStepper(Adams method, Evaluations<S> field) {
        this.method = method;
        this.field = field;
        this.starter = Stepper.of(method.starter(), field);
    }

    @Override
    public Step<S> step(double t, double h, S x, S slope) {
        if (history.size() < method.order() - 1) {
            return starter.step(t, h, x, slope);
        }
        var known = new ArrayList<S>();
        known.add(slope);
        known.addAll(history);
        var weights = method.prediction();
        S end = field.states().ahead(x, h, weights, known);
        if (method.corrector() == Adams.Corrector.MOULTON) {
            var correction = method.correction();
            known.add(field.at(t + h, end));
            weights = new double[known.size()];
            System.arraycopy(correction, 1, weights, 0, correction.length - 1);
            weights[known.size() - 1] = correction[0];
            end = field.states().ahead(x, h, weights, known);
        }
        return new Step<>(field, Interpolant.hermite(weights), t, h, x, end, known, Optional.empty());
    }

    @Override
    public ErrorSize error(Step<S> step, Tolerances tolerances) {
        throw new IllegalStateException(method.name() + " carries no error estimate");
    }

    @Override
    public void accepted(Step<S> step) {
        history.addFirst(step.slopes.get(0));
        if (history.size() > method.order() - 1) {
            history.removeLast();
        }
    }

    @Override
    public Collection<S> memory() {
        return history;
    }
}
