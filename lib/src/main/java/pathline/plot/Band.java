package pathline.plot;

import java.util.Set;

/** The strip between two curves, such as a mean plus and minus its standard error. */
record Band(String name, Polyline low, Polyline high) implements Layer {

    @Override
    public void measure(Extent x, Extent y) {
        x.include(name, low.xs());
        y.include(name, low.ys());
        y.include(name, high.ys());
    }

    @Override
    public void draw(Brush brush) {
        var outline = new Polyline.Builder();
        for (int i = 0; i < high.size(); i++) {
            outline.add(high.x(i), high.y(i));
        }
        for (int i = low.size() - 1; i >= 0; i--) {
            outline.add(low.x(i), low.y(i));
        }
        brush.fill(brush.pixels(outline.build()), brush.ink(name).faded(55));
    }

    @Override
    public Set<Look> looks() {
        return Set.of(Look.AREA);
    }
}
