package pathline.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Arrows at given points, all to one scale; drawn as one series with gaps, so thousands cost little. */
record Arrows(String name, Polyline tails, Polyline vectors) implements PlotLayer {

    private static final double BARB = 0.42;
    private static final double BARB_ANGLE = Math.toRadians(26);
    /** The longest arrow, in pixels. */
    private static final double LONGEST = 46;

    Arrows {
        PlotData.requireSameCount("tails", tails, "vectors", vectors);
    }

    @Override
    public void measure(Extent x, Extent y) {
        x.include(name, tails.xs());
        y.include(name, tails.ys());
    }

    @Override
    public void draw(Brush brush) {
        var ink = name.isEmpty() ? Style.ARROW : brush.ink(name).color();
        var out = new Polyline.Builder();
        var u = new double[tails.size()];
        var v = new double[tails.size()];
        toPixels(brush, tails, vectors, u, v);
        double longest = percentile(u, v, 1);
        for (int i = 0; i < u.length; i++) {
            double scale = longest == 0 ? 0 : LONGEST / longest;
            arrow(out, brush.px(tails.x(i)), brush.py(tails.y(i)), u[i] * scale, v[i] * scale);
        }
        if (!out.isEmpty()) {
            brush.line(out.build(), ink, 1.4f);
        }
    }

    /** The vectors as they point on the screen, per unit of time, all times one number. */
    static void toPixels(Brush brush, Polyline at, Polyline vectors, double[] u, double[] v) {
        double perX = brush.area().width / (brush.x().max() - brush.x().min());
        double perY = brush.area().height / (brush.y().max() - brush.y().min());
        double unit = unit(vectors);
        for (int i = 0; i < at.size(); i++) {
            u[i] = vectors.x(i) * unit * perX;
            v[i] = vectors.y(i) * unit * perY;
        }
    }

    /** A power of two that keeps the lengths of huge and of tiny vectors within the doubles; 1 for all others. */
    private static double unit(Polyline vectors) {
        double largest = 0;
        for (int i = 0; i < vectors.size(); i++) {
            if (!vectors.isGap(i)) {
                largest = Math.max(largest, Math.max(Math.abs(vectors.x(i)), Math.abs(vectors.y(i))));
            }
        }
        boolean usual = largest == 0 || (largest > 1e-250 && largest < 1e250);
        return usual ? 1 : Math.scalb(1.0, -Math.getExponent(largest));
    }

    /** The length that the given share of the vectors does not exceed. */
    static double percentile(double[] u, double[] v, double share) {
        var lengths = new double[u.length];
        Arrays.setAll(lengths, i -> Math.hypot(u[i], v[i]));
        var finite = Arrays.stream(lengths).filter(Double::isFinite).sorted().toArray();
        return finite.length == 0 ? 0 : finite[(int) Math.round(share * (finite.length - 1))];
    }

    /** Adds an arrow from (x, y) along (u, v): the shaft, then two barbs. */
    static void arrow(Polyline.Builder out, double x, double y, double u, double v) {
        double length = Math.hypot(u, v);
        if (!(length >= 1)) {
            return;
        }
        double barb = Math.max(Math.min(BARB * length, 8), Math.min(length, 3.5)) / length;
        double cos = Math.cos(BARB_ANGLE) * barb;
        double sin = Math.sin(BARB_ANGLE) * barb;
        double x1 = x + u;
        double y1 = y + v;
        out.gap().add(x, y).add(x1, y1).gap();
        out.add(x1 - cos * u + sin * v, y1 - cos * v - sin * u).add(x1, y1);
        out.add(x1 - cos * u - sin * v, y1 - cos * v + sin * u).gap();
    }

    @Override
    public List<LeftOut> leftOut() {
        return LeftOut.of(PlotData.gaps(tails, vectors), tails.size(), LeftOut.ARROWS);
    }

    @Override
    public Set<Look> looks() {
        return name.isEmpty() ? Set.of() : Set.of(Look.LINE);
    }
}
