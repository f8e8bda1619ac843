package pathline.field.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;

/** A batch of points in plain arrays, row by row as the engine has them, and tiles of it feature by feature. */
final class Batch {

    private final Net net;
    private int points;
    private float[] states = new float[0];
    private float[] times = new float[0];
    private boolean oneTime;

    Batch(Net net) {
        this.net = net;
    }

    int points() {
        return points;
    }

    /** The number of tiles. */
    int tiles() {
        return (points + TILE - 1) / TILE;
    }

    /**
     * Takes on a batch.
     *
     * @param x states, a row a point
     * @param columns of time, one row or a row a point
     */
    void set(float[] x, int count, float[] columns, boolean shared) {
        states = x;
        points = count;
        times = columns;
        oneTime = shared;
    }

    /** Points from, ..., from + count - 1, and zeros up to {@code columns}. */
    void gather(int from, int count, int columns, float[] tile) {
        turn(states, from * net.dim(), net.dim(), count, columns, tile, 0);
        if (oneTime) {
            for (int j = 0; j < net.times(); j++) {
                int row = (net.dim() + j) * TILE;
                Arrays.fill(tile, row, row + columns, times[j]);
            }
        } else {
            turn(times, from * net.times(), net.times(), count, columns, tile, net.dim());
        }
    }

    /** The times of these points, for a net whose gates want them. */
    void clock(int from, int count, int columns, float[] row) {
        if (oneTime) {
            Arrays.fill(row, 0, columns, times[0]);
        } else {
            turn(times, from, 1, count, columns, row, 0);
        }
    }

    /** Rows of {@code width} numbers become columns of a tile from its row {@code to}; zeros follow. */
    static void turn(float[] rows, int from, int width, int count, int columns, float[] tile, int to) {
        for (int j = 0; j < width; j++) {
            int row = (to + j) * TILE;
            for (int i = 0; i < count; i++) {
                tile[row + i] = rows[from + i * width + j];
            }
            Arrays.fill(tile, row + count, row + columns, 0);
        }
    }

    /** Columns of a tile become rows of {@code width} numbers. */
    static void turnBack(float[] tile, int width, int count, float[] rows, int from) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < width; j++) {
                rows[from + i * width + j] = tile[j * TILE + i];
            }
        }
    }
}
