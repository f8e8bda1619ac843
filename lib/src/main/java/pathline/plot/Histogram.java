package pathline.plot;

import java.util.Set;

/**
 * A histogram as an estimated density: the bars' areas sum to 1.
 *
 * @param bars x holds the bars' edges, y the height to the right of each; the last height is 0
 */
record Histogram(String name, Polyline bars) implements Layer {

    static Histogram of(String name, double[] values, int bins, double lo, double hi) {
        var heights = new double[bins + 1];
        double width = (hi - lo) / bins;
        for (double value : values) {
            int bin = value == hi ? bins - 1 : (int) Math.floor((value - lo) / width);
            if (bin >= 0 && bin < bins) {
                heights[bin] += 1 / (values.length * width);
            }
        }
        var edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            edges[i] = lo + i * width;
        }
        return new Histogram(name, new Polyline(edges, heights));
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
