package pathline.field.kernel;

import java.util.Optional;
import pathline.field.FlatTangents;
import pathline.field.FlatTraced;
import pathline.field.TimeInput;

/** A net together with its trace on plain arrays, with the weights of its workspace. */
final class Traced implements FlatTraced {

    private final Workspace work;
    private final TimeInput time;
    private final FlatTangents dx;
    private Optional<Ends> ends = Optional.empty();

    Traced(Workspace work, TimeInput time, FlatTangents dx) {
        this.work = work;
        this.time = time;
        this.dx = dx;
    }

    @Override
    public void push(double t, float[] x, float[] v, float[] trace) {
        Core.push(work, begin(t, x), v, trace);
    }

    @Override
    public void pull(double t, float[] x, float[] a, float[] b, float[] v, float[] trace, float[] toX) {
        Core.pull(work, new Core.Form(begin(t, x), a, b), v, trace, toX, false);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] b, float[] toX) {
        Core.pull(work, new Core.Form(begin(t, x), a, b), Lanes.ZERO, Lanes.ZERO, toX, true);
    }

    @Override
    public void gather(double t, float[] x, float[] a, float[] b, float[] v, float[] trace, float[] toX) {
        Core.pull(work, new Core.Form(begin(t, x), a, b), v, trace, toX, true);
    }

    private Ends begin(double t, float[] x) {
        int points = x.length / work.net.dim();
        work.batch.set(x, points, time.columns(t), true);
        if (ends.isEmpty() || ends.get().points() != points) {
            ends = Optional.of(new Ends(work, dx, points));
        }
        return ends.get();
    }
}
