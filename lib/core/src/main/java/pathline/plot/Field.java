package pathline.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.check.Require;
import pathline.ode.VectorField;

/** A velocity field in the plane at one time, as arrows on a regular lattice of the screen. */
record Field(VectorField velocity, double t) implements PlotLayer {

    private static final int SPACING = 27;

    Field {
        Require.nonNull(velocity, "velocity");
        Require.finite(t, "t");
    }

    @Override
    public void draw(Brush brush) {
        int columns = Math.max(2, brush.area().width / SPACING);
        int rows = Math.max(2, brush.area().height / SPACING);
        var lattice = lattice(brush, columns, rows);
        var vectors = evaluate(velocity, t, lattice);
        var u = new double[lattice.size()];
        var v = new double[lattice.size()];
        Arrows.toPixels(brush, lattice, vectors, u, v);
        // a few very long arrows (near a singularity) must not shrink all others to dots
        double full = Arrows.percentile(u, v, 0.97);
        brush.leaveOut(vectors.missing(), vectors.size(), LeftOut.VELOCITIES);
        var out = new Polyline.Builder();
        for (int i = 0; i < u.length; i++) {
            double length = Math.hypot(u[i], v[i]);
            double scale = length == 0 ? 0 : SPACING * 0.92 * Math.min(1, length / full) / length;
            double du = u[i] * scale;
            double dv = v[i] * scale;
            Arrows.arrow(out, brush.px(lattice.x(i)) - du / 2, brush.py(lattice.y(i)) - dv / 2, du, dv);
        }
        if (!out.isEmpty()) {
            brush.under(out.build(), Style.ARROW, 1);
        }
    }

    private static Polyline lattice(Brush brush, int columns, int rows) {
        var out = new Polyline.Builder();
        for (int i = 0; i < columns * rows; i++) {
            out.add(brush.x().value((i % columns + 0.5) / columns), brush.y().value((i / columns + 0.5) / rows));
        }
        return out.build();
    }

    /**
     * The velocities at points of the plane. They are computed in float64; a field that refuses it, as a network of
     * float32 weights does, gets float32.
     */
    static Polyline evaluate(VectorField velocity, double t, Polyline points) {
        var flat = new double[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            flat[2 * i] = points.x(i);
            flat[2 * i + 1] = points.y(i);
        }
        try (var manager = NDManager.newBaseManager()) {
            var x = manager.create(flat, new Shape(points.size(), 2));
            var v = at(velocity, t, x);
            var shape = PlotData.shape("the velocity at t = " + t, v);
            if (!shape.equals(x.getShape())) {
                throw new IllegalArgumentException("the velocity at t = " + t + " has shape " + shape
                        + " where the points have " + x.getShape() + "; expected one velocity for each point");
            }
            return PlotData.plane("velocity field", v);
        }
    }

    private static NDArray at(VectorField velocity, double t, NDArray x) {
        try {
            return velocity.at(t, x);
        } catch (RuntimeException refused) {
            try {
                return velocity.at(t, x.toType(DataType.FLOAT32, false));
            } catch (RuntimeException again) {
                refused.addSuppressed(again);
                throw refused;
            }
        }
    }
}
