package pathline.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/** What stands around a panel's area: grid lines, tick labels, the axes' names, the colour bar; and the room it takes. */
final class Axes {

    private static final int X_SPACING = 62;
    private static final int Y_SPACING = 40;
    private static final double TICK_GAP = 7;
    private static final double LABEL_GAP = 8;
    private static final double NOTE_LINE = 15;
    private static final int BAR_WIDTH = 13;
    private static final int BAR_GAP = 12;

    private Axes() {}

    static Ticks xTicks(Panel panel) {
        for (int count = Math.max(6, panel.area.width / X_SPACING); count > 1; count--) {
            var ticks = panel.x.ticks(count);
            if (!crowded(panel, ticks)) {
                return ticks;
            }
        }
        return panel.x.ticks(1);
    }

    private static boolean crowded(Panel panel, Ticks ticks) {
        double end = Double.NEGATIVE_INFINITY;
        for (var tick : ticks.major()) {
            double half = new RichText(tick.label(), Style.TICK).width() / 2;
            double at = panel.x.fraction(tick.value()) * panel.area.width;
            if (at - half < end + 12) {
                return true;
            }
            end = at + half;
        }
        return false;
    }

    static Ticks yTicks(Panel panel) {
        var rows = panel.rows();
        if (panel.setup.matrixRows > 0) {
            return downwards(panel.setup.matrixRows, panel.area.height);
        }
        if (rows.isEmpty()) {
            return upwards(panel.y, panel.area.height);
        }
        var major = IntStream.range(0, rows.size())
                .mapToObj(i -> new Ticks.Tick(rows.size() - 1.0 - i, rows.get(i)))
                .toList();
        return new Ticks(major, List.of(), "");
    }

    /** Three labels at least, unless they would touch. */
    private static Ticks upwards(AxisScale scale, int height) {
        int count = Math.max(2, height / Y_SPACING);
        var ticks = scale.ticks(count);
        while (ticks.major().size() < 3 && height / ++count > 16) {
            ticks = scale.ticks(count);
        }
        return ticks;
    }

    /** The rows of a matrix, counted from 1 at the top; where they are many, some of them. */
    private static Ticks downwards(int rows, int height) {
        int most = Math.max(2, height / Y_SPACING);
        int step = (rows + most - 1) / most;
        var major = IntStream.rangeClosed(1, rows)
                .map(place -> rows + 1 - place) // values of an axis ascend
                .filter(row -> row % step == 0)
                .mapToObj(row -> new Ticks.Tick(rows + 1.0 - row, "" + row))
                .toList();
        return new Ticks(major, List.of(), "");
    }

    private static Ticks barTicks(Panel panel) {
        return upwards(panel.colors, panel.area.height);
    }

    private static double widest(Ticks ticks) {
        return ticks.major().stream().mapToDouble(t -> text(t).width()).max().orElse(0);
    }

    private static RichText text(Ticks.Tick tick) {
        return new RichText(tick.label(), Style.TICK);
    }

    private static double lineHeight(Font font) {
        return new RichText("x", font).height();
    }

    /** Room left of the area. */
    static double left(Panel panel) {
        if (!panel.showsY) {
            return 18;
        }
        double label = panel.setup.yLabel.isEmpty() ? 0 : new RichText(panel.setup.yLabel, Style.AXIS_TITLE).height();
        return widest(yTicks(panel)) + TICK_GAP + (label == 0 ? 0 : label + LABEL_GAP);
    }

    /** Room right of the area, without labels at line ends. */
    static double right(Panel panel) {
        if (!panel.showsBar) {
            return 14;
        }
        var heat = panel.heat().orElseThrow();
        double label = heat.label().isEmpty() ? 0 : new RichText(heat.label(), Style.AXIS_TITLE).height() + LABEL_GAP;
        return BAR_GAP + BAR_WIDTH + TICK_GAP + widest(barTicks(panel)) + label + LABEL_GAP;
    }

    /** Room above the area for a factor of its tick labels. */
    static double top(Panel panel) {
        boolean atAxis = panel.showsY && !yTicks(panel).factor().isEmpty();
        boolean atBar = panel.showsBar && !barTicks(panel).factor().isEmpty();
        return atAxis || atBar ? 20 : 4;
    }

    /** Room below the area. */
    static double bottom(Panel panel) {
        int lines = note(panel).size();
        return axisBelow(panel) + (lines == 0 ? 0 : NOTE_LINE * lines + 5);
    }

    /** What the panel leaves out, in lines that fit below it. */
    private static List<String> note(Panel panel) {
        var note = panel.note();
        return note.isEmpty() ? List.of() : RichText.wrap(note, Style.TICK, Math.max(100, panel.area.width));
    }

    private static double axisBelow(Panel panel) {
        if (!panel.showsX) {
            return 4;
        }
        var ticks = xTicks(panel);
        boolean title = !panel.setup.xLabel.isEmpty() || !ticks.factor().isEmpty();
        return TICK_GAP + lineHeight(Style.TICK) + 3 + (title ? LABEL_GAP + lineHeight(Style.AXIS_TITLE) + 2 : 0);
    }

