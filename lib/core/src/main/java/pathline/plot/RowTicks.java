package pathline.plot;

import java.util.List;
import java.util.Set;

/** An upright stroke through each row: a value that all of the row are held against. */
record RowTicks(String name, List<String> labels, List<Double> values) implements Lying {

    private static final float WIDTH = 2;

    @Override
    public void measure(Extent x, Extent y) {
        Lying.measure(y, labels);
        values.forEach(value -> x.include(name, value));
    }

    @Override
    public void draw(Brush brush) {
        var strokes = new Polyline.Builder();
        for (int i = 0; i < values.size(); i++) {
            if (Double.isFinite(values.get(i))) {
                double x = brush.px(values.get(i));
                double top = Lying.top(labels, i);
                strokes.gap()
                        .add(x, brush.py(top))
                        .add(x, brush.py(top - FILLED))
                        .gap();
            }
        }
        brush.line(strokes.build(), brush.ink(name).color(), WIDTH);
    }

    @Override
    public List<LeftOut> leftOut() {
        return Lying.infinite(values, LeftOut.VALUES);
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() ? Set.of() : Set.of(Look.TICK);
    }
}
