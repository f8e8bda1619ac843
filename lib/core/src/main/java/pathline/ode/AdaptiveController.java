package pathline.ode;

import java.util.List;
import java.util.Optional;

/** Steps as long as the tolerance allows: the PID controller of {@link StepControl.Adaptive}. */
final class AdaptiveController<S> implements StepController<S> {

    /** Hairer's rule aims the first step's error at this share of the tolerance. */
    private static final double FIRST_STEP_SHARE = 0.01;

    /** A step shorter than this many roundings of the clock no longer moves it reliably. */
    private static final int CLOCK_ROUNDINGS = 10;

    /**
     * So many steps whose error is not finite, within this share of the span, are the end of a solution: in float32 a state at
     * the largest number would otherwise be followed by ever more steps that are too short to change it.
     */
    private static final int WINDOW = 100;

    private static final double WINDOW_SHARE = 1e-4;

    /** The last step may be longer by this factor, rather than leave a sliver behind it. */
    private static final double STRETCH = 1.01;

    private final StepControl.Adaptive control;
    private final Stepper<S> stepper;
    private final Evaluations<S> field;
    private final Tolerances tolerances;
    private final double t1;
    private final double direction;
    private final double span;
    private final int k;
    private double previous = 1; // scaled error of the last accepted step
    private double beforePrevious = 1;
    private boolean rejectedLast;
    private boolean finiteLast = true;
    private int notFinite; // steps of the current window whose error was not finite
    private double windowStart; // where the first of them began
    private boolean stuck;

    AdaptiveController(
            StepControl.Adaptive control,
            ButcherTableau tableau,
            Stepper<S> stepper,
            Evaluations<S> field,
            double t0,
            double t1) {
        this.control = control;
        this.stepper = stepper;
        this.field = field;
        this.tolerances = new Tolerances(control, Form.width(field.states().shape()));
        this.t1 = t1;
        this.direction = Math.signum(t1 - t0);
        this.span = Math.abs(t1 - t0);
        this.k = tableau.error().orElseThrow().order() + 1;
    }

    /** Hairer, Norsett and Wanner, section II.4: a step whose Euler and second-derivative errors are both small. */
    @Override
    public double first(double t, S x, S slope) {
        double h = control.firstStep() > 0 ? control.firstStep() : hairer(t, x, slope);
        return direction * Math.min(Math.min(h, control.maxStep()), span);
    }

    private double hairer(double t, S x, S slope) {
        var states = field.states();
        double size = norm(x, x);
        double speed = norm(slope, x);
        double h0 = size < 1e-5 || speed < 1e-5 ? 1e-6 : FIRST_STEP_SHARE * size / speed;
        h0 = Math.min(h0, span);
        S ahead = states.ahead(x, direction * h0, new double[] {1}, List.of(slope));
        S turned = states.minus(field.at(t + direction * h0, ahead), slope);
        double bend = norm(turned, x) / h0;
        double worst = Math.max(speed, bend);
        double h1 = worst <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : Math.pow(FIRST_STEP_SHARE / worst, 1.0 / k);
        return Double.isFinite(h1) ? Math.min(100 * h0, h1) : h0;
    }

    private double norm(S y, S x) {
        return field.states().norm(tolerances, y, x, x).by(control.norm());
    }

    @Override
    public Optional<Outcome> end(double t, double h, int tried, long evaluations) {
        if (tried >= control.maxSteps()) {
            return Optional.of(Outcome.STEP_LIMIT);
        }
        if (evaluations >= control.maxEvaluations()) {
            return Optional.of(Outcome.EVALUATION_LIMIT);
        }
        if (stuck) {
            return Optional.of(Outcome.NOT_FINITE);
        }
        boolean tooSmall = Math.abs(h) < CLOCK_ROUNDINGS * Math.ulp(Math.max(Math.abs(t), Math.abs(t + h)));
        if (tooSmall && trial(t, h).end() != t1) {
            return Optional.of(finiteLast ? Outcome.STEP_TOO_SMALL : Outcome.NOT_FINITE);
        }
        return Optional.empty();
    }

    @Override
    public Trial trial(double t, double h) {
        double left = t1 - t;
        double longest = Math.min(STRETCH * Math.abs(h), control.maxStep());
        return Math.abs(left) <= longest ? new Trial(left, t1) : new Trial(h, t + h);
    }

    @Override
    public Verdict judge(Step<S> step, boolean finite) {
        var size = finite ? stepper.error(step, tolerances) : ErrorSize.NONE;
        double error = size.by(control.norm());
        finiteLast = Double.isFinite(error);
        if (!finiteLast) {
            watch(step.t);
        }
        boolean accepted = error <= 1;
        double factor = Double.isFinite(error) ? factor(error) : control.shrink();
        double most = rejectedLast ? 1 : control.grow();
        factor = Math.max(control.shrink(), Math.min(accepted ? most : control.safety(), factor));
        if (accepted) {
            beforePrevious = previous;
            previous = Math.max(error, Double.MIN_NORMAL);
        }
        rejectedLast = !accepted;
        double next = direction * Math.min(Math.abs(step.h * factor), control.maxStep());
        return new Verdict(error, size.largestRow(), accepted, next);
    }

    /** Counts a step from t whose error is not finite. */
    private void watch(double t) {
        windowStart = notFinite == 0 ? t : windowStart;
        notFinite++;
        if (notFinite == WINDOW) {
            stuck = Math.abs(t - windowStart) < WINDOW_SHARE * span;
            notFinite = 0;
        }
    }

    private double factor(double error) {
        double current = Math.max(error, Double.MIN_NORMAL);
        double gains = control.p() + control.i() + control.d();
        return control.safety()
                * Math.pow(current, -gains / k)
                * Math.pow(previous, (control.p() + 2 * control.d()) / k)
                * Math.pow(beforePrevious, -control.d() / k);
    }
}
