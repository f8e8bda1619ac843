package pathline.ode;

/** Says where a step first lost its finiteness, if it did. */
final class NotFinite {

    private NotFinite() {}

    /** Empty for a step that is finite throughout. */
    static <S> String describe(Step<S> step, Algebra<S> algebra) {
        for (int i = 0; i < step.slopes.size(); i++) {
            S slope = step.slopes.get(i);
            if (!algebra.finite(slope)) {
                return "the velocity of stage " + (i + 1) + " of the step from t = " + step.t + " with h = " + step.h
                        + " is not finite at " + algebra.firstNotFinite(slope);
            }
        }
        if (algebra.finite(step.end)) {
            return "";
        }
        return "the state after the step from t = " + step.t + " with h = " + step.h + " overflowed at "
                + algebra.firstNotFinite(step.end);
    }
}
