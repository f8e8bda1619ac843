package pathline.field;

import pathline.check.Require;

/** A field on plain arrays, whose calls are counted where those of its other form are. */
public class CountedForm implements Float32Differentiable {

    /** Where calls are counted. */
    @FunctionalInterface
    public interface Tally {

        /** Adds so many evaluations and vjps. */
        void add(int evaluations, int vjps);
    }

    private final Float32Differentiable field;
    private final Tally tally;

    /** This field's calls are counted there. */
    public CountedForm(Float32Differentiable field, Tally tally) {
        this.field = Require.nonNull(field, "field");
        this.tally = Require.nonNull(tally, "tally");
    }

    @Override
    public int width() {
        return field.width();
    }

    @Override
    public void at(double t, float[] x, float[] v) {
        tally.add(1, 0);
        field.at(t, x, v);
    }

    @Override
    public void vjp(double t, float[] x, float[] a, float[] v, float[] toX) {
        tally.add(1, 1);
        field.vjp(t, x, a, v, toX);
    }

    @Override
    public void gatherVjp(double t, float[] x, float[] a, float[] toX) {
        tally.add(0, 1);
        field.gatherVjp(t, x, a, toX);
    }

    @Override
    public void gatherVjp(double t, float[] x, float[] a, float[] v, float[] toX) {
        tally.add(1, 1);
        field.gatherVjp(t, x, a, v, toX);
    }

    @Override
    public Float32Gradient gathered() {
        return field.gathered();
    }

    @Override
    public void close() {
        field.close();
    }
}
