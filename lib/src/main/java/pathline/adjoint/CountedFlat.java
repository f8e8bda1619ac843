package pathline.adjoint;

import pathline.field.FlatDifferentiable;
import pathline.field.FlatGradient;

/** A field on plain arrays, whose calls are counted where those of its other form are. */
record CountedFlat(FlatDifferentiable field, Counted counts) implements FlatDifferentiable {

    @Override
    public int width() {
        return field.width();
    }

    @Override
    public void at(double t, float[] x, float[] v) {
        counts.add(1, 0);
        field.at(t, x, v);
    }

    @Override
    public void pull(double t, float[] x, float[] a, float[] v, float[] toX) {
        counts.add(1, 1);
        field.pull(t, x, a, v, toX);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] toX) {
        counts.add(0, 1);
        field.gather(t, x, a, toX);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] v, float[] toX) {
        counts.add(1, 1);
        field.gather(t, x, a, v, toX);
    }

    @Override
    public FlatGradient gathered() {
        return field.gathered();
    }

    @Override
    public void close() {
        field.close();
    }
}
