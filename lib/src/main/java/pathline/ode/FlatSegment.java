package pathline.ode;

import java.util.List;
import pathline.check.Require;

/**
 * One accepted step of a solve on plain arrays, as {@link Solution.Segment} is one of the engine's. The arrays are the
 * solver's own, are never written again, and may be kept.
 *
 * @param t time at its start
 * @param h its length
 * @param x state at its start
 * @param slopes slopes of its stages
 */
public record FlatSegment(double t, double h, float[] x, List<float[]> slopes) {

    public FlatSegment {
        Require.nonNull(x, "x");
        Require.nonNull(slopes, "slopes");
    }
}
