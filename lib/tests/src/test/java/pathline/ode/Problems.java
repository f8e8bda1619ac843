package pathline.ode;

/** Differential equations whose solutions are known, and where they come from. */
final class Problems {

    private Problems() {}

    /**
     * A linear spiral, x' = [[-0.1, 2], [-2, -0.1]] x: x(t) = e^{-0.1 t} (cos 2t, -sin 2t) from (1, 0), by the matrix
     * exponential of a scaled rotation.
     */
    static final Problem SPIRAL = new Problem(
            "spiral",
            (t, x) -> new double[] {-0.1 * x[0] + 2 * x[1], -2 * x[0] - 0.1 * x[1]},
            new double[] {1, 0},
            0,
            2,
            t -> new double[] {Math.exp(-0.1 * t) * Math.cos(2 * t), -Math.exp(-0.1 * t) * Math.sin(2 * t)});

    /**
     * The normal form of a Hopf bifurcation, nonlinear and coupled: with r^2 = x^2 + y^2, x' = x (1 - r^2) - y r^2 and
     * y' = y (1 - r^2) + x r^2. In polar coordinates r' = r (1 - r^2) and the angle turns at r^2, so that with
     * c = 1/r0^2 - 1, r^2 = 1 / (1 + c e^{-2t}) and angle = ln((e^{2t} + c) / (1 + c)) / 2.
     */
    static final Problem HOPF = new Problem(
            "Hopf normal form",
            (t, x) -> {
                double r2 = x[0] * x[0] + x[1] * x[1];
                return new double[] {x[0] * (1 - r2) - x[1] * r2, x[1] * (1 - r2) + x[0] * r2};
            },
            new double[] {0.8, 0},
            0,
            4,
            t -> {
                double c = 1 / 0.64 - 1;
                double r = Math.sqrt(1 / (1 + c * Math.exp(-2 * t)));
                double angle = 0.5 * Math.log((Math.exp(2 * t) + c) / (1 + c));
                return new double[] {r * Math.cos(angle), r * Math.sin(angle)};
            });

    /**
     * Nonlinear, coupled and dependent on time: x' = -2 t x^2, y' = x y, so x = 1 / (1 + t^2) (by separation) and
     * y = exp(arctan t) (since the integral of x is arctan t).
     */
    static final Problem WITCH = new Problem(
            "witch of Agnesi",
            (t, x) -> new double[] {-2 * t * x[0] * x[0], x[0] * x[1]},
            new double[] {1, 1},
            0,
            2,
            t -> new double[] {1 / (1 + t * t), Math.exp(Math.atan(t))});

    /** A harmonic oscillator, x = (sin t, cos t). */
    static final Problem OSCILLATOR =
            new Problem("oscillator", (t, x) -> new double[] {x[1], -x[0]}, new double[] {0, 1}, 0, 10, t ->
                    new double[] {Math.sin(t), Math.cos(t)});

    /** x' = 2 - 2x - e^{-4t}, x(0) = 1: x = 1 + e^{-4t}/2 - e^{-2t}/2 (Dawkins, Paul's Online Notes, Euler's method). */
    static final Problem NOTES = new Problem(
            "Paul's notes", (t, x) -> new double[] {2 - 2 * x[0] - Math.exp(-4 * t)}, new double[] {1}, 0, 5, t ->
                    new double[] {1 + Math.exp(-4 * t) / 2 - Math.exp(-2 * t) / 2});

    /** Two bodies, eccentricity 0.6, one and a quarter turns from the perihelion (DETEST D3; Kepler's equation). */
    static final Problem KEPLER = kepler(0.6, 2.5 * Math.PI);

    /** A circular orbit: nonlinear equations with the smoothest of solutions, on which order 8 shows at large steps. */
    static final Problem CIRCLE = kepler(0, 6);

    /** A nearly circular orbit. */
    static final Problem ORBIT = kepler(0.1, 6);

    /** x' = x^2 from x(0) = 1, x = 1 / (1 - t): ends at t = 1. */
    static final VectorField.Pointwise BLOW_UP = (t, x) -> new double[] {x[0] * x[0]};

    /** The period of {@link #arenstorf}'s orbit (Hairer, Norsett and Wanner I, section II.0, formula 0.2). */
    static final double ARENSTORF_PERIOD = 17.065216560157964;

    static final double[] ARENSTORF_START = {0.994, 0, 0, -2.0015851063790824};

    /** A satellite between earth and moon, coordinates (x, y, x', y'), in the frame that turns with the moon. */
    static double[] arenstorf(double[] x) {
        double moon = 0.012277471;
        double earth = 1 - moon;
        double d1 = Math.pow((x[0] + moon) * (x[0] + moon) + x[1] * x[1], 1.5);
        double d2 = Math.pow((x[0] - earth) * (x[0] - earth) + x[1] * x[1], 1.5);
        return new double[] {
            x[2],
            x[3],
            x[0] + 2 * x[3] - earth * (x[0] + moon) / d1 - moon * (x[0] - earth) / d2,
            x[1] - 2 * x[2] - earth * x[1] / d1 - moon * x[1] / d2
        };
    }

    static Problem kepler(double e, double t1) {
        return new Problem(
                "Kepler",
                (t, x) -> {
                    double r3 = Math.pow(x[0] * x[0] + x[1] * x[1], 1.5);
                    return new double[] {x[2], x[3], -x[0] / r3, -x[1] / r3};
                },
                new double[] {1 - e, 0, 0, Math.sqrt((1 + e) / (1 - e))},
                0,
                t1,
                t -> onOrbit(e, t));
    }

    /** Position and velocity at the eccentric anomaly u that solves Kepler's equation u - e sin u = t. */
    private static double[] onOrbit(double e, double t) {
        double u = t;
        for (int i = 0; i < 50; i++) {
            u -= (u - e * Math.sin(u) - t) / (1 - e * Math.cos(u));
        }
        double b = Math.sqrt(1 - e * e);
        double rate = 1 / (1 - e * Math.cos(u));
        return new double[] {Math.cos(u) - e, b * Math.sin(u), -rate * Math.sin(u), rate * b * Math.cos(u)};
    }
}
