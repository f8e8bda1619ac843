package pathline.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What helps to read the data: thin grey lines and words. */
sealed interface Guide extends Layer {

    /** A vertical line at a value of x. */
    record Vertical(double at, String words) implements Guide {
        @Override
        public void measure(Extent x, Extent y) {
            x.include(words, at);
        }

        @Override
        public void annotate(Brush brush, Canvas canvas) {
            double px = brush.px(at);
            Guide.dashed(brush, List.of(new double[] {px, 0, px, brush.area().height}));
            var text = new RichText(words, Style.LABEL);
            var places = new ArrayList<Rectangle2D>();
            for (double y = 8; y < brush.area().height; y += 6) {
                places.add(Canvas.box(text, brush.area().x + px + 5, brush.area().y + y, 0, 0));
                places.add(Canvas.box(text, brush.area().x + px - 5, brush.area().y + y, 1, 0));
            }
            Guide.write(brush, canvas, words, Style.FAINT_TEXT, places);
        }
    }

    /** A horizontal line at a value of y. */
    record Horizontal(double at, String words) implements Guide {
        @Override
        public void measure(Extent x, Extent y) {
            y.include(words, at);
        }

        @Override
        public void annotate(Brush brush, Canvas canvas) {
            double py = brush.py(at);
            Guide.dashed(brush, List.of(new double[] {0, py, brush.area().width, py}));
            var text = new RichText(words, Style.LABEL);
            var places = new ArrayList<Rectangle2D>();
            double line = brush.area().getMaxY() - py;
            for (double x = brush.area().getMaxX() - 6; x > brush.area().x; x -= 8) {
                places.add(Canvas.box(text, x, line - 3, 1, 1));
                places.add(Canvas.box(text, x, line + 3, 1, 0));
            }
            Guide.write(brush, canvas, words, Style.FAINT_TEXT, places);
        }
    }

    /** Words beside a point, tied to it by a thin line where they have to stand away from it. */
    record Note(double x, double y, String words) implements Guide {
        @Override
        public void measure(Extent xs, Extent ys) {
            xs.include(words, x);
            ys.include(words, y);
        }

        @Override
        public void annotate(Brush brush, Canvas canvas) {
            double px = brush.area().x + brush.px(x);
            double py = brush.area().getMaxY() - brush.py(y);
            var text = new RichText(words, Style.LABEL);
            var places = new ArrayList<Rectangle2D>();
            for (double away = 7; away < 130; away += 7) {
                for (int k = 0; k < 16; k++) {
                    double angle = Math.PI / 8 * k - Math.PI / 4;
                    double cos = Math.cos(angle);
                    double sin = Math.sin(angle);
                    places.add(Canvas.box(text, px + away * cos, py + away * sin, (1 - cos) / 2, (1 - sin) / 2));
                }
            }
            var box = Guide.write(brush, canvas, words, Style.TEXT, places);
            double endX = Math.max(box.getMinX(), Math.min(box.getMaxX(), px));
            double endY = Math.max(box.getMinY(), Math.min(box.getMaxY(), py));
            if (Math.hypot(endX - px, endY - py) > 12) {
                double left = brush.area().x;
                double bottom = brush.area().getMaxY();
                var leader =
                        new Polyline(new double[] {px - left, endX - left}, new double[] {bottom - py, bottom - endY});
                brush.under(leader, Style.GUIDE, 0.8f);
            }
        }
    }

    /** A dashed line of given slope in the exponents, set beside the series whose slope is nearest. */
    record Slope(double power, String words) implements Guide {

        private static final double[] OFFSETS = {-14, 14, -20, 20, -28, 28};

        @Override
        public void annotate(Brush brush, Canvas canvas) {
            var near = brush.series().stream()
                    .filter(s -> s.data().size() >= 2)
                    .min(Comparator.comparingDouble(s -> Math.abs(slope(s.data()) - power)));
            if (near.isEmpty()) {
                throw new IllegalStateException("a slope needs a series of two points or more to stand beside");
            }
            var ends = ends(brush, near.get().data());
            double best = OFFSETS[0];
            int fewest = Integer.MAX_VALUE;
            for (double offset : OFFSETS) {
                int count = crossed(brush, ends, offset);
                if (count < fewest) {
                    best = offset;
                    fewest = count;
                }
            }
            var line = new double[] {ends[0], ends[1] + best, ends[2], ends[3] + best};
            Guide.dashed(brush, List.of(line));
            Guide.write(brush, canvas, words, Style.FAINT_TEXT, places(brush, line, Math.signum(best)));
        }

