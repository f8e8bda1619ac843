package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import pathline.array.Held;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.field.Gradient;
import pathline.field.Jvp;
import pathline.field.Parameters;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;

/**
 * A velocity learned on one schedule, used on another, without training: the scale-time transform.
 *
 * <p>Point (σ, α) of a schedule in polar form is an angle, which says how much is data and how much noise, and a radius,
 * which is only a scale. At time r of the new schedule let τ(r) be the time at which the old one has the same angle, and
 * s(r) = radius(r) / old radius(τ(r)). Then y(r) = s(r) x(τ(r)) has the laws of the new schedule, and moves with
 * <pre>
 * v(r, y) = (s'/s) y + s τ' v_old(τ, y / s).
 * </pre>
 * Lipman et al., 2024, section 4.6, who write the ratio α/σ for the angle, which is infinite at the data.
 *
 * <p>A solve starts at s(0) x(τ(0)), which is x0 itself unless the new schedule scales the source. Angles that the old
 * schedule never takes count as its nearest end. Cost: one evaluation of the old velocity per evaluation.
 */
public final class Rescheduled implements Velocity {

    private static final int CHECKED_TIMES = 65;
    /** Time that runs faster than this magnifies any error of a learned velocity beyond use. */
    private static final double FASTEST = 1e6;

    private static final int HALVINGS = 54; // from an interval of length 1 to the spacing of doubles

    private final Velocity velocity;
    private final Schedule from;
    private final Schedule to;

    private Rescheduled(Velocity velocity, Schedule from, Schedule to) {
        this.velocity = velocity;
        this.from = from;
        this.to = to;
    }

    /**
     * The velocity on another schedule.
     *
     * @param velocity the marginal velocity of a path without bridge on schedule {@code from}
     * @param from the schedule it was learned on, whose α/σ must grow with time
     * @param to the schedule on which it is to be used
     */
    public static Rescheduled of(Velocity velocity, Schedule from, Schedule to) {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(from, "from");
        Require.nonNull(to, "to");
        var times = new double[CHECKED_TIMES];
        Arrays.setAll(times, i -> i / (CHECKED_TIMES - 1.0));
        var old = PathCoefficients.at(from, times);
        for (int i = 1; i < old.length; i++) {
            if (!(old[i].angle() > old[i - 1].angle())) {
                throw new IllegalArgumentException("alpha/sigma of the old schedule must grow with time, but does not"
                        + " between t = " + times[i - 1] + " and t = " + times[i] + "; train on another schedule");
            }
        }
        return new Rescheduled(velocity, from, to);
    }

    @Override
    public int dim() {
        return velocity.dim();
    }

    /** Those of the velocity that was learned. */
    @Override
    public Parameters parameters() {
        return velocity.parameters();
    }

    @Override
    public void training(boolean on) {
        velocity.training(on);
    }

    /** The factor s and the time τ of one moment, and their derivatives. */
    private record ScheduleChange(double scale, double time, double dLogScale, double dTime) {}

    private final class ScheduleChanges {
        private final NDArray like;
        private final ScheduleChange[] moments;

        ScheduleChanges(NDArray r, NDArray like) {
            this.like = like;
            this.moments = moments(PathChecks.numbers("t", r));
        }

        NDArray column(ToDoubleFunction<ScheduleChange> f) {
            return Points.like(like, Arrays.stream(moments).mapToDouble(f).toArray(), new Shape(moments.length, 1));
        }
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        PathChecks.state(t, x, dim());
        return keeping(x, () -> {
            var m = new ScheduleChanges(t, x);
            var old = velocity.at(m.column(ScheduleChange::time), x.div(m.column(ScheduleChange::scale)));
            return x.mul(m.column(ScheduleChange::dLogScale)).addi(old.mul(m.column(k -> k.scale * k.dTime)));
        });
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        PathChecks.state(t, x, dim());
        try (var scratch = new Scratch()) {
            var m = new ScheduleChanges(t, x);
            var time = m.column(ScheduleChange::time);
            var scale = m.column(ScheduleChange::scale);
            var speed = m.column(k -> k.scale * k.dTime);
            var ownSpeed = m.column(ScheduleChange::dLogScale);
            var there = x.div(scale);
            var old = velocity.linearize(time, there);
            var value = x.mul(ownSpeed).addi(old.value().mul(speed));
            value.attach(x.getManager());
            scratch.keep(value);
            var held = new Held();
            List.of(time, scale, speed, ownSpeed, there, old.value()).forEach(held::hold);
            held.alsoClose(old::close);
            return VelocityLinearization.of(
                    value,
                    (a, into) -> {
                        checkReverse(a, x, into);
                        return keeping(
                                x, () -> old.vjp(a.mul(speed), into).div(scale).addi(a.mul(ownSpeed)));
                    },
                    dx -> pair(value, old, m, x, dx),
                    held::close);
        }
    }

