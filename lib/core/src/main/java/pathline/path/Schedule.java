package pathline.path;

import ai.djl.ndarray.NDArray;
import java.util.function.DoubleUnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * How a path leaves its source and reaches its target: xt = σ(t) x0 + α(t) x1.
 *
 * <p>One method, so a lambda is a schedule, and {@link #checked} finds a wrong derivative:
 * <pre>
 * Schedule late = Schedule.checked(t -&gt; new Schedule.AlphaSigma(t.square(), t.neg().add(1), t.mul(2), t.onesLike().neg()));
 * </pre>
 * Time runs from 0, the source, to 1, the data; formulas of diffusion papers, which run the other way, are turned round.
 *
 * <table>
 * <caption>The schedules</caption>
 * <tr><th>schedule</th><th>α</th><th>σ</th></tr>
 * <tr><td>{@link #linear()}</td><td>t</td><td>1 - t</td></tr>
 * <tr><td>{@link #linear(double)}</td><td>t</td><td>1 - (1 - σ_min) t</td></tr>
 * <tr><td>{@link #variancePreserving(double, double)}</td><td>exp(-T(1 - t)/2)</td><td>√(1 - α²)</td></tr>
 * <tr><td>{@link #varianceExploding}</td><td>1</td><td>σ_max (σ_min/σ_max)^t</td></tr>
 * <tr><td>{@link #cosine}</td><td>cos θ(t) / cos θ(1)</td><td>√(1 - α²)</td></tr>
 * <tr><td>{@link #trigonometric}</td><td>sin(πt/2)</td><td>cos(πt/2)</td></tr>
 * <tr><td>{@link #polynomial}</td><td>tⁿ</td><td>1 - tⁿ</td></tr>
 * <tr><td>{@link #encodingDecoding}</td><td>0, then cos²(πt)</td><td>cos²(πt), then 0</td></tr>
 * <tr><td>{@link #mirror}</td><td>1</td><td>γ(t)</td></tr>
 * </table>
 *
 * <p>Where √ makes a derivative infinite at an end, the schedule runs along its chord for the last 10⁻⁵ of time: values
 * at the ends stay exact, derivatives finite, and one remains the derivative of the other.
 */
@FunctionalInterface
public interface Schedule {

    /**
     * The coefficients and their derivatives at the times t.
     *
     * @param t times in [0, 1], float32 or float64, shape (n, 1)
     * @return arrays of t's shape and type, attached to t's manager
     */
    AlphaSigma at(NDArray t);

    /** The coefficients of x1 (alpha) and x0 (sigma) and their time derivatives, each of shape (n, 1). */
    record AlphaSigma(NDArray alpha, NDArray sigma, NDArray dAlpha, NDArray dSigma) {
        public AlphaSigma {
            RequireArray.real(alpha, "alpha");
            RequireArray.real(sigma, "sigma");
            RequireArray.real(dAlpha, "dAlpha");
            RequireArray.real(dSigma, "dSigma");
        }
    }

    /** The straight line at constant speed: α = t, σ = 1 - t. */
    static Schedule linear() {
        return linear(0);
    }

    /** α = t, σ = 1 - (1 - σ_min) t, which ends in N(x1, σ_min² I). Lipman et al., ICLR 2023, equation 20. */
    static Schedule linear(double sigmaMin) {
        if (!(sigmaMin >= 0 && sigmaMin < 1)) {
            throw new IllegalArgumentException("sigmaMin must be in [0, 1), got " + sigmaMin);
        }
        String name = sigmaMin == 0 ? "linear" : "linear, sigma_min " + sigmaMin;
        return new Curves(name, Curve.line(0, 1), Curve.line(1, sigmaMin - 1));
    }

    /** Variance preserving diffusion with β from 0.1 to 20, the values of Song et al., ICLR 2021. */
    static Schedule variancePreserving() {
        return variancePreserving(0.1, 20);
    }

    /**
     * The diffusion dx = -β x/2 ds + √β dw, with β(s) = β_min + s (β_max - β_min) and s = 1 - t.
     *
     * <p>α = exp(-T/2), σ = √(1 - e^(-T)) with T = s β_min + s² (β_max - β_min)/2. At t = 0 a little of the data is left:
     * α = 0.0066 for β from 0.1 to 20.
     */
    static Schedule variancePreserving(double betaMin, double betaMax) {
        return Schedules.variancePreserving(betaMin, betaMax);
    }

    /** α = 1, σ = σ_max (σ_min/σ_max)^t: the data under noise that fades. x0 is noise of standard deviation 1. */
    static Schedule varianceExploding(double sigmaMin, double sigmaMax) {
        if (!(sigmaMin > 0 && sigmaMin < sigmaMax && sigmaMax < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Need 0 < sigmaMin < sigmaMax, both finite; got " + sigmaMin + " and " + sigmaMax);
        }
        double rate = Math.log(sigmaMin / sigmaMax);
        Curve sigma = t -> {
            double value = sigmaMax * Math.exp(rate * t);
            return new Curve.Point(value, rate * value);
        };
        return new Curves("variance exploding " + sigmaMin + " to " + sigmaMax, Curve.constant(1), sigma);
    }

    /**
     * α = cos θ(t) / cos θ(1), σ = √(1 - α²), with θ(t) = (π/2) (1 - t + 0.008) / 1.008.
     *
     * <p>Nichol and Dhariwal, <i>Improved denoising diffusion probabilistic models</i>, ICML 2021, in continuous time.
     */
    static Schedule cosine() {
        return Schedules.cosine(0.008);
    }

    /** α = sin(πt/2), σ = cos(πt/2): a quarter of a circle. Albergo and Vanden-Eijnden, ICLR 2023; VP-CFM's mean. */
    static Schedule trigonometric() {
        double w = Math.PI / 2;
        return new Curves(
                "trigonometric",
                t -> new Curve.Point(Math.sin(w * t), w * Math.cos(w * t)),
                t -> new Curve.Point(Math.cos(w * t), -w * Math.sin(w * t)));
    }

    /** α = tⁿ, σ = 1 - tⁿ, for n of at least 1: the straight line, at a speed that grows with time. */
    static Schedule polynomial(double n) {
        if (!(n >= 1 && n < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The degree n must be at least 1 and finite, got " + n);
        }
        return new Curves(
                "polynomial of degree " + n,
                t -> new Curve.Point(Math.pow(t, n), n * Math.pow(t, n - 1)),
                t -> new Curve.Point(1 - Math.pow(t, n), -n * Math.pow(t, n - 1)));
    }

    /**
     * The source shrinks to 0 until t = 1/2, then the data grows from it, both as cos²(πt).
     *
     * <p>Without a {@link Bridge} all paths meet in one point. Albergo, Boffi and Vanden-Eijnden, 2023.
     */
    static Schedule encodingDecoding() {
        Curve cos = t -> new Curve.Point(Math.pow(Math.cos(Math.PI * t), 2), -Math.PI * Math.sin(2 * Math.PI * t));
        var zero = new Curve.Point(0, 0);
        return new Curves("encoding-decoding", t -> t > 0.5 ? cos.at(t) : zero, t -> t > 0.5 ? zero : cos.at(t));
    }

    /** α = 1, σ = γ(t): the data, noised and cleaned again. Albergo, Boffi and Vanden-Eijnden, 2023. */
    static Schedule mirror(Bridge noise) {
        Require.nonNull(noise, "noise");
        return t -> {
            var g = noise.at(Require.nonNull(t, "t"));
            return new AlphaSigma(t.onesLike(), g.gamma(), t.zerosLike(), g.dGamma());
        };
    }

    /**
     * This schedule times √(1 - γ²), which leaves room for the noise γ z: if α² + σ² = 1, then also with the noise.
     *
     * @param bridge stays below 1
     */
    default Schedule makingRoomFor(Bridge bridge) {
        Require.nonNull(bridge, "bridge");
        return t -> {
            Require.nonNull(t, "t");
            try (var scratch = new Scratch()) {
                var s = at(t);
                var g = bridge.at(t);
                var room = g.gamma().square().neg().add(1).sqrt();
                var dRoom = g.gamma().mul(g.dGamma()).div(room).neg();
                return new AlphaSigma(
                        scratch.keep(s.alpha().mul(room)),
                        scratch.keep(s.sigma().mul(room)),
                        scratch.keep(s.dAlpha().mul(room).add(s.alpha().mul(dRoom))),
                        scratch.keep(s.dSigma().mul(room).add(s.sigma().mul(dRoom))));
            }
        };
    }

    /** A schedule from four functions of one time, {@linkplain #checked checked}. */
    static Schedule of(
            DoubleUnaryOperator alpha,
            DoubleUnaryOperator sigma,
            DoubleUnaryOperator dAlpha,
            DoubleUnaryOperator dSigma) {
        Require.nonNull(alpha, "alpha");
        Require.nonNull(sigma, "sigma");
        Require.nonNull(dAlpha, "dAlpha");
        Require.nonNull(dSigma, "dSigma");
        return checked(new Curves(
                "given",
                t -> new Curve.Point(alpha.applyAsDouble(t), dAlpha.applyAsDouble(t)),
                t -> new Curve.Point(sigma.applyAsDouble(t), dSigma.applyAsDouble(t))));
    }

    /**
     * The same schedule, after its derivatives were compared with differences at 33 times between 0.01 and 0.99.
     *
     * @throws IllegalArgumentException if one is off by more than a thousandth, naming which, where and by how much
     */
    static Schedule checked(Schedule schedule) {
        Differences.checkSchedule(Require.nonNull(schedule, "schedule"));
        return schedule;
    }
}
