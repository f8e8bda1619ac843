package pathline.train;

import pathline.field.CountedForm;
import pathline.field.Float32Differentiable;
import pathline.field.Float32Tangents;
import pathline.field.Float32Velocity;
import pathline.field.PointCotangents;

/** A velocity on plain arrays, whose calls are counted where those of its other form are. */
final class CountedFloat32 extends CountedForm implements Float32Velocity {

    private final Float32Velocity velocity;
    private final CountedVelocity counts;

    CountedFloat32(Float32Velocity velocity, CountedVelocity counts) {
        super(velocity, counts::add);
        this.velocity = velocity;
        this.counts = counts;
    }

    @Override
    public void regress(float[] t, float[] x, PointCotangents cotangents, float[] v, float[] a) {
        counts.add(1, 1);
        velocity.regress(t, x, cotangents, v, a);
    }

    @Override
    public Float32Differentiable traced(Float32Tangents dx, double weight) {
        return new CountedForm(velocity.traced(dx, weight), counts::add);
    }
}
