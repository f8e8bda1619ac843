package pathline.field.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;

/** A batch of points with their conditions and times, and tiles of it feature by feature. */
final class TiledBatch {

    private final MlpLayout net;
    private int points;
    private Rows states = Rows.NONE;
    private Rows condition = Rows.NONE;
    private Rows times = Rows.NONE;
    private boolean oneCondition;
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

    /** Takes on the condition of batches to come, of a net that is told one: a row a point, or one row. */
    void tell(float[] numbers) {
        condition = Rows.of(numbers, net.context());
    }

    /**
     * Takes on a batch.
     *
     * @param x states, a row a point
     * @param columns of time, one row or a row a point
     */
    void set(Rows x, int count, float[] columns, boolean shared) {
        int rows = net.context() == 0 ? 1 : condition.numbers().length / net.context();
        if (rows != 1 && rows != count) {
            throw new IllegalArgumentException(
                    "condition has " + rows + " rows for " + count + " points; give one row for all, or one for each");
        }
        oneCondition = rows == 1;
        states = x;
        points = count;
        times = Rows.of(columns, net.times());
        oneTime = shared;
    }

    /** Points from, ..., from + count - 1, and zeros up to {@code columns}. */
    void gather(int from, int count, int columns, float[] tile) {
        states.turn(from, count, columns, tile, 0);
        if (oneCondition) {
            condition.spread(columns, tile, net.dim());
        } else {
            condition.turn(from, count, columns, tile, net.dim());
        }
        if (oneTime) {
            times.spread(columns, tile, net.dim() + net.context());
        } else {
            times.turn(from, count, columns, tile, net.dim() + net.context());
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
