package pathline.train;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pathline.field.Gradient;
import pathline.field.Parameters;
import pathline.field.Pulled;
import pathline.field.PulledPair;
import pathline.field.Tangent;
import pathline.field.TracedVelocity;
import pathline.field.Velocity;

/** A velocity that counts how often it is evaluated and how often a cotangent is pulled through it. */
final class Counted implements Velocity {

    private final Velocity velocity;
    private long forward;
    private long backward;

    Counted(Velocity velocity) {
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
    public Optional<CountedFlat> flat() {
        return velocity.flat().map(plain -> new CountedFlat(plain, this));
    }

    /** Counts what was asked of the plain form. */
    void add(int evaluations, int pulls) {
        forward += evaluations;
        backward += pulls;
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        forward++;
        return velocity.at(t, x);
    }

    @Override
    public Tangent push(NDArray t, NDArray x, NDArray dx) {
        forward++;
        return velocity.push(t, x, dx);
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray a, Gradient into) {
        backward++;
        return velocity.pull(t, x, a, into);
    }

    @Override
    public Pulled pull(NDArray t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        forward++;
        backward++;
        return velocity.pull(t, x, cotangent, into);
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        backward++;
        return velocity.pull(t, x, dx, a, b, into);
    }

    @Override
    public PulledPair pull(NDArray t, NDArray x, NDArray dx, UnaryOperator<Tangent> cotangents, Gradient into) {
        forward++;
        backward++;
        return velocity.pull(t, x, dx, cotangents, into);
    }

    @Override
    public TracedVelocity traced(NDArray dx) {
        var traced = velocity.traced(dx);
        return new TracedVelocity() {
            @Override
            public Tangent push(NDArray t, NDArray x) {
                forward++;
                return traced.push(t, x);
            }

            @Override
            public PulledPair pull(NDArray t, NDArray x, UnaryOperator<Tangent> cotangents, Gradient into) {
                forward++;
                backward++;
                return traced.pull(t, x, cotangents, into);
            }

            @Override
            public void close() {
                traced.close();
            }
        };
    }
}
