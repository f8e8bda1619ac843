package pathline.train;

import java.util.function.UnaryOperator;
import pathline.field.FlatTangents;
import pathline.field.FlatVelocity;
import pathline.field.Gradient;

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
    public void addTo(Gradient into) {
        velocity.addTo(into);
    }

    @Override
    public int parameters() {
        return velocity.parameters();
    }

    @Override
    public void take(float[] gathered) {
        velocity.take(gathered);
    }

    @Override
    public void add(float[] gathered, Gradient into) {
        velocity.add(gathered, into);
    }

    @Override
    public void close() {
        velocity.close();
    }
}
