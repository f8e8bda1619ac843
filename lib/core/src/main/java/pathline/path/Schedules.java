package pathline.path;

/** The schedules whose formulas take more than a line. */
final class Schedules {

    private Schedules() {}

    static Schedule variancePreserving(double betaMin, double betaMax) {
        if (!(betaMin > 0 && betaMin <= betaMax && betaMax < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Need 0 < betaMin <= betaMax, both finite; got " + betaMin + " and " + betaMax);
        }
        Curve alpha = t -> {
            double value = Math.exp(-integral(betaMin, betaMax, 1 - t) / 2);
            return new Curve.Point(value, value * beta(betaMin, betaMax, 1 - t) / 2);
        };
        Curve sigma = t -> {
            double integral = integral(betaMin, betaMax, 1 - t);
            // expm1 keeps the digits of 1 - e^-T near t = 1, where T is small
            double value = Math.sqrt(-Math.expm1(-integral));
            return new Curve.Point(value, -Math.exp(-integral) * beta(betaMin, betaMax, 1 - t) / (2 * value));
        };
        return new Curves("variance preserving, beta " + betaMin + " to " + betaMax, alpha, sigma.chordAtEnd());
    }

    private static double beta(double betaMin, double betaMax, double s) {
        return betaMin + s * (betaMax - betaMin);
    }

    /** T(s), the integral of β from 0 to s. */
    private static double integral(double betaMin, double betaMax, double s) {
        return s * betaMin + s * s * (betaMax - betaMin) / 2;
    }

    static Schedule cosine(double offset) {
        double speed = Math.PI / 2 / (1 + offset);
        double last = speed * offset;
        Curve alpha = t -> {
            double angle = last + speed * (1 - t);
            return new Curve.Point(Math.cos(angle) / Math.cos(last), speed * Math.sin(angle) / Math.cos(last));
        };
        Curve sigma = t -> {
            double passed = speed * (1 - t);
            // 1 - α² = sin(θ - θ₁) sin(θ + θ₁) / cos² θ₁, without the cancellation
            double value = Math.sqrt(Math.sin(passed) * Math.sin(passed + 2 * last)) / Math.cos(last);
            var a = alpha.at(t);
            return new Curve.Point(value, -a.value() * a.slope() / value);
        };
        return new Curves("cosine", alpha, sigma.chordAtEnd());
    }
}
