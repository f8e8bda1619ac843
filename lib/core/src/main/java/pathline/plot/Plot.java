package pathline.plot;

import ai.djl.ndarray.NDArray;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.ode.Solution;
import pathline.ode.VectorField;

/**
 * One panel of a figure: a title, two axes, and what is drawn between them, from back to front.
 *
 * <p>A plot is a value. Each method returns a new plot with one more thing in it and leaves this one as it is, so a
 * common beginning can be kept and finished in several ways. A name stands in the legend; the empty name does not. In
 * every text, a title too, {@code ^{..}} is raised and {@code _{..}} lowered: {@code "p_{t}(x)"}, {@code "L_CFM"}.
 */
public final class Plot {

    final Setup setup;

    Plot(String title) {
        this(new Setup(title));
    }

    private Plot(Setup setup) {
        this.setup = setup;
    }

    private Plot with(Consumer<Setup> change) {
        var copy = new Setup(setup);
        change.accept(copy);
        return new Plot(copy);
    }

    private Plot with(PlotLayer layer) {
        Setup.words(layer.name(), "name");
        Lying.requireSameRows(setup.layers, layer);
        return with(copy -> copy.layers = Setup.layers(setup.layers, layer));
    }

    /** Names the axes. Panels of one figure whose axes have the same name share the range. */
    public Plot axes(String x, String y) {
        return with(copy -> {
            copy.xLabel = Setup.words(x, "x");
            copy.yLabel = Setup.words(y, "y");
        });
    }

    /** Makes the x axis logarithmic. */
    public Plot logX() {
        return with(copy -> copy.logX = true);
    }

    /** Makes the y axis logarithmic. */
    public Plot logY() {
        return with(copy -> copy.logY = true);
    }

    /** Gives both axes the same scale: a circle is round and a velocity points where it leads. */
    public Plot equal() {
        return with(copy -> copy.equal = true);
    }

    /** Shows exactly [xmin, xmax] x [ymin, ymax]. */
    public Plot range(double xmin, double xmax, double ymin, double ymax) {
        return rangeX(xmin, xmax).rangeY(ymin, ymax);
    }

    /** Shows exactly [min, max] along x. */
    public Plot rangeX(double min, double max) {
        return with(copy -> copy.xRange = Setup.range("x", min, max));
    }

    /** Shows exactly [min, max] along y. */
    public Plot rangeY(double min, double max) {
        return with(copy -> copy.yRange = Setup.range("y", min, max));
    }

    /** As {@link #range}, where points lie outside: the figure says below the panel how many of the points it cuts off. */
    public Plot window(double xmin, double xmax, double ymin, double ymax) {
        return range(xmin, xmax, ymin, ymax).with(copy -> copy.window = true);
    }

    /** Sets the height of the panel over its width, where the axes are not equal. */
    public Plot aspect(double ratio) {
        return with(copy -> copy.aspect = Setup.aspect(ratio));
    }

    /** Says where the names stand. */
    public Plot legend(Legend place) {
        return with(copy -> copy.legend = Require.nonNull(place, "place"));
    }

    /** Gives a series a colour of its own. */
    public Plot color(String name, Color color) {
        return with(copy -> copy.colors = Setup.colors(setup.colors, name, color));
    }

    /** Joins points by a line. */
    public Plot line(String name, double[] xs, double[] ys) {
        return with(new Series(name, PlotData.checked(name, xs, ys), Look.LINE));
    }

    /** Draws the graph of f over [from, to]. */
    public Plot curve(String name, DoubleUnaryOperator f, double from, double to) {
        return with(new Series(name, PlotData.graph(name, f, from, to, setup.logX), Look.LINE));
    }

    /** Puts a marker on each point. */
    public Plot points(String name, double[] xs, double[] ys) {
        return with(new Series(name, PlotData.checked(name, xs, ys), Look.POINTS));
    }

    /** Puts a marker on each point and joins them by a line, as is usual for measured values. */
    public Plot measured(String name, double[] xs, double[] ys) {
        var data = PlotData.checked(name, xs, ys);
        return with(new Series(name, data, Look.LINE)).with(new Series(name, data, Look.POINTS));
    }

    /** Fills the strip between two curves. */
    public Plot band(String name, double[] xs, double[] low, double[] high) {
        return with(new Band(name, PlotData.checked(name, xs, low), PlotData.checked(name, xs, high)));
    }

    /** Puts a marker on each point and whiskers of plus and minus its error, such as a standard error. */
    public Plot errors(String name, double[] xs, double[] ys, double[] errors) {
        return with(Errors.of(name, xs, ys, errors));
    }

    /** Draws lying bars, one for each label from the top down, NaN for none; further sets, and marks, have the same labels. */
    public Plot bars(String name, List<String> labels, double... lengths) {
        return with(new Bars(name, Setup.labels(labels), Lying.checked(name, labels, lengths)));
    }

    /** Puts a marker in each labelled row, with whiskers along x; NaN leaves a value, or its whiskers, out. */
    public Plot rowMarks(String name, List<String> labels, double[] values, double[] errors) {
        return with(RowMarks.of(name, labels, values, errors, false));
    }

    /** Puts hollow markers below those of {@link #rowMarks} of the same name: what they are compared with. */
    public Plot rowMarksBelow(String name, List<String> labels, double[] values, double[] errors) {
        return with(RowMarks.of(name, labels, values, errors, true));
    }

    /** Draws an upright stroke through each labelled row; NaN leaves one out. */
    public Plot rowTicks(String name, List<String> labels, double... values) {
        return with(new RowTicks(name, Setup.labels(labels), Lying.checked(name, labels, values)));
    }

