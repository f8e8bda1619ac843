package pathline.field.kernel;

import java.util.Optional;
import pathline.check.Require;
import pathline.field.AugmentedRows;
import pathline.field.Float32Differentiable;
import pathline.field.Float32Gradient;
import pathline.field.Float32Tangents;
import pathline.field.Float32Velocity;
import pathline.field.TimeInput;

/** A net together with its trace on plain arrays, rows (x, D) of d + 1 numbers, with the weights of its workspace. */
final class TracedMlp implements Float32Differentiable {

    private final Float32Velocity velocity;
    private final AugmentedRows rows;
    private final Workspace work;
    private final TimeInput time;
    private final Float32Tangents dx;
    private final float weight;
    private Optional<KeptTangents> ends = Optional.empty();

    /**
     * @param velocity the net itself
     * @param weight of the trace
     */
    TracedMlp(Float32Velocity velocity, Workspace work, TimeInput time, Float32Tangents dx, float weight) {
        this.velocity = velocity;
        this.rows = new AugmentedRows(velocity.width(), 1);
        this.work = work;
        this.time = time;
        this.dx = dx;
        this.weight = weight;
    }

    @Override
    public int width() {
        return rows.width();
    }

    @Override
    public void at(double t, float[] z, float[] rate) {
        MlpKernels.jvp(work, begin(t, z, rate), points(rate), column(rate));
    }

    @Override
    public void vjp(double t, float[] z, float[] a, float[] rate, float[] toZ) {
        MlpKernels.vjp(work, form(t, z, a, rate, toZ), points(rate), column(rate), toPoints(toZ), false);
    }

    @Override
    public void gatherVjp(double t, float[] z, float[] a, float[] toZ) {
        MlpKernels.vjp(work, form(t, z, a, toZ), Rows.NONE, Rows.NONE, toPoints(toZ), true);
    }

    @Override
    public void gatherVjp(double t, float[] z, float[] a, float[] rate, float[] toZ) {
        MlpKernels.vjp(work, form(t, z, a, rate, toZ), points(rate), column(rate), toPoints(toZ), true);
    }

    @Override
    public Float32Gradient gathered() {
        return velocity.gathered();
    }

    @Override
    public void close() {
        velocity.close();
    }

    private MlpKernels.Form form(double t, float[] z, float[] a, float[]... results) {
        Rows.check(width(), z, a);
        return new MlpKernels.Form(begin(t, z, results), points(a), column(a));
    }

    private KeptTangents begin(double t, float[] z, float[]... results) {
        Require.finite(t, "t");
        Rows.check(width(), z, results);
        int points = z.length / width();
        if (dx.rows() != 1 && dx.rows() != points) {
            throw new IllegalArgumentException("These tangents were made for " + dx.rows() + " points, got " + points
                    + " points; make others with divergence.forSolve(x)");
        }
        work.batch.set(points(z), points, time.columns(t), true);
        if (ends.isEmpty() || ends.get().points() != points) {
            ends = Optional.of(new KeptTangents(work, dx, weight, points));
        }
        return ends.get();
    }

    /** The first d numbers of every row. */
    private Rows points(float[] z) {
        return new Rows(z, 0, rows.dim(), rows.width());
    }

    /** The last one. */
    private Rows column(float[] z) {
        return new Rows(z, rows.dim(), 1, rows.width());
    }

    /** The rows of a gradient: D does not act back, so that its number is zero. */
    private Rows toPoints(float[] toZ) {
        rows.clearColumns(toZ);
        return points(toZ);
    }
}
