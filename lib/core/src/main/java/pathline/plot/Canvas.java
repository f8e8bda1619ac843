package pathline.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A white sheet that writes text by anchor and remembers where text stands, so that labels can avoid each other. All its
 * lengths are points of the layout; a point is {@link Detail#pixels} pixels wide.
 */
final class Canvas {

    private static final int LARGEST_SIDE = 40_000;
    private static final long MOST_PIXELS = 40_000_000;

    private final Detail detail;
    private BufferedImage image;
    private Graphics2D g;
    private final List<Rectangle2D> boxes = new ArrayList<>();
    private final List<Rectangle2D> reserved = new ArrayList<>();
    private final List<Runnable> words = new ArrayList<>();

    /** A width or a height that a figure may have, in points. */
    static int side(long points) {
        if (points > LARGEST_SIDE) {
            throw new IllegalArgumentException("the figure would be " + points
                    + " pixels wide or high; expected at most " + LARGEST_SIDE + "; put less into one figure");
        }
        return (int) points;
    }

    Canvas(int width, int height, Detail detail) {
        this.detail = detail;
        long wide = (long) Detail.SCALE * side(width);
        long high = (long) Detail.SCALE * side(height);
        if (wide * high > MOST_PIXELS) {
            throw new IllegalArgumentException("the figure would have " + wide + " x " + high
                    + " pixels; expected at most " + MOST_PIXELS + " in all; put less into one figure");
        }
        image = new BufferedImage(detail.pixels * width, detail.pixels * height, BufferedImage.TYPE_INT_RGB);
        g = graphics(image, detail.pixels);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
    }

    Detail detail() {
        return detail;
    }

    Graphics2D graphics() {
        return g;
    }

    private static Graphics2D graphics(BufferedImage image, int pixels) {
        var g = image.createGraphics();
        g.scale(pixels, pixels);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return g;
    }

    /** The finished sheet; words come last, so no line crosses them, and they are sharp where the data are coarse. */
    BufferedImage image() {
        if (detail.pixels < Detail.SCALE) {
            enlarge();
        }
        words.forEach(Runnable::run);
        words.clear();
        g.dispose();
        return image;
    }

    /** Makes each pixel a square of equal ones. */
    private void enlarge() {
        int n = Detail.SCALE / detail.pixels;
        var small = image;
        g.dispose();
        image = new BufferedImage(n * small.getWidth(), n * small.getHeight(), BufferedImage.TYPE_INT_RGB);
        g = graphics(image, 1);
        g.drawImage(small, 0, 0, image.getWidth(), image.getHeight(), null);
        g.scale(Detail.SCALE, Detail.SCALE);
    }

    /** Where text stands so far. */
    List<Rectangle2D> boxes() {
        return boxes;
    }

    /** Whether no text stands within {@code gap} pixels of the box. */
    boolean isFree(Rectangle2D box, double gap) {
        var wide = new Rectangle2D.Double(
                box.getX() - gap, box.getY() - gap, box.getWidth() + 2 * gap, box.getHeight() + 2 * gap);
        return boxes.stream().noneMatch(wide::intersects) && reserved.stream().noneMatch(wide::intersects);
    }

    /** The box that {@code text} would fill if the point of it at fractions (ax, ay) is put at (x, y). */
    static Rectangle2D box(RichText text, double x, double y, double ax, double ay) {
        return new Rectangle2D.Double(x - ax * text.width(), y - ay * text.height(), text.width(), text.height());
    }

    void write(String line, Font font, Color color, double x, double y, double ax, double ay) {
        var text = new RichText(line, font);
        var box = box(text, x, y, ax, ay);
        words.add(() -> {
            g.setColor(color);
            text.draw(g, box.getX(), box.getY() + text.ascent());
        });
        remember(box);
    }

    /** Writes upwards, centred at (x, y). */
    void writeUpwards(String line, Font font, Color color, double x, double y) {
        var text = new RichText(line, font);
        words.add(() -> {
            var old = g.getTransform();
            g.translate(x, y);
            g.rotate(-Math.PI / 2);
            g.setColor(color);
            text.draw(g, -text.width() / 2, text.ascent() - text.height() / 2);
            g.setTransform(old);
        });
        remember(new Rectangle2D.Double(x - text.height() / 2, y - text.width() / 2, text.height(), text.width()));
    }

    /** Pales what lies under a label. */
    void plate(Rectangle2D box) {
        var plate = new Rectangle2D.Double(box.getX() - 2, box.getY() - 1, box.getWidth() + 4, box.getHeight() + 2);
        words.add(() -> {
            g.setColor(Style.PLATE);
            g.fill(plate);
        });
    }

    /** Draws something that belongs to the words, such as a legend's swatch, after the data. */
    void later(Runnable drawing) {
        words.add(drawing);
    }

    /** Keeps a place free of words. */
    void reserve(Rectangle2D box) {
        reserved.add(box);
    }

    private void remember(Rectangle2D box) {
        if (box.getWidth() > 0) {
            boxes.add(box);
        }
    }
}
