package pathline.adjoint;

import java.util.ArrayList;
import java.util.List;

/** Where along the steps the states handed out were read, so that their cotangents enter there again. */
final class Readings {

    /** A state read within a step, at t + theta h, and its cotangent. */
    record Reading<S>(double theta, S cotangent) {}

    private final List<Taken> steps;
    private final double[] times;
    private final int[] step; // the step that each time falls into, its end included; -1 for the start

    Readings(List<Taken> steps, double[] times) {
        this.steps = steps;
        this.times = times;
        this.step = new int[times.length];
        int n = -1;
        for (int k = 0; k < times.length; k++) {
            while (n < steps.size() - 1 && !reached(n, times[k])) {
                n++;
            }
            step[k] = n;
        }
    }

    private boolean reached(int n, double time) {
        return n < 0
                ? time == steps.get(0).t()
                : (steps.get(n).end() - time) * steps.get(n).h() >= 0;
    }

    /** The last step that a state was read from; -1 if it was the start. */
    int last() {
        return step[step.length - 1];
    }

    /** Cotangents of states read at the end of step n; of the start for n = -1. */
    <S> List<S> atEnd(int n, List<S> cotangents) {
        var found = new ArrayList<S>();
        for (int k = 0; k < times.length; k++) {
            if (step[k] == n && (n < 0 || times[k] == steps.get(n).end())) {
                found.add(cotangents.get(k));
            }
        }
        return found;
    }

    /** States read within step n, before its end. */
    <S> List<Reading<S>> within(int n, List<S> cotangents) {
        var taken = steps.get(n);
        var found = new ArrayList<Reading<S>>();
        for (int k = 0; k < times.length; k++) {
            if (step[k] == n && times[k] != taken.end()) {
                found.add(new Reading<>((times[k] - taken.t()) / taken.h(), cotangents.get(k)));
            }
        }
        return found;
    }
}
