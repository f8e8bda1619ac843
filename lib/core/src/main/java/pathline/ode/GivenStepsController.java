package pathline.ode;

import java.util.Optional;

/** Steps between given times. */
final class GivenStepsController<S> implements StepController<S> {

    private final double[] times;
    private final double equal;
    private int done;
    private boolean failed;

    /** @param equal the common length of all steps, kept free of the rounding of times; NaN where they differ */
    GivenStepsController(double[] times, double equal) {
        this.times = times;
        this.equal = equal;
    }

    @Override
    public double first(double t, S x, S slope) {
        return length();
    }

    /** A step that failed would fail again. */
    @Override
    public Optional<Outcome> end(double t, double h, int tried, long evaluations) {
        return failed ? Optional.of(Outcome.NOT_FINITE) : Optional.empty();
    }

    @Override
    public Trial trial(double t, double h) {
        return new Trial(h, times[done + 1]);
    }

    @Override
    public Verdict judge(Step<S> step, boolean finite) {
        failed = !finite;
        done += finite ? 1 : 0;
        return new Verdict(Double.NaN, Double.NaN, finite, length());
    }

    private double length() {
        if (done == times.length - 1) {
            return 0;
        }
        return Double.isNaN(equal) ? times[done + 1] - times[done] : equal;
    }
}
