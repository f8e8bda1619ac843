package pathline.bench;

import java.util.function.Function;

/**
 * One line of the table.
 *
 * @param id what it is called on the command line: W1 to W10
 * @param name the whole of its name, by which a peer's number is found
 * @param batch points
 * @param dim their coordinates
 * @param hidden the width of the net's hidden layers
 * @param per how many steps one call of its task makes; times are those of one
 * @param maker makes the task
 */
record Work(String id, String name, int batch, int dim, int hidden, int per, Function<Setting, Task> maker) {

    private static final int BATCH = 256;

    /** In the plane, hidden width 64, a call being the unit. */
    static Work of(String id, String name, Function<Setting, Task> maker) {
        return new Work(id, id + " " + name, BATCH, 2, 64, 1, maker);
    }

    /** The same in other dimensions. */
    Work sizes(int newDim, int newHidden) {
        return new Work(id, name, batch, newDim, newHidden, per, maker);
    }

    /** The same, its time divided by so many steps. */
    Work per(int steps) {
        return new Work(id, name, batch, dim, hidden, steps, maker);
    }
}
