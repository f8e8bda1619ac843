package pathline.ode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stepping loop: one for all methods, step controls and kinds of state.
 *
 * <p>A step is made, judged and, if it is good enough, taken; what is to be kept of it is recorded; and so on to t1.
 */
final class Integration<S> {

    /** A step shorter than this many roundings of the clock no longer moves it reliably. */
    private static final int CLOCK_ROUNDINGS = 10;

    private final Algebra<S> algebra;
    private final Stepper<S> stepper;
    private final Pace<S> pace;
    private final Recorder<S> recorder;
    private final EventFinder<S> events;
    private final Holder<S> holder;
    private final Optional<Consumer<Solution.Segment>> visitor;
    private final StepLog log = new StepLog();
    private final double t1;
    private double t;
    private S x;
    private S slope;
    private double h;
    private String detail = "";

    Integration(
            OdeSolver solver,
            Algebra<S> algebra,
            S x0,
            double t0,
            double t1,
            SaveAt save,
            Optional<Consumer<Solution.Segment>> visitor) {
        this.algebra = algebra;
        this.stepper = Stepper.of(solver.method(), algebra);
        this.pace = Pace.of(solver.control(), solver.method(), stepper, algebra, t0, t1);
        this.recorder = new Recorder<>(algebra, save);
        this.events = new EventFinder<>(algebra, solver.events());
        this.holder = new Holder<>(algebra);
        this.visitor = visitor;
        this.t = t0;
        this.x = x0;
        this.slope = x0; // stands in until the first evaluation
        this.t1 = t1;
    }

    Solution run() {
        try (var region = algebra.region()) {
            start(region);
        }
        var outcome = Outcome.REACHED_END;
        while (t != t1 && outcome == Outcome.REACHED_END) {
            outcome = pace.limit(log.size(), algebra.evaluations());
            if (outcome == Outcome.REACHED_END) {
                outcome = advance();
            }
        }
        try (var region = algebra.region()) {
            recorder.finish(t, x, region, holder);
            holder.hold(List.of(), region);
        }
        return new Solution(
                recorder.times(), recorder.states(), recorder.dense(), events.hits(), stats(), log, outcome, detail);
    }

    private void start(Algebra.Region<S> region) {
        recorder.start(t, x, region, holder);
        if (t == t1) {
            holder.hold(List.of(x), region);
            return;
        }
        slope = algebra.velocity(t, x);
        events.start(t, x);
        h = pace.first(t, x, slope);
        holder.hold(List.of(x, slope), region);
    }

    /** Tries one step. */
    private Outcome advance() {
        try (var region = algebra.region()) {
            var leg = pace.leg(t, h);
            var step = stepper.step(t, leg.h(), x, slope);
            boolean finite = algebra.finite(step.end);
            var verdict = pace.judge(step, finite);
            log.add(t, leg.h(), verdict.error(), verdict.accepted());
            h = verdict.next();
            return verdict.accepted() ? take(step, leg.end(), region) : refuse(step, finite);
        }
    }

    /** Moves to the step's end, or to the first event on the way that stops the solve. */
    private Outcome take(Step<S> step, double end, Algebra.Region<S> region) {
        var stop = events.inspect(step, end, region, holder);
        t = stop.map(EventFinder.Stop::t).orElse(end);
        x = stop.map(EventFinder.Stop::x).orElse(step.end);
        recorder.step(step, t, x, region, holder);
        visitor.ifPresent(visit -> show(step, visit));
        stepper.accepted(step);
        var needed = new ArrayList<S>(stepper.memory());
        needed.add(x);
        if (stop.isEmpty() && t != t1) {
            slope = step.endSlope();
            needed.add(slope);
        }
        holder.hold(needed, region);
        return stop.isPresent() ? Outcome.STOPPED_BY_EVENT : Outcome.REACHED_END;
    }

    private void show(Step<S> step, Consumer<Solution.Segment> visit) {
        try (var scratch = new Scratch()) {
            visit.accept(step.export());
        }
    }

    private Outcome refuse(Step<S> step, boolean finite) {
        if (!finite && detail.isEmpty()) {
            detail = NotFinite.describe(step, algebra);
        }
        if (!(pace instanceof AdaptivePace)
                || Math.abs(h) < CLOCK_ROUNDINGS * Math.ulp(Math.max(Math.abs(t), Math.abs(t + h)))) {
            var outcome = finite ? Outcome.STEP_TOO_SMALL : Outcome.NOT_FINITE;
            detail = "At t = " + t + " with h = " + step.h + (finite || detail.isEmpty() ? "." : ": " + detail + ".");
            return outcome;
        }
        return Outcome.REACHED_END;
    }

    private SolverStats stats() {
        return new SolverStats(algebra.evaluations(), log.count(true), log.count(false));
    }
}
