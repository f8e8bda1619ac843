package pathline.train;

import java.util.function.UnaryOperator;
import pathline.field.FlatGradient;
import pathline.field.FlatTangents;
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
    public void push(double t, float[] x, FlatTangents dx, float[] v, float[] derivative) {
        counts.add(1, 0);
        velocity.push(t, x, dx, v, derivative);
    }

    @Override
    public void pull(double t, float[] x, float[] a, float[] v, float[] toX) {
        counts.add(1, 1);
        velocity.pull(t, x, a, v, toX);
    }

    @Override
    public void pull(
            double t, float[] x, FlatTangents dx, float[] a, float[] b, float[] v, float[] derivative, float[] toX) {
        counts.add(1, 1);
        velocity.pull(t, x, dx, a, b, v, derivative, toX);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] toX) {
        counts.add(0, 1);
        velocity.gather(t, x, a, toX);
    }

    @Override
    public void gather(double t, float[] x, FlatTangents dx, float[] a, float[] b, float[] toX) {
        counts.add(0, 1);
        velocity.gather(t, x, dx, a, b, toX);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] v, float[] toX) {
        counts.add(1, 1);
        velocity.gather(t, x, a, v, toX);
    }

    @Override
    public void gather(
            double t, float[] x, FlatTangents dx, float[] a, float[] b, float[] v, float[] derivative, float[] toX) {
        counts.add(1, 1);
        velocity.gather(t, x, dx, a, b, v, derivative, toX);
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
