package pathline.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;

/** What helps to read the data: thin grey lines and words. */
sealed interface Guide extends PlotLayer permits Guide.Vertical, Guide.Horizontal, Guide.Note, Slope {

    /** A vertical line at a value of x. */
    record Vertical(double at, String words) implements Guide {
        public Vertical {
            Require.finite(at, "x");
            Setup.words(words, "words");
        }

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
        public Horizontal {
            Require.finite(at, "y");
            Setup.words(words, "words");
        }

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
        public Note {
            Require.finite(x, "x");
            Require.finite(y, "y");
            Setup.words(words, "words");
        }

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

    /** Draws dashed lines (x0, y0, x1, y1) in pixels. */
    static void dashed(Brush brush, List<double[]> lines) {
        for (var line : lines) {
            var path = new Polyline(new double[] {line[0], line[2]}, new double[] {line[1], line[3]});
            brush.under(Dash.DASHED.cut(path), Style.GUIDE, 1);
        }
    }

    /** Writes at the best of the places and returns where. */
    static Rectangle2D write(Brush brush, Canvas canvas, String words, Color color, List<Rectangle2D> places) {
        var box = Placement.best(brush, canvas, places);
        if (!words.isEmpty()) {
            canvas.plate(box);
            canvas.write(words, Style.LABEL, color, box.getX(), box.getY(), 0, 0);
        }
        return box;
    }
}
