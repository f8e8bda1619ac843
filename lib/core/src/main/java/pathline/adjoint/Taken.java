package pathline.adjoint;

import java.util.ArrayList;
import java.util.List;
import pathline.ode.Solution;
import pathline.ode.StepLog;

/**
 * An accepted step.
 *
 * @param t time at its start
 * @param h its length
 * @param end time at its end: the next step's start, which need not be t + h to the last bit
 * @param slopeTime when its first slope was evaluated: at the end of the step before, t but for rounding
 */
record Taken(double t, double h, double end, double slopeTime) {

    /** The accepted steps of a solve, in order. */
    static List<Taken> of(Solution solution, double t1) {
        var accepted = solution.log().entries().stream()
                .filter(StepLog.Entry::accepted)
                .toList();
        var taken = new ArrayList<Taken>(accepted.size());
        for (int n = 0; n < accepted.size(); n++) {
            var entry = accepted.get(n);
            double end = n + 1 < accepted.size() ? accepted.get(n + 1).t() : t1;
            double slopeTime = n == 0
                    ? entry.t()
                    : accepted.get(n - 1).t() + accepted.get(n - 1).h();
            taken.add(new Taken(entry.t(), entry.h(), end, slopeTime));
        }
        return taken;
    }
}
