package pathline.plot;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** A plot on its way to the sheet: its ranges, its place, and which of its labels it shows. */
final class Panel {

    /** Beyond this ratio of their lengths one of two axes of equal scale has no pixel left. */
    private static final double FLATTEST = 1e-12;

    private static final int THINNEST = 4;

    final Setup setup;
    final Extent xExtent;
    final Extent yExtent;
    AxisScale x;
    AxisScale y;
    Rectangle area = new Rectangle();
    boolean showsX = true;
    boolean showsY = true;
    boolean showsBar;
    AxisScale.Linear colors = new AxisScale.Linear(0, 1);
    private List<LeftOut> foundLater = List.of();

    Panel(Plot plot) {
        this.setup = plot.setup;
        xExtent = new Extent("x", setup.logX);
        yExtent = new Extent("y", setup.logY);
        checkAxes();
        for (var layer : setup.layers) {
            layer.measure(xExtent, yExtent);
        }
        if (setup.xRange.length == 2) {
            xExtent.pin(setup.xRange[0], setup.xRange[1]);
        }
        if (setup.yRange.length == 2) {
            yExtent.pin(setup.yRange[0], setup.yRange[1]);
        }
        check();
        x = xExtent.scale();
        y = yExtent.scale();
        heat().ifPresent(heat -> colors = setup.heatRange.length == 2
                ? new AxisScale.Linear(setup.heatRange[0], setup.heatRange[1])
                : heat.range());
        showsBar = heat().isPresent();
    }

    private void checkAxes() {
        if (setup.logY && setup.layers.stream().anyMatch(Lying.class::isInstance)) {
            throw new IllegalArgumentException("rows of bars or marks stand one below the other; leave logY() out");
        }
        if (setup.equal && (setup.logX || setup.logY)) {
            throw new IllegalArgumentException("equal() needs two linear axes");
        }
    }

    private void check() {
        for (var layer : setup.layers) {
            boolean field = layer instanceof Field || layer instanceof Streamlines;
            if (field && (xExtent.isEmpty() || yExtent.isEmpty())) {
                throw new IllegalArgumentException(
                        "a velocity field alone has no range; say where to draw it with range(xmin, xmax, ymin, ymax)");
            }
            if (layer instanceof Slope && !(setup.logX && setup.logY)) {
                throw new IllegalArgumentException("a reference slope needs logX() and logY()");
            }
        }
        if (setup.layers.stream().filter(Heat.class::isInstance).count() > 1) {
            throw new IllegalArgumentException("a panel shows one map; put the others into panels beside it");
        }
    }

    /** What the panel does not show, in one sentence for each kind; empty if it shows all. */
    String note() {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        var all = new ArrayList<LeftOut>();
        for (var layer : setup.layers) {
            // a line and its markers have the same points
            if (seen.add(layer instanceof Series series ? series.data() : layer)) {
                all.addAll(layer.leftOut());
            }
        }
        all.addAll(foundLater);
        all.addAll(beyond());
        return LeftOut.text(all);
    }

    /** The points that a window cuts off. */
    private List<LeftOut> beyond() {
        int count = 0;
        int of = 0;
        var seen = Collections.newSetFromMap(new IdentityHashMap<Polyline, Boolean>());
        for (var layer : setup.window ? setup.layers : List.<PlotLayer>of()) {
            if (layer instanceof Series series && seen.add(series.data())) {
                var data = series.data();
                for (int i = 0; i < data.size(); i++) {
                    of += data.isGap(i) ? 0 : 1;
                    count += data.isGap(i) || inside(data.x(i), data.y(i)) ? 0 : 1;
                }
            }
        }
        return LeftOut.of(count, of, LeftOut.BEYOND);
    }

    private boolean inside(double atX, double atY) {
        double fx = x.fraction(atX);
        double fy = y.fraction(atY);
        return fx >= 0 && fx <= 1 && fy >= 0 && fy <= 1;
    }

    /** Takes what was found while drawing; true if the note needs room that it has not. */
    boolean found(List<LeftOut> more) {
        boolean news = foundLater.isEmpty() && !more.isEmpty();
        foundLater = news ? List.copyOf(more) : foundLater;
        return news;
    }

    void resetScales() {
        x = xExtent.scale();
        y = yExtent.scale();
    }

    /** The names of the rows if the panel holds lying rows, from the top down; else none. */
    List<String> rows() {
        return setup.layers.stream()
                .filter(Lying.class::isInstance)
                .map(layer -> ((Lying) layer).labels())
                .findFirst()
                .orElse(List.of());
    }

    Optional<Heat> heat() {
        return setup.layers.stream()
                .filter(Heat.class::isInstance)
                .map(Heat.class::cast)
                .findFirst();
    }

    /** Height over width that the data ask for if the axes are equal. */
    double dataAspect() {
        double aspect = (y.max() - y.min()) / (x.max() - x.min());
        if (!(aspect >= FLATTEST && aspect <= 1 / FLATTEST)) {
            throw new IllegalArgumentException("equal() gives both axes one scale, but x is " + (x.max() - x.min())
                    + " and y " + (y.max() - y.min()) + " long; leave equal() out, or state a range()");
        }
        return aspect;
    }

    /** Makes a unit of x as long as a unit of y: shrinks the area where the range is given, else widens the range. */
    void equalise() {
        if (!setup.equal) {
            return;
        }
        boolean given = heat().isPresent() || (setup.xRange.length == 2 && setup.yRange.length == 2);
        double wanted = dataAspect();
        double has = (double) area.height / area.width;
        if (given) {
            int width = has > wanted ? area.width : (int) Math.round(area.height / wanted);
            int height = has > wanted ? (int) Math.round(area.width * wanted) : area.height;
            if (Math.min(width, height) < THINNEST) {
                throw new IllegalArgumentException(
                        "equal() leaves a panel of " + width + " x " + height + " pixels, since y is " + wanted
                                + " times as long as x; leave equal() out, or state a range()");
            }
            area = new Rectangle(area.x, area.y + (area.height - height) / 2, width, height);
        } else if (has > wanted) {
            y = widened(y, has / wanted);
        } else {
            x = widened(x, wanted / has);
        }
    }

    private static AxisScale widened(AxisScale scale, double factor) {
        double middle = (scale.min() + scale.max()) / 2;
        double half = (scale.max() - scale.min()) / 2 * factor;
        return new AxisScale.Linear(middle - half, middle + half);
    }

    void paint(Canvas canvas, Inks inks) {
        paint(canvas, brush(inks));
    }

    Brush brush(Inks inks) {
        return new Brush(area, x, y, inks, setup.layers);
    }

    /** Draws everything inside the axes. */
    void paint(Canvas canvas, Brush brush) {
        Graphics2D g = canvas.graphics();
        Axes.grid(this, g);
        heat().ifPresent(heat -> heat.paint(brush, canvas, setup.colormap, colors));
        setup.layers.forEach(layer -> layer.draw(brush));
        setup.layers.forEach(layer -> layer.annotate(brush, canvas));
        brush.flush(g, canvas.detail().smooth);
    }
}
