package pathline.plot;

import java.util.List;
import java.util.Set;

/** Straight lines between pairs of points, such as who is coupled to whom. */
record Segments(String name, Polyline from, Polyline to) implements PlotLayer {

    Segments {
        PlotData.requireSameCount("from", from, "to", to);
    }

    @Override
    public void measure(Extent x, Extent y) {
        x.include(name, from.xs());
        x.include(name, to.xs());
        y.include(name, from.ys());
        y.include(name, to.ys());
    }

    @Override
    public void draw(Brush brush) {
        var out = new Polyline.Builder();
        for (int i = 0; i < from.size(); i++) {
            if (!from.isGap(i) && !to.isGap(i)) {
                out.add(from.x(i), from.y(i)).add(to.x(i), to.y(i)).gap();
            }
        }
        var ink = brush.ink(name);
        int alpha = from.size() <= 40 ? 220 : from.size() <= 200 ? 120 : 60;
        brush.line(brush.pixels(out.build()), ink.faded(alpha), 1);
    }

    @Override
    public List<LeftOut> leftOut() {
        return LeftOut.of(PlotData.gaps(from, to), from.size(), LeftOut.PAIRS);
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() ? Set.of() : Set.of(Look.THREADS);
    }
}
