package pathline.field.kernel;

import java.util.List;
import pathline.field.FlatGradient;
import pathline.field.Gradient;

/**
 * What the desks of a workspace have gathered.
 *
 * @param first where the net's numbers begin among the parameters
 */
record Gathered(Workspace work, int first) implements FlatGradient {

    @Override
    public void begin(int part) {
        work.beginPart(part);
    }

    @Override
    public void add(List<Integer> parts, double[] factors) {
        work.addParts(parts, factors);
    }

    @Override
    public void addTo(Gradient into) {
        work.moveSums(into.flat(), first);
    }
}
