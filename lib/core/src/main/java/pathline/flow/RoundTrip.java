package pathline.flow;

import java.util.Locale;
import pathline.check.Require;

/**
 * How far points are from where they were after they were carried to the source and back.
 *
 * <p>A flow has an inverse, so what is left is the error of the solver, there and back.
 *
 * @param max the largest Euclidean distance
 * @param rms the root mean square of the distances
 */
public record RoundTrip(double max, double rms) {

    public RoundTrip {
        Require.that(Require.finite(max, "max") >= 0, "max is " + max + "; expected a distance of at least 0");
        Require.that(Require.finite(rms, "rms") >= 0, "rms is " + rms + "; expected a distance of at least 0");
    }

    /** From the Euclidean distances. */
    static RoundTrip of(double[] distances) {
        double max = 0;
        double squares = 0;
        for (double distance : distances) {
            max = Math.max(max, distance);
            squares += distance * distance;
        }
        return new RoundTrip(max, Math.sqrt(squares / distances.length));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "largest distance %.2g, root mean square %.2g", max, rms);
    }
}