    /** Shows how values are distributed: bars whose areas sum to 1; the figure says how many are not finite and left out. */
    public Plot histogram(String name, double[] values, int bins) {
        Require.nonNull(values, "values");
        var range = Extent.of(name, values);
        return histogram(name, values, bins, range.min(), range.max());
    }

    /** As {@link #histogram(String, double[], int)}, of all the numbers of an array. */
    public Plot histogram(String name, NDArray values, int bins) {
        return histogram(name, PlotData.flat("values", values), bins);
    }

    /** Shows how values are distributed over [from, to]; values outside count in the mass, not in a bar. */
    public Plot histogram(String name, double[] values, int bins, double from, double to) {
        return with(Histogram.of(name, values, bins, from, to));
    }

    /** Draws points of shape (n, 2), such as samples. */
    public Plot scatter(String name, NDArray points) {
        return with(new Series(name, PlotData.plane(name, points), Look.CLOUD));
    }

    /** Draws points of shape (n, 2), such as samples. */
    public Plot scatter(String name, double[][] points) {
        return with(new Series(name, PlotData.plane(name, points), Look.CLOUD));
    }

    /** Draws one path of shape (T, 2) or (T, 1, 2), with a dot where it starts. */
    public Plot trajectory(String name, NDArray states) {
        return trajectory(name, PlotData.trajectory(name, states));
    }

    /** Draws one path of shape (T, 2) with a dot where it starts. */
    public Plot trajectory(String name, double[][] states) {
        return trajectory(name, PlotData.plane(name, states));
    }

    /** Draws the first two coordinates of a solve's first point, with a dot where it starts. */
    public Plot trajectory(String name, Solution solution) {
        return trajectory(name, PlotData.of(name, solution));
    }

    private Plot trajectory(String name, Polyline path) {
        var start = new Polyline(new double[] {path.x(0)}, new double[] {path.y(0)});
        return with(new Series(name, path, Look.LINE)).with(new Series(name, start, Look.START));
    }

    /** Draws n paths of shape (T, n, 2), thin. */
    public Plot trajectories(String name, NDArray states) {
        var paths = PlotData.trajectories(name, states);
        return with(Series.threads(name, paths, states.getShape()));
    }

    /** Draws n paths of shape (T, n, 2), thin. */
    public Plot trajectories(String name, double[][][] states) {
        return with(new Series(name, PlotData.trajectories(name, states), Look.THREADS, states[0].length));
    }

    /** Draws one coordinate of n paths against time, thin: states of shape (T, n) or (T, n, 1). */
    public Plot trajectories(String name, double[] times, NDArray states) {
        var paths = PlotData.overTime(name, times, states);
        return with(Series.threads(name, paths, states.getShape()));
    }

    /** Joins from[i] to to[i] by thin lines, both of shape (n, 2). */
    public Plot segments(String name, NDArray from, NDArray to) {
        return with(new Segments(name, PlotData.plane(name, from), PlotData.plane(name, to)));
    }

    /** Draws arrows at points of shape (n, 2) along vectors of shape (n, 2), the longest 46 points long. */
    public Plot arrows(String name, NDArray tails, NDArray vectors) {
        return with(new Arrows(name, PlotData.plane(name, tails), PlotData.plane(name, vectors)));
    }

    /** Draws the velocities v(t, x) as arrows on a lattice; the length follows the speed. */
    public Plot field(VectorField velocity, double t) {
        return with(new Field(velocity, t));
    }

    /** Draws curves tangent to v(t, x) at the time t. */
    public Plot streamlines(VectorField velocity, double t) {
        return with(new Streamlines(velocity, t));
    }

    /** Colours a map of values, one for each cell of the grid; the label says what they are and their unit. */
    public Plot heat(Grid grid, double[] values, String label) {
        return with(Heat.of(grid, values, label));
    }

    /** As {@link #heat(Grid, double[], String)}, from an array of as many values. */
    public Plot heat(Grid grid, NDArray values, String label) {
        return heat(grid, PlotData.flat("values", values), label);
    }

    /** Colours the entries of a matrix of shape (m, n) as it is written: row 1 at the top, column 1 at the left. */
    public Plot matrix(NDArray matrix, String label) {
        var grid = Grid.ofMatrix(RequireArray.points(matrix, "matrix").getShape());
        return heat(grid, matrix.flip(0), label).with(copy -> copy.matrixRows = grid.rows());
    }

    /** Sets the values at the ends of the colours. Without, panels whose maps have the same label share the range. */
    public Plot heatRange(double min, double max) {
        return with(copy -> copy.heatRange = Setup.range("colours", min, max));
    }

    /** Chooses the colours of a map; viridis if not called. */
    public Plot colormap(Colormap map) {
        return with(copy -> copy.colormap = Require.nonNull(map, "map"));
    }

    /** Draws a dashed vertical line, with words beside it. */
    public Plot vertical(double x, String words) {
        return with(new Guide.Vertical(x, words));
    }

    /** Draws a dashed horizontal line, with words beside it. */
    public Plot horizontal(double y, String words) {
        return with(new Guide.Horizontal(y, words));
    }

    /** Writes words beside a point. */
    public Plot note(double x, double y, String words) {
        return with(new Guide.Note(x, y, words));
    }

    /** Draws a dashed line y ~ x^p beside the series whose slope is nearest, labelled {@code order |p|}. */
    public Plot slope(double p) {
        return slope(p, Slope.words(p));
    }

    /** Draws a dashed line y ~ x^p beside the series whose slope is nearest; both axes must be logarithmic. */
    public Plot slope(double p, String words) {
        return with(new Slope(p, words));
    }

    /** The finished figure, 720 points wide, with two pixels for each point. */
    public BufferedImage image() {
        return Figures.image(this);
    }
}
