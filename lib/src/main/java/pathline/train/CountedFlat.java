package pathline.train;

import java.util.function.UnaryOperator;
import pathline.field.CountedForm;
import pathline.field.FlatDifferentiable;
import pathline.field.FlatTangents;
import pathline.field.FlatVelocity;

/** A velocity on plain arrays, whose calls are counted where those of its other form are. */
final class CountedFlat extends CountedForm implements FlatVelocity {

    private final FlatVelocity velocity;
    private final Counted counts;

    CountedFlat(FlatVelocity velocity, Counted counts) {
        super(velocity, counts::add);
        this.velocity = velocity;
        this.counts = counts;
    }

    @Override
    public void gather(float[] t, float[] x, UnaryOperator<float[]> cotangent, float[] v, float[] toX) {
        counts.add(1, 1);
        velocity.gather(t, x, cotangent, v, toX);
    }

    @Override
    public FlatDifferentiable traced(FlatTangents dx, double weight) {
        return new CountedForm(velocity.traced(dx, weight), counts::add);
    }
}
