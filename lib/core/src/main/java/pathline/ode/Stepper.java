package pathline.ode;

import java.util.Collection;
import java.util.List;

/** Makes single steps by a method. */
interface Stepper<S> {

    /** The step of length h from (t, x), where {@code slope} = v(t, x). */
    Step<S> step(double t, double h, S x, S slope);

    /** The scaled error of a step, 1 at the tolerance; only for embedded methods. */
    ErrorSize error(Step<S> step, Tolerances tolerances);

    /** Remembers an accepted step. */
    default void accepted(Step<S> step) {}

    /** Slopes of earlier steps that the next step needs. */
    default Collection<S> memory() {
        return List.of();
    }

    static <S> Stepper<S> of(Method method, Evaluations<S> field) {
        return method instanceof Adams adams
                ? new AdamsStepper<>(adams, field)
                : new RungeKuttaStepper<>((ButcherTableau) method, field);
    }
}
