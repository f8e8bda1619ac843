package pathline.ode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Watches the guards of events along a solve. */
final class EventFinder<S> {

    /** Guards are looked at four times a step, so that two sign changes within one step are seldom missed. */
    private static final int LOOKS = 4;

    /** A zero at {@code theta} of a step. */
    private record Found<S>(Event event, double theta, double t, S x) {}

    /** Where an event ends the solve. */
    record Stop<S>(double t, S x) {}

    private final Algebra<S> algebra;
    private final List<Event> events;
    private final double[] before;
    private final List<Found<S>> hits = new ArrayList<>();

    EventFinder(Algebra<S> algebra, List<Event> events) {
        this.algebra = algebra;
        this.events = events;
        this.before = new double[events.size()];
    }

    void start(double t, S x) {
        for (int e = 0; e < before.length; e++) {
            before[e] = guard(events.get(e), t, x);
        }
    }

    /** Records the events within the step; the first that stops the solve is returned. */
    Optional<Stop<S>> inspect(Step<S> step, double end, Algebra.Region<S> region, Holder<S> holder) {
        var found = new ArrayList<Found<S>>();
        for (int e = 0; e < before.length; e++) {
            look(e, step, end, found);
        }
        found.sort(Comparator.comparingDouble(Found::theta));
        for (var hit : found) {
            holder.save(hit.x, region);
            hits.add(hit);
            if (hit.event.action() == Event.Action.STOP) {
                return Optional.of(new Stop<>(hit.t, hit.x));
            }
        }
        return Optional.empty();
    }

    List<Event.Hit> hits(Exports<S> exports) {
        return hits.stream()
                .map(hit -> new Event.Hit(hit.event.name(), hit.t, exports.of(hit.x)))
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
                double root = locate(event, step, from, theta, before[e]);
                found.add(new Found<>(event, root, root == 1 ? end : step.t + root * step.h, step.at(root)));
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

    /** Bisection on the dense output: the first theta, to tolerance, at which the sign has changed. */
    private double locate(Event event, Step<S> step, double from, double to, double signBefore) {
        double low = from;
        double high = to;
        while ((high - low) * Math.abs(step.h) > event.tolerance()) {
            double middle = 0.5 * (low + high);
            if (middle == low || middle == high) {
                break;
            }
            if (guard(event, step.t + middle * step.h, step.at(middle)) * Math.signum(signBefore) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double guard(Event event, double t, S x) {
        try (var scratch = new Scratch()) {
            double value = event.guard().at(t, algebra.copy(x));
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("The guard of event '" + event.name()
                        + "' must be a number wherever the solve goes, got NaN at t = " + t);
            }
            return value;
        }
    }
}
