package pathline.plot;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import pathline.check.Require;

/** A map of values on a grid. */
final class Heat implements PlotLayer {

    /** Cells at least this large, in pixels, are shown as cells; smaller ones are interpolated. */
    private static final double CELL = 6;

    private final Grid grid;
    private final double[] values;
    private final String label;
    private final List<LeftOut> leftOut;

    private Heat(Grid grid, double[] values, String label) {
        this.grid = grid;
        this.values = values;
        this.label = label;
        int blank = (int) Arrays.stream(values).filter(x -> !Double.isFinite(x)).count();
        this.leftOut = LeftOut.of(blank, values.length, LeftOut.CELLS);
    }

    static Heat of(Grid grid, double[] values, String label) {
        Require.nonNull(grid, "grid");
        Require.nonNull(values, "values");
        Setup.words(label, "label");
        if (values.length != grid.size()) {
            throw new IllegalArgumentException("\"" + label + "\" must have one value for each of the " + grid.size()
                    + " cells of the grid, got " + values.length);
        }
        var heat = new Heat(grid, values.clone(), label);
        Require.that(
                heat.leftOut.isEmpty() || heat.leftOut.get(0).count() < values.length,
                "\"" + label + "\" has " + values.length + " values, and none of them is finite");
        return heat;
    }

    @Override
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    String label() {
        return label;
    }

    @Override
    public void measure(Extent x, Extent y) {
        x.tight();
        y.tight();
        x.include(label, grid.xmin(), grid.xmax());
        y.include(label, grid.ymin(), grid.ymax());
    }

    /** The range of colours: of the values, from zero if none is negative. */
    AxisScale.Linear range() {
        double lo = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
        double hi = Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
        return lo >= 0 && hi > 0 ? new AxisScale.Linear(0, hi) : AxisScale.Linear.around(lo, hi, 0);
    }

    void paint(Brush brush, Canvas canvas, Colormap map, AxisScale colors) {
        var area = brush.area();
        var detail = canvas.detail();
        int width = detail.mapPixels * area.width;
        int height = detail.mapPixels * area.height;
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        double cell = Math.min(
                Math.abs(brush.px(grid.x(0)) - brush.px(grid.xmin())), brush.py(grid.y(0)) - brush.py(grid.ymin()));
        var pixels = new int[width];
        for (int row = 0; row < height; row++) {
            double y = brush.y().value(1 - (row + 0.5) / height);
            for (int column = 0; column < width; column++) {
                double x = brush.x().value((column + 0.5) / width);
                double value = 2 * cell >= CELL ? nearest(x, y) : interpolated(x, y);
                pixels[column] =
                        Double.isFinite(value) ? 0xff000000 | map.rgb(detail.level(colors.fraction(value))) : 0;
            }
            image.setRGB(0, row, width, 1, pixels, 0, width);
        }
        canvas.graphics().drawImage(image, area.x, area.y, area.width, area.height, null);
    }

    private double columnOf(double x) {
        return (x - grid.xmin()) / (grid.xmax() - grid.xmin()) * grid.columns();
    }

    private double rowOf(double y) {
        return (y - grid.ymin()) / (grid.ymax() - grid.ymin()) * grid.rows();
    }

    private double nearest(double x, double y) {
        int column = (int) Math.floor(columnOf(x));
        int row = (int) Math.floor(rowOf(y));
        boolean inside = column >= 0 && column < grid.columns() && row >= 0 && row < grid.rows();
        return inside ? values[row * grid.columns() + column] : Double.NaN;
    }

    private double interpolated(double x, double y) {
        double c = columnOf(x);
        double r = rowOf(y);
        if (c < 0 || c > grid.columns() || r < 0 || r > grid.rows()) {
            return Double.NaN;
        }
        c = Math.max(0, Math.min(grid.columns() - 1.000001, c - 0.5));
        r = Math.max(0, Math.min(grid.rows() - 1.000001, r - 0.5));
        int column = (int) c;
        int row = (int) r;
        int i = row * grid.columns() + column;
        int right = grid.columns() == 1 ? 0 : 1;
        int up = grid.rows() == 1 ? 0 : grid.columns();
        double u = c - column;
        double v = r - row;
        double below = (1 - u) * values[i] + u * values[i + right];
        double above = (1 - u) * values[i + up] + u * values[i + up + right];
        return (1 - v) * below + v * above;
    }
}
