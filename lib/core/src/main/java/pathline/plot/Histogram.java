package pathline.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import pathline.check.Require;

/**
 * A histogram as an estimated density: the bars' areas sum to 1, or to the share of the values that lie in the bins.
 *
 * @param bars x holds the bars' edges, y the height to the right of each; the last height is 0
 */
record Histogram(String name, Polyline bars, List<LeftOut> leftOut) implements PlotLayer {

    /** More bins than this are narrower than a pixel. */
    private static final int MOST_BINS = 10_000;

    static Histogram of(String name, double[] values, int bins, double lo, double hi) {
        Require.nonNull(values, "values");
        Require.atLeast(bins, 1, "bins");
        Require.that(bins <= MOST_BINS, "bins is " + bins + "; expected at most " + MOST_BINS);
        Setup.range("histogram \"" + name + "\"", lo, hi);
        double width = (hi - lo) / bins;
        Require.that(width >= Double.MIN_NORMAL, "the bins of \"" + name + "\" are " + width + " wide, too narrow");
        int finite = (int) Arrays.stream(values).filter(Double::isFinite).count();
        Require.that(finite > 0, "\"" + name + "\" has " + values.length + " values, and none of them is finite");
        var heights = new double[bins + 1];
        int inside = 0;
        for (double value : values) {
            if (value >= lo && value <= hi) { // NaN is not
                inside++;
                heights[Math.min(bins - 1, (int) Math.floor((value - lo) / width))] += 1 / (finite * width);
            }
        }
        return new Histogram(
                name,
                new Polyline(edges(bins, lo, width), heights),
                LeftOut.both(
                        LeftOut.of(values.length - finite, values.length, LeftOut.VALUES),
                        LeftOut.of(finite - inside, values.length, LeftOut.OUTSIDE)));
    }

    private static double[] edges(int bins, double lo, double width) {
        var edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            edges[i] = lo + i * width;
        }
        return edges;
    }

    @Override
    public void measure(Extent x, Extent y) {
        x.include(name, bars.xs());
        y.fromZero();
        y.include(name, bars.ys());
    }

    @Override
    public void draw(Brush brush) {
        double floor = brush.y().min();
        int n = bars.size() - 1;
        var outline = new Polyline.Builder().add(bars.x(0), floor);
        for (int i = 0; i < n; i++) {
            double height = Math.max(floor, bars.y(i));
            outline.add(bars.x(i), height).add(bars.x(i + 1), height);
        }
        var pixels = brush.pixels(outline.add(bars.x(n), floor).build());
        var ink = brush.ink(name);
        brush.fill(pixels, ink.faded(70));
        brush.line(pixels, ink.color(), 1.2f);
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() ? Set.of() : Set.of(Look.AREA);
    }
}
