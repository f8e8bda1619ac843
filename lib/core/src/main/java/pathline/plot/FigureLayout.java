package pathline.plot;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lays panels out in a grid: areas of one size, labels at the outer edge, one legend. */
final class FigureLayout {

    private static final int PAD = 12;
    private static final double TITLE_LINE = 20;
    private static final double PANEL_TITLE = 21;
    private static final int NARROWEST = 40;
    /** Rounds of fitting: the room for labels depends on the ticks, the ticks on the area, the area on that room. */
    private static final int ROUNDS = 3;

    private final String title;
    private final List<Panel> panels;
    private final int columns;
    private final int rows;
    private final Inks inks;
    private final Key key;
    private final boolean ends;
    private final boolean single;
    private final int fullWidth;
    private int width;
    private int height;
    private boolean strip;

    FigureLayout(String title, List<Plot> plots, int columns, int width) {
        this.title = title;
        this.panels = plots.stream().map(Panel::new).toList();
        this.columns = Math.min(columns, plots.size());
        this.rows = (plots.size() + this.columns - 1) / this.columns;
        this.fullWidth = width;
        this.width = width;
        this.inks = Inks.assign(plots);
        this.single = plots.size() == 1;
        boolean named = plots.get(0).setup.legend != Legend.NONE;
        this.key = Key.of(
                named ? plots.stream().flatMap(p -> p.setup.layers.stream()).toList() : List.of(), inks);
        this.ends = single && !key.isEmpty() && LineEnds.suit(panels.get(0), key);
        this.strip = !key.isEmpty() && !ends && (!single || plots.get(0).setup.legend == Legend.ABOVE);
        Sharing.ranges(panels);
        Sharing.colors(panels, columns);
    }

    Canvas draw() {
        return draw(Detail.FINE);
    }

    /** Draws everything; the canvas returned holds the boxes of all text. */
    Canvas draw(Detail detail) {
        fit();
        var canvas = new Canvas(width, height, detail);
        if (single && !key.isEmpty() && !ends && !strip) {
            var place = legendPlace();
            if (place.isEmpty()) {
                strip = true;
                return draw(detail);
            }
            key.column(canvas, place.get());
            canvas.reserve(place.get());
        }
        var brushes = panels.stream().map(panel -> panel.brush(inks)).toList();
        for (int i = 0; i < panels.size(); i++) {
            Axes.label(panels.get(i), canvas);
            panels.get(i).paint(canvas, brushes.get(i));
        }
        boolean again = false;
        for (int i = 0; i < panels.size(); i++) {
            again |= panels.get(i).found(brushes.get(i).leftOut());
        }
        if (again) { // a note below a panel needs room
            return draw(detail);
        }
        if (ends) {
            LineEnds.paint(panels.get(0), key, canvas);
        }
        heading(canvas);
        return canvas;
    }

    /** A place in the single panel that no data cover, found by drawing them once on nothing. */
    private Optional<Rectangle2D> legendPlace() {
        var panel = panels.get(0);
        var trial = panel.brush(inks);
        panel.setup.layers.forEach(layer -> layer.draw(trial));
        boolean covered = panel.heat().isPresent()
                || panel.setup.layers.stream().anyMatch(l -> l instanceof Field || l instanceof Streamlines);
        return covered
                ? Optional.empty()
                : Placement.lattice(trial, key.width(), key.height(), 8).stream()
                        .filter(place -> Placement.covered(trial, place) == 0)
                        .findFirst();
    }

    private void heading(Canvas canvas) {
        double y = PAD;
        double left = panels.get(0).area.x;
        for (var line : titleLines()) {
            canvas.write(line, Style.TITLE, Style.TEXT, left, y, 0, 0);
            y += TITLE_LINE;
        }
        if (strip) {
            key.strip(canvas, left, y + 2, width - left - PAD);
        }
        if (!single) {
            for (var panel : panels) {
                double above = panel.area.y - Axes.top(panel) - 4;
                canvas.write(panel.setup.title, Style.PANEL_TITLE, Style.TEXT, panel.area.x, above, 0, 1);
            }
        }
    }

    private List<String> titleLines() {
        double left = panels.get(0).area.x;
        return title.isBlank() ? List.of() : RichText.wrap(title, Style.TITLE, fullWidth - left - PAD);
    }

