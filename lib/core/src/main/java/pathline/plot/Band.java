package pathline.plot;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The strip between two curves, such as a mean plus and minus its standard error. */
record Band(String name, Polyline low, Polyline high) implements PlotLayer {

    @Override
    public void measure(Extent x, Extent y) {
        x.include(name, low.xs());
        y.include(name, low.ys());
        y.include(name, high.ys());
    }

    @Override
    public void draw(Brush brush) {
        for (int from = 0, to = 0; from < low.size(); from = to + 1) {
            to = from;
            while (to < low.size() && !isGap(to)) {
                to++;
            }
            if (to > from) {
                fill(brush, from, to);
            }
        }
    }

    /** Fills the strip from a point up to another one, between which there is no gap. */
    private void fill(Brush brush, int from, int to) {
        var outline = new Polyline.Builder();
        for (int i = from; i < to; i++) {
            outline.add(high.x(i), high.y(i));
        }
        for (int i = to - 1; i >= from; i--) {
            outline.add(low.x(i), low.y(i));
        }
        brush.fill(brush.pixels(outline.build()), brush.ink(name).faded(55));
    }

    private boolean isGap(int i) {
        return low.isGap(i) || high.isGap(i);
    }

    @Override
    public List<LeftOut> leftOut() {
        return LeftOut.of(
                (int) IntStream.range(0, low.size()).filter(this::isGap).count(), low.size(), LeftOut.POINTS);
    }

    @Override
    public Set<Look> looks() {
        return Set.of(Look.AREA);
    }
}
