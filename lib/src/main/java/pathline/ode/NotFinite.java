package pathline.ode;

/** Says where a step first lost its finiteness. */
final class NotFinite {

    private NotFinite() {}

    static <S> String describe(Step<S> step, Algebra<S> algebra) {
        for (int i = 0; i < step.slopes.size(); i++) {
            S slope = step.slopes.get(i);
            if (!algebra.finite(slope)) {
                return "the velocity of stage " + (i + 1) + " of the step from t = " + step.t + " with h = " + step.h
                        + " is not finite at " + algebra.firstNotFinite(slope);
            }
        }
        return "the state after the step from t = " + step.t + " with h = " + step.h + " overflowed at "
                + algebra.firstNotFinite(step.end);
    }
}
