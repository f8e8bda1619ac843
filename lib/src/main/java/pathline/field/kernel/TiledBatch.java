package pathline.field.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;

/** A batch of points with their times, and tiles of it feature by feature. */
final class TiledBatch {

    private final MlpLayout net;
    private int points;
    private Rows states = Rows.NONE;
    private Rows times = Rows.NONE;
    private boolean oneTime;

    TiledBatch(MlpLayout net) {
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
    void set(Rows x, int count, float[] columns, boolean shared) {
        states = x;
        points = count;
        times = Rows.of(columns, net.times());
        oneTime = shared;
    }

    /** Points from, ..., from + count - 1, and zeros up to {@code columns}. */
    void gather(int from, int count, int columns, float[] tile) {
        states.turn(from, count, columns, tile, 0);
        if (oneTime) {
            for (int j = 0; j < net.times(); j++) {
                int row = (net.dim() + j) * TILE;
                Arrays.fill(tile, row, row + columns, times.numbers()[j]);
            }
        } else {
            times.turn(from, count, columns, tile, net.dim());
        }
    }

    /** The times of these points, for a net whose gates want them. */
    void clock(int from, int count, int columns, float[] row) {
        if (oneTime) {
            Arrays.fill(row, 0, columns, times.numbers()[0]);
        } else {
            Rows.of(times.numbers(), 1).turn(from, count, columns, row, 0);
        }
    }
}
