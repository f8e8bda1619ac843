package pathline.plot;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Horizontal bars, one for each label, the first at the top; several sets of bars in a panel stand side by side. A length
 * that is not finite leaves a gap.
 *
 * <p>Lying bars leave room for labels of any length, and for the number at the end of each.
 */
record Bars(String name, List<String> labels, List<Double> lengths) implements Lying {

    @Override
    public void measure(Extent x, Extent y) {
        x.fromZero();
        lengths.forEach(length -> x.include(name, length));
        if (!x.isLog()) {
            // room for the number behind the longest bar
            x.include(
                    name,
                    1.1
                            * lengths.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .filter(Double::isFinite)
                                    .max()
                                    .orElse(0));
        }
        Lying.measure(y, labels);
    }

    @Override
    public void draw(Brush brush) {
        double zero = brush.zeroX();
        for (int i : there()) {
            double end = brush.px(lengths.get(i));
            double bottom = brush.py(bottom(brush, i));
            double top = brush.py(bottom(brush, i) + thickness(brush));
            var corners = new Polyline.Builder()
                    .add(zero, bottom)
                    .add(end, bottom)
                    .add(end, top)
                    .add(zero, top);
            brush.fill(corners.add(zero, bottom).build(), brush.ink(name).color());
        }
    }

    @Override
    public void annotate(Brush brush, Canvas canvas) {
        for (int i : there()) {
            double x = brush.area().x + brush.px(lengths.get(i)) + 5;
            double y = brush.area().getMaxY() - brush.py(bottom(brush, i) + thickness(brush) / 2);
            canvas.write(AxisScale.significant(lengths.get(i), 3), Style.TICK, Style.TEXT, x, y, 0, 0.47);
        }
    }

    private int[] there() {
        return IntStream.range(0, lengths.size())
                .filter(i -> Double.isFinite(lengths.get(i)))
                .toArray();
    }

    private double thickness(Brush brush) {
        return FILLED / brush.bars().size();
    }

    /** The lower edge of bar i; the first set and the first label stand at the top. */
    @SuppressWarnings("ReferenceEquality") // two sets may have equal names and lengths
    private double bottom(Brush brush, int i) {
        int set = 0;
        while (brush.bars().get(set) != this) {
            set++;
        }
        return Lying.top(labels, i) - (set + 1) * thickness(brush);
    }

    @Override
    public List<LeftOut> leftOut() {
        return Lying.infinite(lengths, LeftOut.VALUES);
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() ? Set.of() : Set.of(Look.BAR);
    }
}
