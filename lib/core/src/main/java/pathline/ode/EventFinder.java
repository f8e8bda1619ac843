package pathline.ode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import pathline.array.Scratch;

/** Watches the guards of events along a solve. */
final class EventFinder<S> {

    /** Guards are looked at four times a step, so that two sign changes within one step are seldom missed. */
    private static final int LOOKS = 4;

    /** Zeros nearer to the start than this share of the span are the one that the solve starts on. */
    private static final double START = 1e-10;

    /** The same of states in float32, which leave their zero by a rounding of 6e-8. */
    private static final double START_FLOAT32 = 1e-6;

    /** Steps of false position that take a zero from the tolerance to the rounding of the clock. */
    private static final int REFINEMENTS = 12;

    /** A zero at {@code theta} of a step. */
    private record Found<S>(Event event, double theta, double t, S x) {}

    /** Where an event ends the solve. */
    record Stop<S>(double t, S x) {}

    private final States<S> states;
    private final Lifetimes<S> lifetimes;
    private final List<Event> events;
    private final double[] before;
    private final double t0;
    private final double span;
    private final double start;
    private final List<Found<S>> hits = new ArrayList<>();

    /** @param single whether states are in float32 */
    EventFinder(States<S> states, Lifetimes<S> lifetimes, List<Event> events, double t0, double t1, boolean single) {
        this.states = states;
        this.lifetimes = lifetimes;
        this.t0 = t0;
        this.span = Math.abs(t1 - t0);
        this.start = span * (single ? START_FLOAT32 : START);
        this.events = events;
        this.before = new double[events.size()];
    }

    void start(double t, S x) {
        for (int e = 0; e < before.length; e++) {
            before[e] = guard(events.get(e), t, x);
        }
    }

    /** Records the events within the step; the first that stops the solve is returned. */
    Optional<Stop<S>> inspect(Step<S> step, double end) {
        var found = new ArrayList<Found<S>>();
        for (int e = 0; e < before.length; e++) {
            look(e, step, end, found);
        }
        found.sort(Comparator.comparingDouble(Found::theta));
        for (var hit : found) {
            lifetimes.save(hit.x);
            hits.add(hit);
            if (hit.event.action() == Event.Action.STOP) {
                return Optional.of(new Stop<>(hit.t, hit.x));
            }
        }
        return Optional.empty();
    }

    List<Event.Hit> hits() {
        return hits.stream()
                .map(hit -> new Event.Hit(hit.event.name(), hit.t, states.array(hit.x)))
                .toList();
    }

    private void look(int e, Step<S> step, double end, List<Found<S>> found) {
        var event = events.get(e);
        if (!step.denseIsFree() && quiet(event, step, end, before[e])) {
            before[e] = guard(event, end, step.end);
            return;
        }
        double from = 0;
        for (int i = 1; i <= LOOKS; i++) {
            double theta = (double) i / LOOKS;
            double value = guard(event, i == LOOKS ? end : step.t + theta * step.h, step.at(theta));
            if (event.direction().counts(before[e], value)) {
                double root = locate(event, step, from, theta, before[e], value);
                double t = root == 1 ? end : step.t + root * step.h;
                if (Math.abs(t - t0) > start) {
                    found.add(new Found<>(event, root, t, step.at(root)));
                }
            }
            before[e] = value;
            from = theta;
        }
    }

    /** Whether a sketch of the step shows no change of sign: then dense output's extra stages are spared. */
    private boolean quiet(Event event, Step<S> step, double end, double value) {
        double last = value;
        for (int i = 1; i <= LOOKS; i++) {
            double theta = (double) i / LOOKS;
            double next = i == LOOKS
                    ? guard(event, end, step.end)
                    : guard(event, step.t + theta * step.h, step.sketch(theta));
            if (event.direction().counts(last, next)) {
                return false;
            }
            last = next;
        }
        return true;
    }

    /**
     * The first theta, to rounding, at which the sign has changed: bisection on the dense output to tolerance, then false
     * position (the Illinois method), which needs few looks more where g is smooth.
     */
    private double locate(Event event, Step<S> step, double from, double to, double valueFrom, double valueTo) {
        double sign = Math.signum(valueFrom);
        double tolerance = event.tolerance() * Math.min(1, span);
        double low = from;
        double high = to;
        double atLow = valueFrom * sign; // above 0, as at high it is not
        double atHigh = valueTo * sign;
        int refined = 0;
        int kept = 0; // +1 after high moved, -1 after low did
        while (true) {
            boolean coarse = (high - low) * Math.abs(step.h) > tolerance;
            double least = 2 * Math.ulp(high);
            if (high - low <= 2 * least || (!coarse && (atHigh == 0 || refined++ == REFINEMENTS))) {
                return high;
            }
            double share = coarse ? 0.5 : atLow / (atLow - atHigh);
            double middle = low + (share >= 0 && share <= 1 ? share : 0.5) * (high - low);
            middle = Math.max(low + least, Math.min(high - least, middle));
            double value = guard(event, step.t + middle * step.h, step.at(middle)) * sign;
            if (value > 0) {
                low = middle;
                atLow = value;
                atHigh *= kept < 0 ? 0.5 : 1;
                kept = -1;
            } else {
                high = middle;
                atHigh = value;
                atLow *= kept > 0 ? 0.5 : 1;
                kept = 1;
            }
        }
    }

    private double guard(Event event, double t, S x) {
        try (var scratch = new Scratch()) {
            double value = event.guard().at(t, states.copy(x));
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("The guard of event '" + event.name()
                        + "' must be a number wherever the solve goes, got NaN at t = " + t);
            }
            return value;
        }
    }
}
