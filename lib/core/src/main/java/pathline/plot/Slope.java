package pathline.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;

/**
 * A dashed line of a given slope in log-log axes, set beside the stretch of data that follows it best.
 *
 * <p>Measured errors follow their order in the middle only: large steps are not yet asymptotic, and small ones meet
 * rounding. So the line stands beside the longest run of neighbouring points whose slope is near the wanted one.
 */
record Slope(double power, String words) implements Guide {

    private static final double STEEPEST = 1000;
    private static final double[] OFFSETS = {-14, 14, -20, 20, -28, 28, -40, 40};

    Slope {
        Require.within(power, -STEEPEST, STEEPEST, "p");
        Setup.words(words, "words");
    }

    /** Points first to last of a series and how far its slope there is from the wanted one, on average. */
    private record Run(Polyline data, int first, int last, double miss) {
        boolean beats(Run other) {
            int length = last - first;
            int otherLength = other.last - other.first;
            return length > otherLength || (length == otherLength && miss < other.miss);
        }
    }

    /** {@code order 2}: the size of the power. */
    static String words(double p) {
        double size = Math.abs(p);
        return "order " + (size == Math.rint(size) ? Long.toString((long) size) : Double.toString(size));
    }

    @Override
    public void annotate(Brush brush, Canvas canvas) {
        var best = new Run(new Polyline(new double[0], new double[0]), 0, 0, 0);
        for (var tolerance : new double[] {0.12, 0.3, 1, Double.POSITIVE_INFINITY}) {
            for (var curve : brush.curves()) {
                var run = longest(curve, tolerance);
                best = run.beats(best) ? run : best;
            }
            if (best.last() > best.first()) {
                break;
            }
        }
        if (best.last() == best.first()) {
            throw new IllegalArgumentException(
                    "a reference slope needs a series of two points or more to stand beside");
        }
        draw(brush, canvas, line(brush, best));
    }

    private Run longest(Polyline data, double tolerance) {
        var best = new Run(data, 0, 0, 0);
        int first = 0;
        double miss = 0;
        for (int i = 1; i < data.size(); i++) {
            double off = Math.abs(slope(data, i) - power) / Math.max(1, Math.abs(power));
            if (off <= tolerance) {
                miss += off;
                var run = new Run(data, first, i, miss / (i - first));
                best = run.beats(best) ? run : best;
            } else {
                first = i;
                miss = 0;
            }
        }
        return best;
    }

    /** The slope from point i - 1 to point i; NaN beside a gap, which no tolerance admits. */
    private static double slope(Polyline data, int i) {
        if (data.isGap(i) || data.isGap(i - 1) || data.x(i) == data.x(i - 1)) {
            return Double.NaN;
        }
        return Math.log(data.y(i) / data.y(i - 1)) / Math.log(data.x(i) / data.x(i - 1));
    }

    /** The line through the middle of the run, over its extent, in pixels: x0, y0, x1, y1 from left to right. */
    private double[] line(Brush brush, Run run) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = 0;
        double middle = 0;
        for (int i = run.first(); i <= run.last(); i++) {
            lo = Math.min(lo, run.data().x(i));
            hi = Math.max(hi, run.data().x(i));
            middle += Math.log(run.data().y(i)) - power * Math.log(run.data().x(i));
        }
        middle /= run.last() - run.first() + 1;
        return new double[] {brush.px(lo), brush.py(at(lo, middle)), brush.px(hi), brush.py(at(hi, middle))};
    }

    /** The line at x; where one of its factors leaves the doubles, as the exponential of a sum, within the doubles. */
    private double at(double x, double logFactor) {
        double y = Math.exp(logFactor) * Math.pow(x, power);
        if (y > 0 && y < Double.POSITIVE_INFINITY) {
            return y;
        }
        double sum = Math.exp(logFactor + power * Math.log(x));
        return Math.max(Double.MIN_VALUE, Math.min(Double.MAX_VALUE, sum));
    }

    private void draw(Brush brush, Canvas canvas, double[] line) {
        double length = Math.max(1e-9, Math.hypot(line[2] - line[0], line[3] - line[1]));
        // a shift along the normal keeps the distance to a steep line
        double nx = -(line[3] - line[1]) / length;
        double ny = (line[2] - line[0]) / length;
        double best = OFFSETS[0];
        int fewest = Integer.MAX_VALUE;
        for (double offset : OFFSETS) {
            int count = crossed(brush, shifted(line, nx * offset, ny * offset));
            if (count < fewest) {
                best = offset;
                fewest = count;
            }
        }
        var shifted = shifted(line, nx * best, ny * best);
        Guide.dashed(brush, List.of(shifted));
        Guide.write(brush, canvas, words, Style.FAINT_TEXT, places(brush, shifted, nx, ny, Math.signum(best)));
    }

    private static double[] shifted(double[] line, double dx, double dy) {
        return new double[] {line[0] + dx, line[1] + dy, line[2] + dx, line[3] + dy};
    }

    private static int crossed(Brush brush, double[] line) {
        int count = 0;
        for (int i = 0; i <= 100; i++) {
            double x = line[0] + (line[2] - line[0]) * i / 100;
            double y = line[1] + (line[3] - line[1]) * i / 100;
            boolean inside = x > 0 && y > 0 && x < brush.area().width && y < brush.area().height;
            count += inside ? brush.occupancy().count(new Rectangle2D.Double(x - 3, y - 3, 6, 6)) : 4;
        }
        return count;
    }

    /** Places beside the line, the far side from the data first, then the near one. */
    private List<Rectangle2D> places(Brush brush, double[] line, double nx, double ny, double side) {
        var text = new RichText(words, Style.LABEL);
        var places = new ArrayList<Rectangle2D>();
        for (double way : new double[] {side, -side}) {
            for (int i = 10; i >= 0; i--) {
                double f = i % 2 == 0 ? 0.5 + i / 22.0 : 0.5 - i / 22.0;
                double x = brush.area().x + line[0] + f * (line[2] - line[0]) + 5 * way * nx;
                double y = brush.area().getMaxY() - line[1] - f * (line[3] - line[1]) - 5 * way * ny;
                places.add(Canvas.box(text, x, y, way * nx > 0 ? 0 : 1, way * ny > 0 ? 1 : 0));
            }
        }
        return places;
    }
}