    private Jvp pair(NDArray value, VelocityLinearization at, ScheduleChanges m, NDArray x, NDArray dx) {
        TangentVectors.check("dx", dx, x);
        try (var scratch = new Scratch()) {
            var old = at.jvp(dx);
            var scale = m.column(ScheduleChange::scale);
            var speed = m.column(k -> k.scale * k.dTime);
            var dTime = m.column(ScheduleChange::dTime);
            var ownSpeed = m.column(ScheduleChange::dLogScale);
            var derivative = old.derivative().mul(dTime).add(dx.mul(ownSpeed));
            derivative.attach(x.getManager());
            scratch.keep(derivative);
            var held = new Held();
            List.of(scale, speed, dTime, ownSpeed, old.derivative()).forEach(held::hold);
            held.alsoClose(old::close);
            return Jvp.of(
                    value,
                    derivative,
                    (a, b, into) -> {
                        checkReverse(a, x, into);
                        TangentVectors.check("b", b, x);
                        return keeping(
                                x,
                                () -> old.vjp(a.mul(speed), b.mul(dTime), into)
                                        .div(scale)
                                        .addi(a.mul(ownSpeed)));
                    },
                    held::close);
        }
    }

    private static void checkReverse(NDArray a, NDArray x, Gradient into) {
        PathChecks.alike("a", a, "x", x);
        Require.nonNull(into, "into");
    }

    private static NDArray keeping(NDArray x, Supplier<NDArray> body) {
        return Scratch.keeping(() -> {
            var result = body.get();
            result.attach(x.getManager());
            return result;
        });
    }

    private ScheduleChange[] moments(double[] times) {
        var now = PathCoefficients.at(to, times);
        double[] taus = timesAt(now);
        var old = PathCoefficients.at(from, taus);
        var moments = new ScheduleChange[times.length];
        for (int i = 0; i < times.length; i++) {
            boolean beyond = now[i].angle() < PathCoefficients.at(from, 0)[0].angle()
                    || now[i].angle() > PathCoefficients.at(from, 1)[0].angle();
            double dTime = beyond ? 0 : now[i].dAngle() / old[i].dAngle();
            double dLogScale = now[i].dLogRadius() - old[i].dLogRadius() * dTime;
            double scale = now[i].radius() / old[i].radius();
            if (!(Math.abs(dTime) < FASTEST) || !Double.isFinite(dLogScale) || !(scale > 0)) {
                throw new IllegalArgumentException("At time " + times[i] + " the new schedule has no counterpart in the"
                        + " old: there alpha/sigma of the old one stands still, at its time " + taus[i]
                        + "; start or end the solve a little away from it");
            }
            moments[i] = new ScheduleChange(scale, taus[i], dLogScale, dTime);
        }
        return moments;
    }

    /** The old times at the angles of {@code now}, by bisection of all at once. */
    private double[] timesAt(PathCoefficients[] now) {
        var low = new double[now.length];
        var high = new double[now.length];
        var middle = new double[now.length];
        Arrays.fill(high, 1);
        for (int k = 0; k < HALVINGS; k++) {
            Arrays.setAll(middle, i -> (low[i] + high[i]) / 2);
            var old = PathCoefficients.at(from, middle);
            for (int i = 0; i < now.length; i++) {
                if (old[i].angle() < now[i].angle()) {
                    low[i] = middle[i];
                } else {
                    high[i] = middle[i];
                }
            }
        }
        return middle;
    }

    @Override
    public String toString() {
        return "Rescheduled[" + velocity + " from " + from + " to " + to + "]";
    }
}
