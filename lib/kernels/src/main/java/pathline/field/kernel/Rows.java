package pathline.field.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import pathline.check.Require;

/**
 * Numbers of points row by row, as the engine has them, and their way into the tiles' order and back.
 *
 * @param numbers all of them
 * @param start where those of the first point begin
 * @param width how many a point has
 * @param stride from one point to the next: more than the width where rows hold other numbers too
 */
public record Rows(float[] numbers, int start, int width, int stride) {

    /** No numbers: what is written here is not wanted. */
    static final Rows NONE = new Rows(Lanes.ZERO, 0, 0, 0);

    /** Whether there is room for numbers. */
    boolean wanted() {
        return width > 0;
    }

    /** Rows of {@code width} numbers, one after the other. */
    public static Rows of(float[] numbers, int width) {
        return new Rows(numbers, 0, width, width);
    }

    /** Refuses x if it holds no whole points, and others that have less room. */
    static void check(int width, float[] x, float[]... others) {
        Require.nonNull(x, "x");
        if (x.length % width != 0) {
            throw new IllegalArgumentException(
                    "x has " + x.length + " numbers; expected rows of " + width + ", one for each point");
        }
        for (float[] other : others) {
            if (other == null || other.length < x.length) {
                throw new IllegalArgumentException("An array beside x is "
                        + (other == null ? "null" : "of " + other.length + " numbers") + "; expected " + x.length
                        + " as x has");
            }
        }
    }

    /** Rows from, ..., from + count - 1 become columns of a tile, from its row {@code to} on; zeros follow up to {@code columns}. */
    public void turn(int from, int count, int columns, float[] tile, int to) {
        int first = start + from * stride;
        for (int j = 0; j < width; j++) {
            int row = (to + j) * TILE;
            for (int i = 0; i < count; i++) {
                tile[row + i] = numbers[first + i * stride + j];
            }
            Arrays.fill(tile, row + count, row + columns, 0);
        }
    }

    /** The first row becomes every column of a tile, from its row {@code to} on. */
    void spread(int columns, float[] tile, int to) {
        for (int j = 0; j < width; j++) {
            int row = (to + j) * TILE;
            Arrays.fill(tile, row, row + columns, numbers[start + j]);
        }
    }

    /** The first columns of a tile become rows to, ..., to + count - 1. */
    public void turnBack(float[] tile, int count, int to) {
        int first = start + to * stride;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < width; j++) {
                numbers[first + i * stride + j] = tile[j * TILE + i];
            }
        }
    }
}
