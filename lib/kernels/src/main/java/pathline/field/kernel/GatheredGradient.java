package pathline.field.kernel;

import java.util.List;
import pathline.check.Require;
import pathline.field.Float32Gradient;
import pathline.field.Gradient;

/**
 * What the workers of a workspace have gathered.
 *
 * @param first where the net's numbers begin among the parameters
 */
record GatheredGradient(Workspace work, int first) implements Float32Gradient {

    /** Parts of a gradient: more than a step has stages. */
    private static final int MOST_PARTS = 1000;

    @Override
    public void begin(int part) {
        work.beginPart(Require.within(part, 0, MOST_PARTS - 1, "part"));
    }

    @Override
    public void add(List<Integer> parts, double[] factors) {
        Require.nonNull(Require.nonNull(parts, "parts").toArray(), "parts");
        Require.finite(factors, "factors");
        Require.that(
                parts.size() == factors.length,
                "parts has " + parts.size() + " parts and factors " + factors.length + " numbers; expected as many");
        for (int part : parts) {
            Require.index(part, work.partCount(), "a part of parts");
        }
        work.addParts(parts, factors);
    }

    @Override
    public void addTo(Gradient into) {
        work.moveSums(Require.nonNull(into, "into"), first);
    }
}
