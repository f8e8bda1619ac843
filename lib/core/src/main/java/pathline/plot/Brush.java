package pathline.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws series into one panel with XChart.
 *
 * <p>XChart gets the series in pixels of the panel, with its own axes, legend and margins switched off: panels must line
 * up to the pixel, and a velocity's direction must be true on the screen, which a layout that follows the width of its
 * labels cannot promise. Axes, legend and labels are ours ({@link Axes}, {@link Key}).
 */
final class Brush {

    /** Java2D loses precision on huge coordinates; beyond this many pixels from the panel nothing is seen. */
    private static final double FAR = 20_000;

    private final Rectangle area;
    private final AxisScale x;
    private final AxisScale y;
    private final Inks inks;
    private final List<PlotLayer> layers;
    private final XYChart chart;
    private final Occupancy occupancy;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int count;

    Brush(Rectangle area, AxisScale x, AxisScale y, Inks inks, List<PlotLayer> layers) {
        this.area = area;
        this.x = x;
        this.y = y;
        this.inks = inks;
        this.layers = layers;
        this.chart = bareChart(area);
        this.occupancy = new Occupancy(area.width, area.height);
    }

    private static XYChart bareChart(Rectangle area) {
        var chart = new XYChart(area.width, area.height);
        var clear = new Color(255, 255, 255, 0);
        var style = chart.getStyler();
        style.setChartBackgroundColor(clear).setPlotBackgroundColor(clear).setPlotBorderVisible(false);
        style.setChartTitleVisible(false)
                .setLegendVisible(false)
                .setChartPadding(0)
                .setPlotContentSize(1);
        style.setPlotGridLinesVisible(false)
                .setAxisTicksVisible(false)
                .setAxisTitlesVisible(false)
                .setPlotMargin(0);
        style.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false).setAxisTickMarkLength(0);
        style.setXAxisMin(0.0).setXAxisMax((double) area.width).setYAxisMin(0.0).setYAxisMax((double) area.height);
        return chart;
    }

    Rectangle area() {
        return area;
    }

    AxisScale x() {
        return x;
    }

    AxisScale y() {
        return y;
    }

    /** The lines and measured points of the panel, for guides that lean on them. */
    List<Polyline> curves() {
        return layers.stream().flatMap(layer -> layer.curve().stream()).toList();
    }

    /** The sets of bars, which share the panel's rows. */
    List<Bars> bars() {
        return layers.stream()
                .filter(Bars.class::isInstance)
                .map(Bars.class::cast)
                .toList();
    }

    /** The markers in rows, each name with a line of its own. */
    List<RowMarks> marks() {
        return layers.stream()
                .filter(RowMarks.class::isInstance)
                .map(RowMarks.class::cast)
                .toList();
    }

    /** Where bars begin: at zero, on a logarithmic axis at the panel's edge. */
    double zeroX() {
        return x instanceof AxisScale.Log ? 0 : px(0);
    }

    /** Notes what a layer finds to be not finite only while it draws. */
    void leaveOut(int missing, int of, String words) {
        leftOut.addAll(LeftOut.of(missing, of, words));
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    Ink ink(String name) {
        return inks.of(name);
    }

    /** What the drawing covers, for labels that look for a free place. */
    Occupancy occupancy() {
        return occupancy;
    }

    boolean logX() {
        return x instanceof AxisScale.Log;
    }

    boolean logY() {
        return y instanceof AxisScale.Log;
    }

    /** Pixels from the panel's left edge. */
    double px(double value) {
        return near(x.fraction(value) * area.width);
    }

    /** Pixels up from the panel's lower edge. */
    double py(double value) {
        return near(y.fraction(value) * area.height);
    }

    private static double near(double pixels) {
        return Math.max(-FAR, Math.min(FAR, pixels));
    }

    /** A polyline in data units, in pixels. */
    Polyline pixels(Polyline data) {
        var out = new Polyline.Builder();
        for (int i = 0; i < data.size(); i++) {
            if (data.isGap(i)) {
                out.gap();
            } else {
                out.add(px(data.x(i)), py(data.y(i)));
            }
        }
        return out.build();
    }

    /** Strokes a polyline in pixels. */
    void line(Polyline pixels, Color color, float width) {
        if (pixels.size() == 0) {
            return;
        }
        // a round cap closes the joints of opaque segments, but would darken those of translucent ones
        int cap = color.getAlpha() == 255 ? BasicStroke.CAP_ROUND : BasicStroke.CAP_BUTT;
        var series = add(pixels);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color).setLineStyle(new BasicStroke(width, cap, BasicStroke.JOIN_ROUND));
        occupancy.line(pixels);
    }

    /** As {@link #line}, for background that labels may cover. */
    void under(Polyline pixels, Color color, float width) {
        var series = add(pixels);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color).setLineStyle(new BasicStroke(width));
    }

    /** Puts a marker on each point. */
    void marks(Polyline pixels, Color color, Mark mark, double size) {
        if (pixels.size() == 0) {
            return;
        }
        var series = add(pixels);
        series.setMarker(mark.sized(size)).setMarkerColor(color);
        series.setLineStyle(SeriesLines.NONE);
        occupancy.points(pixels);
    }

    /** Fills a polygon. */
    void fill(Polyline pixels, Color color) {
        var series = add(pixels);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea).setFillColor(color);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(SeriesLines.NONE);
    }

    private XYSeries add(Polyline pixels) {
        return chart.addSeries("series " + count++, pixels.xs(), pixels.ys());
    }

    /** Paints all that was drawn, in its order, clipped to the panel. */
    void flush(Graphics2D g, boolean smooth) {
        if (count == 0) {
            return;
        }
        var sheet = (Graphics2D) g.create(area.x, area.y, area.width, area.height);
        chart.getStyler().setAntiAlias(smooth);
        chart.paint(sheet, area.width, area.height);
        sheet.dispose();
    }
}
