package pathline.field.kernel;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import pathline.field.FlatGradient;
import pathline.field.FlatTangents;
import pathline.field.FlatTraced;
import pathline.field.FlatVelocity;
import pathline.field.TimeInput;

/** A net on plain arrays, with the weights that it had when this was made. */
final class FlatMlp implements FlatVelocity {

    private final Workspace work;
    private final TimeInput time;
    private final Gathered gathered;
    private final Consumer<Workspace> back;

    /**
     * @param work holds the weights
     * @param first where the net's numbers begin among the parameters
     * @param back takes the workspace when this is closed
     */
    FlatMlp(Workspace work, TimeInput time, int first, Consumer<Workspace> back) {
        this.work = work;
        this.time = time;
        this.gathered = new Gathered(work, first);
        this.back = back;
        work.clearSums();
    }

    @Override
    public int width() {
        return work.net.dim();
    }

    @Override
    public void at(double t, float[] x, float[] v) {
        begin(t, x);
        Core.value(work, v);
    }

    @Override
    public void pull(double t, float[] x, float[] a, float[] v, float[] toX) {
        begin(t, x);
        Core.pull(work, a, v, toX, false);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] toX) {
        begin(t, x);
        Core.pull(work, a, Lanes.ZERO, toX, true);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] v, float[] toX) {
        begin(t, x);
        Core.pull(work, a, v, toX, true);
    }

    @Override
    public void gather(float[] t, float[] x, UnaryOperator<float[]> cotangent, float[] v, float[] toX) {
        work.batch.set(x, t.length, time.columns(t), false);
        Core.pull(work, () -> cotangent.apply(v), v, toX, true);
    }

    @Override
    public FlatTraced traced(FlatTangents dx) {
        return new Traced(work, time, dx);
    }

    @Override
    public FlatGradient gathered() {
        return gathered;
    }

    @Override
    public void close() {
        back.accept(work);
    }

    private void begin(double t, float[] x) {
        work.batch.set(x, x.length / work.net.dim(), time.columns(t), true);
    }
}
