package pathline.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.DoubleBuffer;
import java.util.function.DoubleBinaryOperator;
import pathline.check.Require;

/**
 * The centres of columns by rows equal cells that tile [xmin, xmax] x [ymin, ymax]; where densities are evaluated.
 *
 * <p>Values on a grid stand row after row, from the bottom row up, as {@link #points} does. The sum of a density's
 * values times {@link #cellArea()} is its mass.
 */
public record Grid(double xmin, double xmax, double ymin, double ymax, int columns, int rows) {

    private static final int MOST_CELLS = 4096 * 4096;

    public Grid {
        Setup.range("x of a grid", xmin, xmax);
        Setup.range("y of a grid", ymin, ymax);
        Require.atLeast(columns, 1, "columns");
        Require.atLeast(rows, 1, "rows");
        if ((long) columns * rows > MOST_CELLS) {
            throw new IllegalArgumentException("columns * rows is " + (long) columns * rows
                    + " cells; expected at most " + MOST_CELLS + ", that is 4096 x 4096");
        }
        double area = (xmax - xmin) / columns * (ymax - ymin) / rows;
        if (!(area >= Double.MIN_NORMAL && area < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a cell of the grid on [" + xmin + ", " + xmax + "] x [" + ymin + ", "
                    + ymax + "] has the area " + area + "; choose other units for x and y");
        }
    }

    /** The square [-half, half] x [-half, half] with {@code cells} cells along each side. */
    public static Grid square(double half, int cells) {
        Require.positive(half, "half");
        Require.atLeast(cells, 1, "cells");
        return new Grid(-half, half, -half, half, cells, cells);
    }

    /** A cell for each entry of a matrix of shape (m, n), with its middle at whole numbers from 1. */
    static Grid ofMatrix(Shape shape) {
        int rows = (int) shape.get(0);
        int columns = (int) shape.get(1);
        return new Grid(0.5, columns + 0.5, 0.5, rows + 0.5, columns, rows);
    }

    /** Number of cells, n. */
    public int size() {
        return columns * rows;
    }

    public double cellArea() {
        return (xmax - xmin) / columns * (ymax - ymin) / rows;
    }

    /** x at the centre of cell i. */
    public double x(int i) {
        Require.index(i, size(), "i");
        return xmin + (i % columns + 0.5) * (xmax - xmin) / columns;
    }

    /** y at the centre of cell i. */
    public double y(int i) {
        Require.index(i, size(), "i");
        return ymin + (i / columns + 0.5) * (ymax - ymin) / rows;
    }

    /** The centres as an array of shape (n, 2) in float64. */
    public NDArray points(NDManager manager) {
        Require.nonNull(manager, "manager");
        Require.that(manager.isOpen(), "manager was closed; expected an open one, which owns the new array");
        var flat = new double[2 * size()];
        for (int i = 0; i < size(); i++) {
            flat[2 * i] = x(i);
            flat[2 * i + 1] = y(i);
        }
        return manager.create(flat, new Shape(size(), 2));
    }

    /**
     * The lines between the cells, as paths to map and to draw: shape (dots, lines, 2) in float64, the columns + 1 upright lines
     * first, then the rows + 1 level ones, each of so many dots.
     */
    public NDArray mesh(NDManager manager, int dots) {
        Require.nonNull(manager, "manager");
        Require.within(dots, 2, 1 << 20, "dots");
        int lines = columns + rows + 2;
        var flat = DoubleBuffer.allocate(2 * dots * lines);
        for (int dot = 0; dot < dots; dot++) {
            double along = dot / (dots - 1.0);
            for (int i = 0; i <= columns; i++) {
                flat.put(lerp(xmin, xmax, (double) i / columns)).put(lerp(ymin, ymax, along));
            }
            for (int i = 0; i <= rows; i++) {
                flat.put(lerp(xmin, xmax, along)).put(lerp(ymin, ymax, (double) i / rows));
            }
        }
        return manager.create(flat.array(), new Shape(dots, lines, 2));
    }

    private static double lerp(double from, double to, double fraction) {
        return (1 - fraction) * from + fraction * to;
    }

    /** The values of f(x, y) at the centres. */
    public double[] values(DoubleBinaryOperator f) {
        Require.nonNull(f, "f");
        var values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = f.applyAsDouble(x(i), y(i));
        }
        return values;
    }

    /**
     * How densely points of shape (n, 2) lie: count in the cell / (n times the cell's area). Points outside the grid
     * count in n.
     *
     * @throws IllegalArgumentException if a point is not finite
     */
    public double[] density(NDArray points) {
        var plane = PlotData.plane("points", points);
        for (int i = 0; i < plane.size(); i++) {
            finite(plane.x(i), i, 0);
            finite(plane.y(i), i, 1);
        }
        var values = new double[size()];
        double each = 1 / (plane.size() * cellArea());
        for (int i = 0; i < plane.size(); i++) {
            int column = cell(plane.x(i), xmin, xmax, columns);
            int row = cell(plane.y(i), ymin, ymax, rows);
            if (column >= 0 && row >= 0) {
                values[row * columns + column] += each;
            }
        }
        return values;
    }

    private static void finite(double value, int row, int column) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("points is " + value + " in row " + row + ", column " + column
                    + " (counted from 0); expected finite numbers; leave such rows out");
        }
    }

    /** The cell that holds a finite number, its lower edge included; -1 for one outside, whatever rounding does. */
    private static int cell(double value, double min, double max, int count) {
        boolean inside = value >= min && value < max;
        return inside ? Math.min(count - 1, (int) Math.floor((value - min) / (max - min) * count)) : -1;
    }
}
