package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stepping loop: one for all methods, step controls and forms of state.
 *
 * <p>A step is made, judged and, if it is good enough, taken; what is to be kept of it is recorded; and so on to t1.
 */
final class Integration<S> {

    private final Evaluations<S> field;
    private final States<S> states;
    private final Lifetimes<S> lifetimes;
    private final Stepper<S> stepper;
    private final StepController<S> controller;
    private final Recorder<S> recorder;
    private final EventFinder<S> events;
    private final Consumer<Step<S>> visitor;
    private final StepLog log = new StepLog();
    private final double t1;
    private double t;
    private S x;
    private S slope;
    private double h;
    private String notFinite = ""; // where the steps tried since the last accepted one first lost their finiteness
    private String detail = "";

    Integration(
            OdeSolver solver, Form<S> form, NDArray x0, double t0, double t1, SaveAt save, Consumer<Step<S>> visitor) {
        this.field = new Evaluations<>(form);
        this.states = form.states();
        this.lifetimes = states.lifetimes();
        this.stepper = Stepper.of(solver.method(), field);
        this.controller = StepController.of(solver.control(), solver.method(), stepper, field, t0, t1);
        this.recorder = new Recorder<>(states, lifetimes, save);
        this.events =
                new EventFinder<>(states, lifetimes, solver.events(), t0, t1, x0.getDataType() == DataType.FLOAT32);
        this.visitor = visitor;
        this.t = t0;
        this.x = states.of(x0);
        this.slope = x; // stands in until the first evaluation
        this.t1 = t1;
    }

    Solution run() {
        try {
            var outcome = follow();
            lifetimes.open();
            recorder.finish(t, x);
            lifetimes.close(List.of());
            return new Solution(
                    recorder.times(),
                    recorder.states(),
                    recorder.dense(),
                    events.hits(),
                    new SolverStats(field.count(), log.count(true), log.count(false)),
                    log,
                    outcome,
                    detail);
        } catch (RuntimeException | Error mistake) { // of the field, a guard, a visitor: the states are not returned
            lifetimes.abandon();
            states.free(x);
            throw mistake;
        }
    }

    private Outcome follow() {
        lifetimes.open();
        var end = start();
        lifetimes.close(needed());
        while (t != t1 && end.isEmpty()) {
            end = controller.end(t, h, log.size(), field.count());
            if (end.isEmpty()) {
                lifetimes.open();
                end = advance();
                lifetimes.close(needed());
            }
        }
        var outcome = end.orElse(Outcome.REACHED_END);
        detail = "At t = " + t + " with h = " + h
                + (outcome == Outcome.NOT_FINITE && !notFinite.isEmpty() ? ": " + notFinite : "") + ".";
        return outcome;
    }

    /** What the next step reads. */
    private List<S> needed() {
        var needed = new ArrayList<S>(stepper.memory());
        needed.add(x);
        needed.add(slope);
        return needed;
    }

    private Optional<Outcome> start() {
        if (!states.finite(x)) {
            throw new IllegalArgumentException("x0 must be finite; it is not at " + Place.ofFirstNotFinite(states, x));
        }
        recorder.start(t, x);
        if (t == t1) {
            return Optional.empty();
        }
        slope = field.at(t, x);
        if (!states.finite(slope)) {
            notFinite = "the velocity of the start is not finite at " + Place.ofFirstNotFinite(states, slope);
            return Optional.of(Outcome.NOT_FINITE);
        }
        events.start(t, x);
        h = controller.first(t, x, slope);
        return Optional.empty();
    }

    /** Tries one step; what is returned ends the solve. */
    private Optional<Outcome> advance() {
        var trial = controller.trial(t, h);
        var step = stepper.step(t, trial.h(), x, slope);
        var verdict = controller.judge(step, states.finite(step.end));
        log.add(t, trial.h(), verdict.error(), verdict.largestRow(), verdict.accepted());
        h = verdict.next();
        if (verdict.accepted()) {
            notFinite = "";
            return take(step, trial.end());
        }
        if (notFinite.isEmpty()) {
            notFinite = Place.describe(step, states);
        }
        return Optional.empty();
    }

    /** Moves to the step's end, or to the first event on the way that stops the solve. */
    private Optional<Outcome> take(Step<S> step, double end) {
        var stop = events.inspect(step, end);
        t = stop.map(EventFinder.Stop::t).orElse(end);
        x = stop.map(EventFinder.Stop::x).orElse(step.end);
        recorder.step(step, t, x);
        visitor.accept(step);
        stepper.accepted(step);
        if (stop.isEmpty() && t != t1) {
            slope = step.endSlope();
        }
        return stop.map(found -> Outcome.STOPPED_BY_EVENT);
    }
}