    /** Grid lines lie on whole pixels, so they are one pixel wide and not two pale ones. */
    static void grid(Panel panel, Graphics2D g) {
        var area = panel.area;
        var tx = xTicks(panel);
        var ty = yTicks(panel);
        g.setColor(Style.MINOR_GRID);
        tx.minor().forEach(v -> vertical(g, panel, v));
        ty.minor().forEach(v -> horizontal(g, panel, v));
        g.setColor(Style.GRID);
        tx.major().forEach(tick -> vertical(g, panel, tick.value()));
        if (panel.rows().isEmpty()) {
            ty.major().forEach(tick -> horizontal(g, panel, tick.value()));
        }
        g.drawRect(area.x, area.y, area.width - 1, area.height - 1);
    }

    private static void vertical(Graphics2D g, Panel panel, double value) {
        double f = panel.x.fraction(value);
        if (f >= 0 && f <= 1) {
            int x = panel.area.x + (int) Math.round(f * (panel.area.width - 1));
            g.fillRect(x, panel.area.y, 1, panel.area.height);
        }
    }

    private static void horizontal(Graphics2D g, Panel panel, double value) {
        double f = panel.y.fraction(value);
        if (f >= 0 && f <= 1) {
            int y = panel.area.y + (int) Math.round((1 - f) * (panel.area.height - 1));
            g.fillRect(panel.area.x, y, panel.area.width, 1);
        }
    }

    static void label(Panel panel, Canvas canvas) {
        double y = panel.area.getMaxY() + axisBelow(panel) + 3;
        for (var line : note(panel)) {
            canvas.write(line, Style.TICK, Style.FAINT_TEXT, panel.area.x, y, 0, 0);
            y += NOTE_LINE;
        }
        if (panel.showsX) {
            labelX(panel, canvas);
        }
        if (panel.showsY) {
            labelY(panel, canvas);
        }
        if (panel.showsBar) {
            bar(panel, canvas);
        }
    }

    private static void labelX(Panel panel, Canvas canvas) {
        var area = panel.area;
        var ticks = xTicks(panel);
        double baseline = area.getMaxY() + TICK_GAP;
        // raised exponents reach higher, so the labels hang from a common line of their digits
        double raised = ticks.major().stream()
                .mapToDouble(tick -> text(tick).ascent())
                .max()
                .orElse(0);
        for (var tick : ticks.major()) {
            double x = area.x + panel.x.fraction(tick.value()) * area.width;
            double lower = raised - text(tick).ascent();
            canvas.write(tick.label(), Style.TICK, Style.TEXT, x, baseline + lower, 0.5, 0);
        }
        double y = baseline + lineHeight(Style.TICK) + 3 + LABEL_GAP;
        if (!ticks.factor().isEmpty()) {
            canvas.write(ticks.factor(), Style.TICK, Style.TEXT, area.getMaxX(), y - 4, 1, 0);
        }
        if (!panel.setup.xLabel.isEmpty()) {
            canvas.write(panel.setup.xLabel, Style.AXIS_TITLE, Style.TEXT, area.getCenterX(), y - 2, 0.5, 0);
        }
    }

    private static void labelY(Panel panel, Canvas canvas) {
        var area = panel.area;
        var ticks = yTicks(panel);
        rightOf(canvas, ticks, panel.y, area, area.x - TICK_GAP, 1);
        if (!ticks.factor().isEmpty()) {
            canvas.write(ticks.factor(), Style.TICK, Style.TEXT, area.x, area.y - 8, 0, 1);
        }
        if (!panel.setup.yLabel.isEmpty()) {
            double half = new RichText(panel.setup.yLabel, Style.AXIS_TITLE).height() / 2;
            double x = area.x - TICK_GAP - widest(ticks) - LABEL_GAP - half;
            canvas.writeUpwards(panel.setup.yLabel, Style.AXIS_TITLE, Style.TEXT, x, area.getCenterY());
        }
    }

    /** Tick labels beside a vertical axis, with the middle of their digits at the tick. */
    private static void rightOf(Canvas canvas, Ticks ticks, AxisScale scale, Rectangle area, double x, double anchor) {
        for (var tick : ticks.major()) {
            double y = area.getMaxY() - scale.fraction(tick.value()) * area.height;
            var text = text(tick);
            double middle = text.ascent() - 0.365 * Style.TICK.getSize2D();
            canvas.write(tick.label(), Style.TICK, Style.TEXT, x, y, anchor, middle / text.height());
        }
    }

    private static void bar(Panel panel, Canvas canvas) {
        var area = panel.area;
        int x = (int) area.getMaxX() + BAR_GAP;
        int rows = canvas.detail().mapPixels * area.height;
        var image = new BufferedImage(1, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            image.setRGB(0, row, panel.setup.colormap.rgb(canvas.detail().level(1 - row / (rows - 1.0))));
        }
        canvas.graphics().drawImage(image, x, area.y, BAR_WIDTH, area.height, null);
        var ticks = barTicks(panel);
        double labels = x + BAR_WIDTH + TICK_GAP;
        rightOf(canvas, ticks, panel.colors, area, labels - 1, 0);
        if (!ticks.factor().isEmpty()) {
            canvas.write(ticks.factor(), Style.TICK, Style.TEXT, x, area.y - 8, 0, 1);
        }
        var label = panel.heat().orElseThrow().label();
        if (!label.isEmpty()) {
            double half = new RichText(label, Style.AXIS_TITLE).height() / 2;
            canvas.writeUpwards(
                    label, Style.AXIS_TITLE, Style.TEXT, labels + widest(ticks) + LABEL_GAP + half, area.getCenterY());
        }
    }
}
