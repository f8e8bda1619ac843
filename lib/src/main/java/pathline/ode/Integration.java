package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
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

    private final Algebra<S> algebra;
    private final Stepper<S> stepper;
    private final Pace<S> pace;
    private final Exports<S> exports;
    private final Recorder<S> recorder;
    private final EventFinder<S> events;
    private final Holder<S> holder;
    private final Optional<Consumer<Step<S>>> visitor;
    private final StepLog log = new StepLog();
    private final double t1;
    private double t;
    private S x;
    private S slope;
    private double h;
    private String notFinite = ""; // where the steps tried since the last accepted one first lost their finiteness
    private String detail = "";

    Integration(
            OdeSolver solver,
            Algebra<S> algebra,
            NDArray x0,
            double t0,
            double t1,
            SaveAt save,
            Optional<Consumer<Step<S>>> visitor) {
        this.algebra = algebra;
        this.stepper = Stepper.of(solver.method(), algebra);
        this.pace = Pace.of(solver.control(), solver.method(), stepper, algebra, t0, t1);
        this.exports = new Exports<>(algebra);
        this.recorder = new Recorder<>(algebra, exports, save);
        this.events = new EventFinder<>(algebra, solver.events(), t0, t1, x0.getDataType() == DataType.FLOAT32);
        this.holder = new Holder<>(algebra);
        this.visitor = visitor;
        this.t = t0;
        this.x = algebra.start(x0);
        this.slope = x; // stands in until the first evaluation
        this.t1 = t1;
    }

    Solution run() {
        try {
            var outcome = follow();
            try (var region = algebra.region()) {
                recorder.finish(t, x, region, holder);
                holder.hold(List.of(), region);
            }
            return new Solution(
                    recorder.times(),
                    recorder.states(),
                    recorder.dense(),
                    events.hits(exports),
                    stats(),
                    log,
                    outcome,
                    detail);
        } catch (RuntimeException | Error mistake) { // of the field, a guard, a visitor: nobody will see the states
            algebra.release(x);
            holder.abandon();
            throw mistake;
        }
    }

    private Outcome follow() {
        var end = start();
        while (t != t1 && end.isEmpty()) {
            end = pace.end(t, h, log.size(), algebra.evaluations());
            if (end.isEmpty()) {
                end = advance();
            }
        }
        var outcome = end.orElse(Outcome.REACHED_END);
        detail = "At t = " + t + " with h = " + h
                + (outcome == Outcome.NOT_FINITE && !notFinite.isEmpty() ? ": " + notFinite : "") + ".";
        return outcome;
    }

    private Optional<Outcome> start() {
        if (!algebra.finite(x)) {
            throw new IllegalArgumentException("x0 must be finite; it is not at " + algebra.firstNotFinite(x));
        }
        try (var region = algebra.region()) {
            recorder.start(t, x, region, holder);
            if (t == t1) {
                holder.hold(List.of(x), region);
                return Optional.empty();
            }
            slope = algebra.velocity(t, x);
            holder.hold(List.of(x, slope), region);
            if (!algebra.finite(slope)) {
                notFinite = "the velocity of the start is not finite at " + algebra.firstNotFinite(slope);
                return Optional.of(Outcome.NOT_FINITE);
            }
            events.start(t, x);
            h = pace.first(t, x, slope);
            return Optional.empty();
        }
    }

    /** Tries one step; what is returned ends the solve. */
    private Optional<Outcome> advance() {
        try (var region = algebra.region()) {
            var leg = pace.leg(t, h);
            var step = stepper.step(t, leg.h(), x, slope);
            var verdict = pace.judge(step, algebra.finite(step.end));
            log.add(t, leg.h(), verdict.error(), verdict.largestRow(), verdict.accepted());
            h = verdict.next();
            if (verdict.accepted()) {
                notFinite = "";
                return take(step, leg.end(), region);
            }
            if (notFinite.isEmpty()) {
                notFinite = NotFinite.describe(step, algebra);
            }
            return Optional.empty();
        }
    }

    /** Moves to the step's end, or to the first event on the way that stops the solve. */
    private Optional<Outcome> take(Step<S> step, double end, Algebra.Region<S> region) {
        var stop = events.inspect(step, end, region, holder);
        t = stop.map(EventFinder.Stop::t).orElse(end);
        x = stop.map(EventFinder.Stop::x).orElse(step.end);
        recorder.step(step, t, x, region, holder);
        visitor.ifPresent(visit -> visit.accept(step));
        stepper.accepted(step);
        var needed = new ArrayList<S>(stepper.memory());
        needed.add(x);
        if (stop.isEmpty() && t != t1) {
            slope = step.endSlope();
            needed.add(slope);
        }
        holder.hold(needed, region);
        return stop.map(found -> Outcome.STOPPED_BY_EVENT);
    }

    private SolverStats stats() {
        return new SolverStats(algebra.evaluations(), log.count(true), log.count(false));
    }
}
