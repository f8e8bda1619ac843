package pathline.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/** Marker shapes, of equal visual weight at equal size. */
enum Mark {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    CROSS;

    private static final BasicStroke PEN = new BasicStroke(2f);

    /** Paints the shape around (x, y); the size is that of a circle of equal weight, in pixels. */
    void paint(Graphics2D g, double x, double y, double size) {
        if (this == CROSS) {
            g.setStroke(PEN);
            g.draw(shape(x, y, size));
        } else {
            g.fill(shape(x, y, size));
        }
    }

    private Shape shape(double x, double y, double size) {
        double r = size / 2;
        return switch (this) {
            case CIRCLE -> new Ellipse2D.Double(x - r, y - r, size, size);
            case SQUARE -> new Rectangle2D.Double(x - 0.89 * r, y - 0.89 * r, 1.78 * r, 1.78 * r);
            case TRIANGLE -> polygon(x, y - 1.25 * r, x + 1.2 * r, y + 0.85 * r, x - 1.2 * r, y + 0.85 * r);
            case DIAMOND -> polygon(x, y - 1.3 * r, x + 1.3 * r, y, x, y + 1.3 * r, x - 1.3 * r, y);
            case CROSS -> {
                double arm = 1.15 * r; // thin as it is, it needs more length
                var cross = new Path2D.Double();
                cross.moveTo(x - arm, y - arm);
                cross.lineTo(x + arm, y + arm);
                cross.moveTo(x - arm, y + arm);
                cross.lineTo(x + arm, y - arm);
                yield cross;
            }
        };
    }

    private static Shape polygon(double... corners) {
        var path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** The same shape as a marker of XChart, at a size of its own (XChart has one size for a whole chart). */
    Marker sized(double size) {
        return new Marker() {
            @Override
            public void paint(Graphics2D g, double x, double y, int ignored) {
                Mark.this.paint(g, x, y, size);
            }
        };
    }
}
