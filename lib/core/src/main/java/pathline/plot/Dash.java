package pathline.plot;

import java.util.List;

/** A dash pattern: lengths in pixels of ink and gap in turn. */
final class Dash {

    static final Dash SOLID = new Dash();
    static final Dash DASHED = new Dash(7, 4);
    static final Dash DOTTED = new Dash(2, 3.5);
    static final Dash DASH_DOT = new Dash(9, 3.5, 2, 3.5);
    static final Dash LONG = new Dash(14, 4);
    static final List<Dash> ALL = List.of(SOLID, DASHED, DOTTED, DASH_DOT, LONG);

    private final double[] lengths;

    private Dash(double... lengths) {
        this.lengths = lengths;
    }

    /**
     * Cuts a polyline in pixels into dashes, separated by NaN.
     *
     * <p>XChart strokes every segment on its own, so a stroke's dash pattern would begin anew at each point and a finely
     * sampled curve would come out solid; cut beforehand, the pattern runs along the whole curve.
     */
    Polyline cut(Polyline line) {
        if (lengths.length == 0) {
            return line;
        }
        var cutter = new Cutter();
        for (int i = 0; i < line.size(); i++) {
            if (line.isGap(i)) {
                continue;
            }
            if (i == 0 || line.isGap(i - 1)) {
                cutter.start(line.x(i), line.y(i));
            } else {
                cutter.lineTo(line.x(i), line.y(i));
            }
        }
        return cutter.out.build();
    }

    /** Walks along a polyline and lifts the pen as the pattern says. */
    private final class Cutter {
        final Polyline.Builder out = new Polyline.Builder();
        private int phase;
        private double left;
        private double x;
        private double y;

        void start(double x0, double y0) {
            out.gap().add(x0, y0);
            phase = 0;
            left = lengths[0];
            x = x0;
            y = y0;
        }

        void lineTo(double x1, double y1) {
            double rest = Math.hypot(x1 - x, y1 - y);
            while (rest > left) {
                x += (x1 - x) * left / rest;
                y += (y1 - y) * left / rest;
                rest -= left;
                out.add(x, y);
                phase = (phase + 1) % lengths.length;
                left = lengths[phase];
                if (phase % 2 == 1) {
                    out.gap();
                }
            }
            left -= rest;
            x = x1;
            y = y1;
            if (phase % 2 == 0) {
                out.add(x, y);
            }
        }
    }
}
