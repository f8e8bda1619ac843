package pathline.plot;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.Optional;

/** A plot on its way to the sheet: its ranges, its place, and which of its labels it shows. */
final class Panel {

    final Plot plot;
    final Extent xExtent;
    final Extent yExtent;
    Scale x;
    Scale y;
    Rectangle area = new Rectangle();
    boolean showsX = true;
    boolean showsY = true;
    boolean showsBar;
    Scale.Linear colors = new Scale.Linear(0, 1);

    Panel(Plot plot) {
        this.plot = plot;
        xExtent = new Extent("x", plot.logX);
        yExtent = new Extent("y", plot.logY);
        for (var layer : plot.layers) {
            layer.measure(xExtent, yExtent);
        }
        if (plot.xRange.length == 2) {
            xExtent.pin(plot.xRange[0], plot.xRange[1]);
        }
        if (plot.yRange.length == 2) {
            yExtent.pin(plot.yRange[0], plot.yRange[1]);
        }
        check();
        x = xExtent.scale();
        y = yExtent.scale();
        heat().ifPresent(heat -> colors =
                plot.heatRange.length == 2 ? new Scale.Linear(plot.heatRange[0], plot.heatRange[1]) : heat.range());
        showsBar = heat().isPresent();
    }

    private void check() {
        for (var layer : plot.layers) {
            boolean field = layer instanceof Field || layer instanceof Streamlines;
            if (field && (xExtent.isEmpty() || yExtent.isEmpty())) {
                throw new IllegalArgumentException(
                        "a velocity field alone has no range; say where to draw it with range(xmin, xmax, ymin, ymax)");
            }
            if (layer instanceof Guide.Slope && !(plot.logX && plot.logY)) {
                throw new IllegalArgumentException("a reference slope needs logX() and logY()");
            }
        }
        if (plot.equal && (plot.logX || plot.logY)) {
            throw new IllegalArgumentException("equal() needs two linear axes");
        }
        if (plot.layers.stream().filter(Heat.class::isInstance).count() > 1) {
            throw new IllegalArgumentException("a panel shows one map; put the others into panels beside it");
        }
    }

    void resetScales() {
        x = xExtent.scale();
        y = yExtent.scale();
    }

    Optional<Heat> heat() {
        return plot.layers.stream()
                .filter(Heat.class::isInstance)
                .map(Heat.class::cast)
                .findFirst();
    }

    /** Height over width that the data ask for if the axes are equal. */
    double dataAspect() {
        return (y.max() - y.min()) / (x.max() - x.min());
    }

    /** Makes a unit of x as long as a unit of y: shrinks the area where the range is given, else widens the range. */
    void equalise() {
        if (!plot.equal) {
            return;
        }
        boolean given = heat().isPresent() || (plot.xRange.length == 2 && plot.yRange.length == 2);
        double wanted = dataAspect();
        double has = (double) area.height / area.width;
        if (given) {
            int width = has > wanted ? area.width : (int) Math.round(area.height / wanted);
            int height = has > wanted ? (int) Math.round(area.width * wanted) : area.height;
            area = new Rectangle(area.x, area.y + (area.height - height) / 2, width, height);
        } else if (has > wanted) {
            y = widened(y, has / wanted);
        } else {
            x = widened(x, wanted / has);
        }
    }

    private static Scale widened(Scale scale, double factor) {
        double middle = (scale.min() + scale.max()) / 2;
        double half = (scale.max() - scale.min()) / 2 * factor;
        return new Scale.Linear(middle - half, middle + half);
    }

    void paint(Canvas canvas, Inks inks) {
        paint(canvas, brush(inks));
    }

    Brush brush(Inks inks) {
        var series = plot.layers.stream()
                .filter(Series.class::isInstance)
                .map(Series.class::cast)
                .filter(s -> s.look() == Look.LINE || s.look() == Look.POINTS)
                .toList();
        return new Brush(area, x, y, inks, series);
    }

    /** Draws everything inside the axes. */
    void paint(Canvas canvas, Brush brush) {
        Graphics2D g = canvas.graphics();
        Axes.grid(this, g);
        heat().ifPresent(heat -> heat.paint(brush, g, plot.colormap, colors));
        plot.layers.forEach(layer -> layer.draw(brush));
        plot.layers.forEach(layer -> layer.annotate(brush, canvas));
        brush.flush(g);
    }
}
