package pathline.ode;

import java.util.Optional;

/** How long the next step is, and whether the last one is good enough. */
interface StepController<S> {

    /** Length of the first step from (t, x) with slope v. */
    double first(double t, S x, S slope);

    /** Why the solve must end at t, before the next step of length h is tried; empty while it need not. */
    Optional<Outcome> end(double t, double h, int tried, long evaluations);

    /** The next step from t, h long if nothing stands against it; the last one ends at t1 exactly. */
    Trial trial(double t, double h);

    /** The step's scaled error (NaN where none is estimated), of all and in the largest row, whether to keep it, and the next step's length. */
    Verdict judge(Step<S> step, boolean finite);

    /** A step's length, and the time at its end (which need not be t + h to the last bit). */
    record Trial(double h, double end) {}

    /** What is decided about a step that was tried. */
    record Verdict(double error, double largestRow, boolean accepted, double next) {}

    static <S> StepController<S> of(
            StepControl control, Method method, Stepper<S> stepper, Evaluations<S> field, double t0, double t1) {
        if (control instanceof StepControl.Fixed fixed) {
            var times = new double[fixed.steps() + 1];
            double h = (t1 - t0) / fixed.steps();
            for (int i = 0; i < times.length; i++) {
                times[i] = i == fixed.steps() ? t1 : t0 + i * h;
            }
            return new GivenStepsController<>(times, h);
        }
        if (control instanceof StepControl.Grid grid) {
            return new GivenStepsController<>(grid.times(), Double.NaN);
        }
        return new AdaptiveController<>(
                (StepControl.Adaptive) control, (ButcherTableau) method, stepper, field, t0, t1);
    }
}
