package pathline.bench;

import java.util.Arrays;
import java.util.Optional;
import pathline.metric.ConvergenceOrder;

/**
 * How a time grows with a size: time ~ size^p.
 *
 * @param sizes from small to large
 * @param times the medians
 */
record Growth(double[] sizes, double[] times) {

    /** What small sizes cost is mostly overhead, so p is also fitted to this many of the largest. */
    private static final int TAIL = 3;

    Growth {
        if (sizes.length != times.length || sizes.length < TAIL) {
            throw new IllegalArgumentException("A growth needs " + TAIL + " sizes or more and a time for each, got "
                    + sizes.length + " and " + times.length);
        }
        for (int i = 1; i < sizes.length; i++) {
            if (!(sizes[i - 1] < sizes[i])) {
                throw new IllegalArgumentException("Sizes must grow, got " + Arrays.toString(sizes));
            }
        }
    }

    /** Of one of ours along a curve, if it was timed at every size. */
    static Optional<Growth> of(Section section, Scaling.Curve curve, String who) {
        var times = curve.works().stream()
                .map(work -> section.of(work.name(), who))
                .flatMap(Optional::stream)
                .mapToDouble(Measured::median)
                .toArray();
        return times.length == curve.sizes().length ? Optional.of(new Growth(curve.sizes(), times)) : Optional.empty();
    }

    /** The exponent p over all sizes, by least squares of the logarithms. */
    double exponent() {
        return ConvergenceOrder.of(sizes, times);
    }

    /** The exponent p over the largest sizes. */
    double last() {
        int from = sizes.length - TAIL;
        return ConvergenceOrder.of(
                Arrays.copyOfRange(sizes, from, sizes.length), Arrays.copyOfRange(times, from, times.length));
    }
}
