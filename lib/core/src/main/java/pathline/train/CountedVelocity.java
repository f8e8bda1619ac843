package pathline.train;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pathline.field.Gradient;
import pathline.field.Jvp;
import pathline.field.LabelledVelocity;
import pathline.field.Parameters;
import pathline.field.Tangent;
import pathline.field.TracedVelocity;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;

/** A velocity that counts how often it is evaluated and how often a vjp is taken. */
final class CountedVelocity implements Velocity {

    private final Velocity velocity;
    private final Calls calls;

    CountedVelocity(Velocity velocity) {
        this(velocity, new Calls());
    }

    private CountedVelocity(Velocity velocity, Calls calls) {
        this.velocity = velocity;
        this.calls = calls;
    }

    /** What is counted, of the velocity under all labels together. */
    private static final class Calls {
        private long forward;
        private long backward;
    }

    long forward() {
        return calls.forward;
    }

    long backward() {
        return calls.backward;
    }

    @Override
    public Optional<LabelledVelocity> labelled() {
        return velocity.labelled().map(own -> new Labelled(own, calls));
    }

    /** The same, told a label. */
    private record Labelled(LabelledVelocity own, Calls calls) implements LabelledVelocity {

        @Override
        public int dim() {
            return own.dim();
        }

        @Override
        public int classes() {
            return own.classes();
        }

        @Override
        public Velocity told(UnaryOperator<NDArray> c) {
            return new CountedVelocity(own.told(c), calls);
        }
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
        calls.forward += evaluations;
        calls.backward += vjps;
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        calls.forward++;
        return velocity.at(t, x);
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        calls.forward++;
        return velocity.jvp(t, x, dx);
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        calls.forward++;
        var at = velocity.linearize(t, x);
        return VelocityLinearization.of(
                at.value(),
                (a, into) -> {
                    calls.backward++;
                    return at.vjp(a, into);
                },
                dx -> counted(at.jvp(dx)),
                at::close);
    }

    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        calls.forward++;
        return counted(velocity.linearize(t, x, dx));
    }

    private Jvp counted(Jvp pair) {
        return Jvp.of(
                pair.value(),
                pair.derivative(),
                (a, b, into) -> {
                    calls.backward++;
                    return pair.vjp(a, b, into);
                },
                pair::close);
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        calls.backward++;
        return velocity.vjp(t, x, a, into);
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        calls.backward++;
        return velocity.vjp(t, x, dx, a, b, into);
    }

    @Override
    public TracedVelocity traced(NDArray dx) {
        var traced = velocity.traced(dx);
        return new TracedVelocity() {
            @Override
            public Tangent at(NDArray t, NDArray x) {
                calls.forward++;
                return traced.at(t, x);
            }

            @Override
            public Jvp linearize(NDArray t, NDArray x) {
                calls.forward++;
                return counted(traced.linearize(t, x));
            }

            @Override
            public void close() {
                traced.close();
            }
        };
    }
}
