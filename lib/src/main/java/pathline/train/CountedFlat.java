package pathline.train;

import java.util.function.UnaryOperator;
import pathline.field.FlatGradient;
import pathline.field.FlatTangents;
import pathline.field.FlatTraced;
import pathline.field.FlatVelocity;

/** A velocity on plain arrays, whose calls are counted where those of its other form are. */
record CountedFlat(FlatVelocity velocity, Counted counts) implements FlatVelocity {

    @Override
    public int width() {
        return velocity.width();
    }

    @Override
    public void at(double t, float[] x, float[] v) {
        counts.add(1, 0);
        velocity.at(t, x, v);
    }

    @Override
    public void gather(float[] t, float[] x, UnaryOperator<float[]> cotangent, float[] v, float[] toX) {
        counts.add(1, 1);
        velocity.gather(t, x, cotangent, v, toX);
    }

    @Override
    public void pull(double t, float[] x, float[] a, float[] v, float[] toX) {
        counts.add(1, 1);
        velocity.pull(t, x, a, v, toX);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] toX) {
        counts.add(0, 1);
        velocity.gather(t, x, a, toX);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] v, float[] toX) {
        counts.add(1, 1);
        velocity.gather(t, x, a, v, toX);
    }

    @Override
    public FlatTraced traced(FlatTangents dx) {
        return new CountedTrace(velocity.traced(dx), counts);
    }

    private record CountedTrace(FlatTraced velocity, Counted counts) implements FlatTraced {

        @Override
        public void push(double t, float[] x, float[] v, float[] trace) {
            counts.add(1, 0);
            velocity.push(t, x, v, trace);
        }

        @Override
        public void pull(double t, float[] x, float[] a, float[] b, float[] v, float[] trace, float[] toX) {
            counts.add(1, 1);
            velocity.pull(t, x, a, b, v, trace, toX);
        }

        @Override
        public void gather(double t, float[] x, float[] a, float[] b, float[] toX) {
            counts.add(0, 1);
            velocity.gather(t, x, a, b, toX);
        }

        @Override
        public void gather(double t, float[] x, float[] a, float[] b, float[] v, float[] trace, float[] toX) {
            counts.add(1, 1);
            velocity.gather(t, x, a, b, v, trace, toX);
        }
    }

    @Override
    public FlatGradient gathered() {
        return velocity.gathered();
    }

    @Override
    public void close() {
        velocity.close();
    }
}
