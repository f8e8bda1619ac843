package pathline.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.DoubleBinaryOperator;

/**
 * The centres of columns by rows equal cells that tile [xmin, xmax] x [ymin, ymax]; where densities are evaluated.
 *
 * <p>Values on a grid stand row after row, from the bottom row up, as {@link #points} does. The sum of a density's
 * values times {@link #cellArea()} is its mass.
 */
public record Grid(double xmin, double xmax, double ymin, double ymax, int columns, int rows) {

    public Grid {
        if (!(xmin < xmax) || !(ymin < ymax)) {
            throw new IllegalArgumentException("a grid needs xmin < xmax and ymin < ymax, got [" + xmin + ", " + xmax
                    + "] x [" + ymin + ", " + ymax + "]");
        }
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a grid needs at least one cell, got " + columns + " x " + rows);
        }
    }

    /** The square [-half, half] x [-half, half] with {@code cells} cells along each side. */
    public static Grid square(double half, int cells) {
        return new Grid(-half, half, -half, half, cells, cells);
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
        return xmin + (i % columns + 0.5) * (xmax - xmin) / columns;
    }

    /** y at the centre of cell i. */
    public double y(int i) {
        return ymin + (i / columns + 0.5) * (ymax - ymin) / rows;
    }

    /** The centres as an array of shape (n, 2) in float64. */
    public NDArray points(NDManager manager) {
        var flat = new double[2 * size()];
        for (int i = 0; i < size(); i++) {
            flat[2 * i] = x(i);
            flat[2 * i + 1] = y(i);
        }
        return manager.create(flat, new Shape(size(), 2));
    }

    /** The values of f(x, y) at the centres. */
    public double[] values(DoubleBinaryOperator f) {
        var values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = f.applyAsDouble(x(i), y(i));
        }
        return values;
    }

    /** How densely points of shape (n, 2) lie: count in the cell / (n times the cell's area). */
    public double[] density(NDArray points) {
        var plane = Points.plane("points", points);
        var values = new double[size()];
        double each = 1 / (plane.size() * cellArea());
        for (int i = 0; i < plane.size(); i++) {
            int column = (int) Math.floor((plane.x(i) - xmin) / (xmax - xmin) * columns);
            int row = (int) Math.floor((plane.y(i) - ymin) / (ymax - ymin) * rows);
            if (column >= 0 && column < columns && row >= 0 && row < rows) {
                values[row * columns + column] += each;
            }
        }
        return values;
    }
}
