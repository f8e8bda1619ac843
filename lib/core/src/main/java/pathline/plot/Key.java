package pathline.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The legend: for each name, in the order of drawing, a swatch that looks like the series and the name. */
record Key(Map<String, Set<Look>> looks, Inks inks) {

    static final double LINE = 19;
    private static final double SWATCH = 24;
    private static final double GAP = 6;
    private static final Font FONT = Style.LABEL;

    static Key of(List<PlotLayer> layers, Inks inks) {
        var looks = new LinkedHashMap<String, Set<Look>>();
        for (var layer : layers) {
            if (!layer.looks().isEmpty()) {
                looks.computeIfAbsent(layer.name(), name -> EnumSet.noneOf(Look.class))
                        .addAll(layer.looks());
            }
        }
        return new Key(looks, inks);
    }

    boolean isEmpty() {
        return looks.isEmpty();
    }

    static double entryWidth(String name) {
        return SWATCH + GAP + new RichText(name, FONT).width();
    }

    double width() {
        return looks.keySet().stream().mapToDouble(Key::entryWidth).max().orElse(0);
    }

    double height() {
        return LINE * looks.size();
    }

    /** Writes the names one below the other, on white that lets little through. */
    void column(Canvas canvas, Rectangle2D box) {
        canvas.plate(box);
        double y = box.getY() + LINE / 2;
        for (var name : looks.keySet()) {
            entry(canvas, name, box.getX(), y);
            y += LINE;
        }
    }

    /** The names in lines no wider than {@code width}. */
    List<List<String>> rows(double width) {
        var rows = new ArrayList<List<String>>();
        double x = width + 1;
        for (var name : looks.keySet()) {
            if (x + entryWidth(name) > width) {
                rows.add(new ArrayList<>());
                x = 0;
            }
            rows.get(rows.size() - 1).add(name);
            x += entryWidth(name) + 22;
        }
        return rows;
    }

    void strip(Canvas canvas, double left, double top, double width) {
        double y = top + LINE / 2;
        for (var row : rows(width)) {
            double x = left;
            for (var name : row) {
                entry(canvas, name, x, y);
                x += entryWidth(name) + 22;
            }
            y += LINE;
        }
    }

    /** Writes one name; (x, y) is the middle of its left edge. */
    void entry(Canvas canvas, String name, double x, double y) {
        var look = looks.getOrDefault(name, Set.of());
        canvas.later(() -> swatch(canvas.graphics(), inks.of(name), look, x, y));
        canvas.write(name, FONT, Style.TEXT, x + SWATCH + GAP, y, 0, 0.47);
    }

    private static void swatch(Graphics2D g, Ink ink, Set<Look> looks, double x, double y) {
        if (looks.contains(Look.BAR)) {
            g.setColor(ink.color());
            g.fill(new Rectangle2D.Double(x, y - 5, SWATCH, 10));
        }
        if (looks.contains(Look.AREA)) {
            g.setColor(ink.faded(70));
            g.fill(new Rectangle2D.Double(x, y - 5, SWATCH, 10));
        }
        if (looks.contains(Look.THREADS)) {
            g.setColor(ink.faded(170));
            g.setStroke(new BasicStroke(1));
            for (int dy = -3; dy <= 3; dy += 3) {
                g.draw(new Line2D.Double(x, y + dy, x + SWATCH, y + dy));
            }
        }
        g.setColor(ink.color());
        if (looks.contains(Look.LINE)) {
            g.setStroke(new BasicStroke(Ink.LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            draw(g, ink.dash().cut(new Polyline(new double[] {x, x + SWATCH}, new double[] {y, y})));
        }
        if (looks.contains(Look.POINTS)) {
            ink.mark().paint(g, x + SWATCH / 2, y, 6.5);
        }
        if (looks.contains(Look.TICK)) {
            g.fill(new Rectangle2D.Double(x + SWATCH / 2 - 1, y - 7, 2, 14));
        }
        if (looks.contains(Look.CLOUD)) {
            cloud(g, ink.faded(170), x, y);
        }
    }

    private static void cloud(Graphics2D g, Color color, double x, double y) {
        g.setColor(color);
        Mark.CIRCLE.paint(g, x + 6, y + 2.5, 4);
        Mark.CIRCLE.paint(g, x + 12, y - 2.5, 4);
        Mark.CIRCLE.paint(g, x + 18, y + 1.5, 4);
    }

    static void draw(Graphics2D g, Polyline line) {
        var path = new Path2D.Double();
        for (int i = 0; i < line.size(); i++) {
            if (!line.isGap(i)) {
                if (i == 0 || line.isGap(i - 1)) {
                    path.moveTo(line.x(i), line.y(i));
                } else {
                    path.lineTo(line.x(i), line.y(i));
                }
            }
        }
        g.draw(path);
    }
}
