package pathline.bench;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.Function;

/**
 * What is timed: one line of a table.
 *
 * @param id what it is called on the command line, such as W4
 * @param name its name, by which its times are found, here and among a peer's
 * @param batch points
 * @param dim their coordinates
 * @param hidden the width of the net's hidden layers
 * @param per how many steps one call of its task makes; times are those of one
 * @param sides in how many ways the library does it
 * @param maker makes the task
 */
record Work(
        String id,
        String name,
        int batch,
        int dim,
        int hidden,
        int per,
        List<Side> sides,
        Function<Setting, Task> maker) {

    private static final int BATCH = 256;

    Work {
        sides = List.copyOf(sides);
        if (batch < 1 || dim < 1 || hidden < 1 || per < 1) {
            throw new IllegalArgumentException("Sizes must be at least 1, got batch " + batch + ", dim " + dim
                    + ", hidden " + hidden + ", per " + per);
        }
    }

    /** 256 points of the plane, hidden width 64, a call being the unit. */
    static Work of(String id, String name, Function<Setting, Task> maker) {
        return new Work(id, id + " " + name, BATCH, 2, 64, 1, List.of(Side.ARRAYS, Side.COMPILED), maker);
    }

    /** The same of other sizes. */
    Work sizes(int newBatch, int newDim, int newHidden) {
        return new Work(id, name, newBatch, newDim, newHidden, per, sides, maker);
    }

    /** The same, its time divided by so many steps. */
    Work per(int steps) {
        return new Work(id, name, batch, dim, hidden, steps, sides, maker);
    }

    /** The same without a net. */
    Work withoutNet() {
        return new Work(id, name, batch, dim, hidden, per, List.of(Side.LIBRARY), maker);
    }

    /** What one call of is timed. */
    Task task(NDManager manager, Side side) {
        return maker.apply(new Setting(manager, side.passes(), batch, dim, hidden));
    }
}
