package pathline.plot;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import pathline.check.Require;
import pathline.ode.VectorField;

/**
 * Curves tangent to a velocity field at one time, spread evenly over the panel.
 *
 * <p>Each curve is followed from a lattice of seeds at unit speed on the screen, both ways, with the midpoint rule, and
 * is cut where it comes close to one drawn before.
 */
record Streamlines(VectorField velocity, double t) implements PlotLayer {

    private static final double STEP = 4;
    private static final int STEPS = 60;
    private static final int SEED_SPACING = 30;
    private static final int APART = 12;
    private static final double SHORTEST = 24;

    Streamlines {
        Require.nonNull(velocity, "velocity");
        Require.finite(t, "t");
    }

    @Override
    public void draw(Brush brush) {
        var seeds = seeds(brush);
        var forward = follow(brush, seeds, STEP);
        var backward = follow(brush, seeds, -STEP);
        var taken = new BitSet();
        var out = new Polyline.Builder();
        for (int i = 0; i < seeds.size(); i++) {
            var mine = new BitSet();
            var curve = new ArrayList<double[]>();
            walk(backward, i, taken, mine, brush, curve);
            Collections.reverse(curve);
            walk(forward, i, taken, mine, brush, curve);
            if (curve.size() * STEP >= SHORTEST) {
                taken.or(mine);
                add(out, curve);
            }
        }
        if (!out.isEmpty()) {
            brush.under(out.build(), Style.ARROW, 1);
        }
    }

    private static void add(Polyline.Builder out, List<double[]> curve) {
        out.gap();
        curve.forEach(p -> out.add(p[0], p[1]));
        var tip = curve.get(curve.size() / 2 + 1);
        var tail = curve.get(curve.size() / 2 - 1);
        double length = Math.hypot(tip[0] - tail[0], tip[1] - tail[1]);
        double u = (tip[0] - tail[0]) / length;
        double v = (tip[1] - tail[1]) / length;
        out.gap().add(tip[0] - 5 * u + 2.6 * v, tip[1] - 5 * v - 2.6 * u).add(tip[0], tip[1]);
        out.add(tip[0] - 5 * u - 2.6 * v, tip[1] - 5 * v + 2.6 * u).gap();
    }

    /** The lattice in pixels, the middle of the panel first, so that the longest curves lie where one looks. */
    private static Polyline seeds(Brush brush) {
        int width = brush.area().width;
        int height = brush.area().height;
        var points = new ArrayList<double[]>();
        for (double y = SEED_SPACING / 2.0; y < height; y += SEED_SPACING) {
            for (double x = SEED_SPACING / 2.0; x < width; x += SEED_SPACING) {
                points.add(new double[] {x, y});
            }
        }
        points.sort(Comparator.comparingDouble(p -> Math.hypot(p[0] - width / 2.0, p[1] - height / 2.0)));
        var out = new Polyline.Builder();
        points.forEach(p -> out.add(p[0], p[1]));
        return out.build();
    }

    private List<Polyline> follow(Brush brush, Polyline seeds, double step) {
        var states = new ArrayList<Polyline>();
        var p = seeds;
        for (int k = 0; k < STEPS; k++) {
            states.add(p);
            var here = directions(brush, p);
            if (k == 0 && step > 0) {
                brush.leaveOut(here.missing(), here.size(), LeftOut.VELOCITIES);
            }
            p = moved(p, directions(brush, moved(p, here, step / 2)), step);
        }
        return states;
    }

    private static Polyline moved(Polyline p, Polyline directions, double step) {
        var xs = new double[p.size()];
        var ys = new double[p.size()];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = p.x(i) + step * directions.x(i);
            ys[i] = p.y(i) + step * directions.y(i);
        }
        return new Polyline(xs, ys);
    }

    /** Unit vectors on the screen; zero where the field rests, and where it is not finite, which ends a curve. */
    private Polyline directions(Brush brush, Polyline pixels) {
        var xs = new double[pixels.size()];
        var ys = new double[pixels.size()];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = brush.x().value(pixels.x(i) / brush.area().width);
            ys[i] = brush.y().value(pixels.y(i) / brush.area().height);
        }
        var at = new Polyline(xs, ys);
        var u = new double[xs.length];
        var v = new double[xs.length];
        var velocities = Field.evaluate(velocity, t, at);
        Arrows.toPixels(brush, at, velocities, u, v);
        for (int i = 0; i < u.length; i++) {
            double length = Math.hypot(u[i], v[i]);
            boolean moves = length > 0 && length < Double.POSITIVE_INFINITY;
            u[i] = moves ? u[i] / length : 0;
            v[i] = moves ? v[i] / length : 0;
        }
        return new Polyline(u, v, u.length, velocities.missing());
    }

    /** Adds the points of curve i until it leaves the panel, stops, or meets a cell that another curve has taken. */
    private static void walk(
            List<Polyline> states, int i, BitSet taken, BitSet mine, Brush brush, List<double[]> curve) {
        int columns = brush.area().width / APART + 1;
        for (int k = 0; k < states.size(); k++) {
            double x = states.get(k).x(i);
            double y = states.get(k).y(i);
            boolean inside = x >= 0 && y >= 0 && x < brush.area().width && y < brush.area().height;
            boolean rests = k > 0
                    && Math.hypot(
                                    x - states.get(k - 1).x(i),
                                    y - states.get(k - 1).y(i))
                            < 0.1 * STEP;
            int cell = ((int) (y / APART)) * columns + (int) (x / APART);
            if (!inside || rests || taken.get(cell)) {
                return;
            }
            mine.set(cell);
            if (k > 0 || curve.isEmpty()) {
                curve.add(new double[] {x, y});
            }
        }
    }
}
