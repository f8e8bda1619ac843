package pathline.field.kernel;

import java.util.function.Consumer;
import pathline.check.Require;
import pathline.field.Float32Differentiable;
import pathline.field.Float32Gradient;
import pathline.field.Float32Tangents;
import pathline.field.Float32Velocity;
import pathline.field.PointCotangents;
import pathline.field.TimeInput;

/** A net on plain arrays, with the weights that it had when this was made. */
final class Float32Mlp implements Float32Velocity {

    private final Workspace work;
    private final TimeInput time;
    private final GatheredGradient gathered;
    private final Consumer<Workspace> back;

    /**
     * @param work holds the weights, and nothing gathered
     * @param first where the net's numbers begin among the parameters
     * @param back takes the workspace when this is closed
     */
    Float32Mlp(Workspace work, TimeInput time, int first, Consumer<Workspace> back) {
        this.work = work;
        this.time = time;
        this.gathered = new GatheredGradient(work, first);
        this.back = back;
    }

    @Override
    public int width() {
        return work.net.dim();
    }

    @Override
    public void at(double t, float[] x, float[] v) {
        begin(t, x, v);
        MlpKernels.value(work, rows(v));
    }

    @Override
    public void vjp(double t, float[] x, float[] a, float[] v, float[] toX) {
        begin(t, x, a, v, toX);
        MlpKernels.vjp(work, rows(a), rows(v), rows(toX), false);
    }

    @Override
    public void gatherVjp(double t, float[] x, float[] a, float[] toX) {
        begin(t, x, a, toX);
        MlpKernels.vjp(work, rows(a), Rows.NONE, rows(toX), true);
    }

    @Override
    public void gatherVjp(double t, float[] x, float[] a, float[] v, float[] toX) {
        begin(t, x, a, v, toX);
        MlpKernels.vjp(work, rows(a), rows(v), rows(toX), true);
    }

    @Override
    public void regress(float[] t, float[] x, PointCotangents cotangents, float[] v, float[] a) {
        Require.nonNull(t, "t");
        Require.nonNull(cotangents, "cotangents");
        Rows.check(width(), x, v, a);
        Require.that(
                x.length == (long) t.length * width(),
                "t has " + t.length + " times and x " + x.length + " numbers; expected a time for every point of "
                        + width());
        work.batch.set(rows(x), t.length, time.columns(t), false);
        MlpKernels.regress(work, cotangents, rows(v), rows(a));
    }

    @Override
    public Float32Differentiable traced(Float32Tangents dx, double weight) {
        Require.finite(weight, "weight");
        long numbers = (long) Require.nonNull(dx, "dx").count() * dx.rows() * width();
        Require.that(
                dx.numbers().length == numbers,
                "dx has " + dx.numbers().length + " numbers; expected " + numbers + ", " + dx.count() + " tangents of "
                        + dx.rows() + " rows of " + width());
        return new TracedMlp(this, work, time, dx, (float) weight);
    }

    @Override
    public Float32Gradient gathered() {
        return gathered;
    }

    @Override
    public void close() {
        back.accept(work);
    }

    private void begin(double t, float[] x, float[]... others) {
        Require.finite(t, "t");
        Rows.check(width(), x, others);
        work.batch.set(rows(x), x.length / work.net.dim(), time.columns(t), true);
    }

    private Rows rows(float[] numbers) {
        return Rows.of(numbers, work.net.dim());
    }
}
