package pathline.field.kernel;

import java.util.Arrays;
import pathline.field.FlatGradient;
import pathline.field.Gradient;
import pathline.ode.Memory;

/**
 * What the desks of a workspace have gathered.
 *
 * @param first where the net's numbers begin among the parameters
 */
record Gathered(Workspace work, int first) implements FlatGradient {

    @Override
    public int count() {
        return work.net.count();
    }

    @Override
    public void take(float[] gathered) {
        Arrays.fill(gathered, 0);
        work.addSums(gathered);
        work.clearSums();
    }

    @Override
    public float[] room(int k) {
        return work.room(k);
    }

    @Override
    public void add(float[] gathered, Gradient into) {
        Memory.add(gathered, into.flat(), first);
    }

    @Override
    public void addTo(Gradient into) {
        work.addSums(into.flat(), first);
        work.clearSums();
    }
}
