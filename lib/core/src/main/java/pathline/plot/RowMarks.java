package pathline.plot;

import java.awt.Color;
import java.util.List;
import java.util.Set;
import pathline.check.Require;

/**
 * A marker in each row, with whiskers of plus and minus its error along x: measured values, or hollow ones to compare with.
 *
 * <p>Each name has a line of its own within a row; its hollow markers stand close below its own.
 */
record RowMarks(String name, List<String> labels, List<Double> data, List<Double> errors, boolean hollow)
        implements Lying {

    private static final double CAP = 3;
    private static final double SIZE = 8;

    static RowMarks of(String name, List<String> labels, double[] values, double[] errors, boolean hollow) {
        var rows = Setup.labels(labels);
        Errors.requireNotNegative(Require.nonNull(errors, "errors"));
        return new RowMarks(name, rows, Lying.checked(name, rows, values), Lying.checked(name, rows, errors), hollow);
    }

    @Override
    public void measure(Extent x, Extent y) {
        Lying.measure(y, labels);
        for (int i = 0; i < data.size(); i++) {
            if (Double.isFinite(data.get(i))) {
                x.include(name, data.get(i), data.get(i) + error(i));
                if (!x.isLog() || data.get(i) > error(i)) {
                    x.include(name, data.get(i) - error(i));
                }
            }
        }
    }

    /** A single seed has no deviation: its marker stands without whiskers. */
    private double error(int i) {
        return Double.isFinite(errors.get(i)) ? errors.get(i) : 0;
    }

    @Override
    public void draw(Brush brush) {
        if (brush.marks().get(0).equals(this)) {
            separate(brush);
        }
        var names = brush.marks().stream().map(RowMarks::name).distinct().toList();
        double line = FILLED / names.size();
        var ink = brush.ink(name);
        var places = new Polyline.Builder();
        var whiskers = new Polyline.Builder();
        for (int i = 0; i < data.size(); i++) {
            if (Double.isFinite(data.get(i))) {
                double middle = Lying.top(labels, i) - (names.indexOf(name) + (hollow ? 0.72 : 0.34)) * line;
                double y = brush.py(middle);
                places.add(brush.px(data.get(i)), y).gap();
                whisker(brush, whiskers, i, y);
            }
        }
        brush.line(whiskers.build(), hollow ? ink.faded(150) : ink.color(), hollow ? 1 : 1.4f);
        var marks = places.build();
        brush.marks(marks, ink.color(), ink.mark(), hollow ? SIZE - 1 : SIZE);
        if (hollow) {
            brush.marks(marks, Color.WHITE, ink.mark(), SIZE - 4);
        }
    }

    /** Lines between the rows. */
    private void separate(Brush brush) {
        for (int i = 1; i < labels.size(); i++) {
            double y = brush.py(i - 0.5);
            brush.under(new Polyline(new double[] {0, brush.area().width}, new double[] {y, y}), Style.GUIDE, 0.4f);
        }
    }

    private void whisker(Brush brush, Polyline.Builder whiskers, int i, double y) {
        double error = error(i);
        if (error > 0) {
            // an error as large as the value reaches beyond every power of ten
            double low = data.get(i) - error;
            double left = brush.logX() && low <= 0 ? 0 : brush.px(low);
            double right = brush.px(data.get(i) + error);
            whiskers.gap().add(left, y).add(right, y).gap();
            whiskers.add(left, y - CAP).add(left, y + CAP).gap();
            whiskers.add(right, y - CAP).add(right, y + CAP).gap();
        }
    }

    @Override
    public List<LeftOut> leftOut() {
        return LeftOut.both(Lying.infinite(data, LeftOut.VALUES), Lying.infinite(errors, LeftOut.ERRORS));
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() || hollow ? Set.of() : Set.of(Look.POINTS);
    }
}