        /** The least-squares slope of log y over log x. */
        private static double slope(Polyline data) {
            double n = 0;
            double mx = 0;
            double my = 0;
            double xx = 0;
            double xy = 0;
            for (int pass = 0; pass < 2; pass++) {
                for (int i = 0; i < data.size(); i++) {
                    if (!data.isGap(i)) {
                        double x = Math.log10(data.x(i));
                        double y = Math.log10(data.y(i));
                        n += pass == 0 ? 1 : 0;
                        mx += pass == 0 ? x : 0;
                        my += pass == 0 ? y : 0;
                        xx += pass == 1 ? (x - mx) * (x - mx) : 0;
                        xy += pass == 1 ? (x - mx) * (y - my) : 0;
                    }
                }
                mx /= pass == 0 ? n : 1;
                my /= pass == 0 ? n : 1;
            }
            return xx == 0 ? Double.NaN : xy / xx;
        }

        /** The line through the series' middle, over its extent, in pixels. */
        private double[] ends(Brush brush, Polyline data) {
            double lo = Double.POSITIVE_INFINITY;
            double hi = 0;
            double middle = 0;
            int n = 0;
            for (int i = 0; i < data.size(); i++) {
                if (!data.isGap(i)) {
                    lo = Math.min(lo, data.x(i));
                    hi = Math.max(hi, data.x(i));
                    middle += Math.log10(data.y(i)) - power * Math.log10(data.x(i));
                    n++;
                }
            }
            double factor = Math.pow(10, middle / n);
            double y0 = brush.py(factor * Math.pow(lo, power));
            double y1 = brush.py(factor * Math.pow(hi, power));
            return new double[] {brush.px(lo), y0, brush.px(hi), y1};
        }

        private static int crossed(Brush brush, double[] ends, double offset) {
            int count = 0;
            for (int i = 0; i <= 100; i++) {
                double x = ends[0] + (ends[2] - ends[0]) * i / 100;
                double y = ends[1] + (ends[3] - ends[1]) * i / 100 + offset;
                count += brush.occupancy().count(new Rectangle2D.Double(x - 3, y - 3, 6, 6));
            }
            return count;
        }

        private List<Rectangle2D> places(Brush brush, double[] line, double side) {
            var text = new RichText(words, Style.LABEL);
            var places = new ArrayList<Rectangle2D>();
            double tilt = Math.signum(line[3] - line[1]) * side;
            for (int i = 2; i <= 18; i++) {
                double f = i / 20.0;
                double x = brush.area().x + line[0] + f * (line[2] - line[0]);
                double y = brush.area().getMaxY() - line[1] - f * (line[3] - line[1]);
                places.add(Canvas.box(text, x - 5 * tilt, y - 3 * side, tilt > 0 ? 1 : 0, side > 0 ? 1 : 0));
                places.add(Canvas.box(text, x + 5 * tilt, y + 3 * side, tilt > 0 ? 0 : 1, side > 0 ? 0 : 1));
            }
            return places;
        }
    }

    /** Draws dashed lines (x0, y0, x1, y1) in pixels. */
    private static void dashed(Brush brush, List<double[]> lines) {
        for (var line : lines) {
            var path = new Polyline(new double[] {line[0], line[2]}, new double[] {line[1], line[3]});
            brush.under(Dash.DASHED.cut(path), Style.GUIDE, 1);
        }
    }

    /** Writes at the best of the places and returns where. */
    private static Rectangle2D write(Brush brush, Canvas canvas, String words, Color color, List<Rectangle2D> places) {
        var box = Placement.best(brush, canvas, places);
        if (!words.isEmpty()) {
            canvas.plate(box);
            canvas.write(words, Style.LABEL, color, box.getX(), box.getY(), 0, 0);
        }
        return box;
    }
}
