package pathline.train;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.field.Gradient;
import pathline.field.Jvp;
import pathline.field.Parameters;
import pathline.field.Tangent;
import pathline.field.TracedVelocity;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;

/** A velocity that counts how often it is evaluated and how often a vjp is taken. */
final class CountedVelocity implements Velocity {

    private final Velocity velocity;
    private long forward;
    private long backward;

    CountedVelocity(Velocity velocity) {
        this.velocity = velocity;
    }

    long forward() {
        return forward;
    }

    long backward() {
        return backward;
    }

    @Override
    public int dim() {
        return velocity.dim();
    }

    @Override
    public Parameters parameters() {
        return velocity.parameters();
    }

    @Override
    public Optional<CountedFloat32> float32() {
        return velocity.float32().map(plain -> new CountedFloat32(plain, this));
    }

    /** Counts what was asked of the plain form. */
    void add(int evaluations, int vjps) {
        forward += evaluations;
        backward += vjps;
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        forward++;
        return velocity.at(t, x);
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        forward++;
        return velocity.jvp(t, x, dx);
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        forward++;
        var at = velocity.linearize(t, x);
        return VelocityLinearization.of(
                at.value(),
                (a, into) -> {
                    backward++;
                    return at.vjp(a, into);
                },
                dx -> counted(at.jvp(dx)),
                at::close);
    }

    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        forward++;
        return counted(velocity.linearize(t, x, dx));
    }

    private Jvp counted(Jvp pair) {
        return Jvp.of(
                pair.value(),
                pair.derivative(),
                (a, b, into) -> {
                    backward++;
                    return pair.vjp(a, b, into);
                },
                pair::close);
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        backward++;
        return velocity.vjp(t, x, a, into);
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        backward++;
        return velocity.vjp(t, x, dx, a, b, into);
    }

    @Override
    public TracedVelocity traced(NDArray dx) {
        var traced = velocity.traced(dx);
        return new TracedVelocity() {
            @Override
            public Tangent at(NDArray t, NDArray x) {
                forward++;
                return traced.at(t, x);
            }

            @Override
            public Jvp linearize(NDArray t, NDArray x) {
                forward++;
                return counted(traced.linearize(t, x));
            }

            @Override
            public void close() {
                traced.close();
            }
        };
    }
}