    private double headHeight() {
        double left = panels.get(0).area.x;
        double keyHeight = strip ? key.rows(width - left - PAD).size() * Key.LINE + 6 : 0;
        return PAD + titleLines().size() * TITLE_LINE + keyHeight + (title.isBlank() && !strip ? 0 : 4);
    }

    private void fit() {
        width = fullWidth;
        panels.forEach(panel -> panel.area = new Rectangle(60, 60, width / columns - 60, width / columns / 2));
        for (int round = 0; round < ROUNDS; round++) {
            Sharing.outerLabels(panels, columns);
            place();
            panels.forEach(Panel::resetScales);
            panels.forEach(Panel::equalise);
        }
        trim();
    }

    /** A single panel that shrank to keep its axes equal takes its margin with it. */
    private void trim() {
        if (single) {
            var panel = panels.get(0);
            double titled = titleLines().stream()
                    .mapToDouble(line -> panel.area.x + new RichText(line, Style.TITLE).width())
                    .max()
                    .orElse(0);
            double needed = Math.max(panel.area.getMaxX() + rightOf(panel), titled) + PAD;
            width = needed < fullWidth - PAD ? (int) Math.ceil(needed) : fullWidth;
        }
    }

    private double rightOf(Panel panel) {
        return Axes.right(panel) + (ends ? LineEnds.width(key) : 0);
    }

    private void place() {
        var left = new double[columns];
        var right = new double[columns];
        var top = new double[rows];
        var bottom = new double[rows];
        for (int i = 0; i < panels.size(); i++) {
            var panel = panels.get(i);
            int column = i % columns;
            int row = i / columns;
            double name = single || panel.setup.title.isBlank() ? 0 : PANEL_TITLE;
            left[column] = Math.max(left[column], Axes.left(panel));
            right[column] = Math.max(right[column], rightOf(panel));
            top[row] = Math.max(top[row], Axes.top(panel) + name);
            bottom[row] = Math.max(bottom[row], Axes.bottom(panel));
        }
        double room = width - 2 * PAD - sum(left) - sum(right);
        if (room / columns < NARROWEST) {
            throw new IllegalArgumentException(
                    "columns is " + columns + ", which leaves " + Math.max(0, (int) (room / columns))
                            + " pixels for each panel between its labels; expected at least " + NARROWEST
                            + "; take fewer columns or shorter labels");
        }
        int w = (int) (room / columns);
        int h = (int) Math.round(w * aspect());
        h = ends ? (int) Math.max(h, key.looks().size() * Key.LINE) : h;
        double y = headHeight();
        for (int row = 0; row < rows; row++) {
            y += top[row];
            double x = PAD;
            for (int column = 0; column < columns; column++) {
                x += left[column];
                int i = row * columns + column;
                if (i < panels.size()) {
                    panels.get(i).area = new Rectangle((int) Math.round(x), (int) Math.round(y), w, h);
                }
                x += w + right[column];
            }
            y += h + bottom[row];
        }
        height = (int) Math.ceil(y) + PAD;
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    /** Height over width of the areas: what equal axes ask for, within reason; else the caller's; else the usual. */
    private double aspect() {
        panels.forEach(Panel::resetScales);
        double least = single ? 0.35 : 0.3;
        double most = single ? 0.82 : 1.15;
        var equal = panels.stream()
                .filter(p -> p.setup.equal)
                .mapToDouble(Panel::dataAspect)
                .max();
        var stated = panels.stream().mapToDouble(p -> p.setup.aspect).max().orElse(0);
        double usual = ends ? 0.85 : single ? 0.58 : rows > 1 ? 0.66 : 0.78;
        if (equal.isEmpty()) {
            return stated > 0 ? stated : usual;
        }
        boolean all = panels.stream().allMatch(p -> p.setup.equal);
        return Math.max(all ? least : usual, Math.min(most, equal.getAsDouble()));
    }

    /** The finished figure, as finely drawn as its limit allows. */
    BufferedImage image() {
        boolean map = panels.stream().anyMatch(panel -> panel.heat().isPresent());
        return Png.small(map, detail -> draw(detail).image());
    }

    Rectangle area(int i) {
        return panels.get(i).area;
    }

    Panel panel(int i) {
        return panels.get(i);
    }
}
