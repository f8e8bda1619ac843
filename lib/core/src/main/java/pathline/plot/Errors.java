package pathline.plot;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import pathline.check.Require;

/**
 * Measured values with whiskers of plus and minus their error.
 *
 * @param errors as many as points; y holds the half length of each whisker
 */
record Errors(String name, Polyline data, Polyline errors) implements PlotLayer {

    private static final double CAP = 3.5;

    static Errors of(String name, double[] xs, double[] ys, double[] errors) {
        requireNotNegative(Require.nonNull(errors, "errors"));
        return new Errors(name, PlotData.checked(name, xs, ys), PlotData.checked(name, "errors", xs, errors));
    }

    /** Errors are half lengths; NaN is one that is not known. */
    static void requireNotNegative(double[] errors) {
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] < 0) {
                throw new IllegalArgumentException(
                        "errors[" + i + "] is " + errors[i] + "; expected 0 or more, or NaN where it is not known");
            }
        }
    }

    @Override
    public void measure(Extent x, Extent y) {
        x.include(name, data.xs());
        y.include(name, data.ys());
        for (int i = 0; i < data.size(); i++) {
            double low = data.y(i) - errors.y(i);
            y.include(name, data.y(i) + errors.y(i));
            if (!y.isLog() || low > 0) {
                y.include(name, low);
            }
        }
    }

    @Override
    public void draw(Brush brush) {
        var whiskers = new Polyline.Builder();
        for (int i = 0; i < data.size(); i++) {
            if (data.isGap(i) || errors.isGap(i)) {
                continue;
            }
            double x = brush.px(data.x(i));
            double top = brush.py(data.y(i) + errors.y(i));
            // an error as large as the value reaches below every power of ten
            double low = data.y(i) - errors.y(i);
            double bottom = brush.logY() && low <= 0 ? 0 : brush.py(low);
            whiskers.gap().add(x, bottom).add(x, top).gap();
            whiskers.add(x - CAP, top).add(x + CAP, top).gap();
            whiskers.add(x - CAP, bottom).add(x + CAP, bottom).gap();
        }
        var ink = brush.ink(name);
        brush.line(whiskers.build(), ink.color(), 1.2f);
        brush.marks(brush.pixels(data), ink.color(), ink.mark(), 6.5);
    }

    @Override
    public Optional<Polyline> curve() {
        return Optional.of(data);
    }

    @Override
    public List<LeftOut> leftOut() {
        int missing = (int) IntStream.range(0, errors.size())
                .filter(i -> !data.isGap(i) && errors.isGap(i))
                .count();
        return LeftOut.both(
                LeftOut.of(data.missing(), data.size(), LeftOut.POINTS),
                LeftOut.of(missing, errors.size(), LeftOut.ERRORS));
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() ? Set.of() : Set.of(Look.POINTS);
    }
}
