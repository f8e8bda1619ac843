package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.function.Function;
import pathline.check.Require;
import pathline.check.RequireArray;

/** What a block is told: state, time, and perhaps a condition. */
interface BlockArguments {

    /** Of n points of an event's shape and n times, shape (n, 1). */
    NDList of(NDArray x, NDArray t);

    /** Refuses points that do not fit. */
    default void check(NDArray x) {}

    /** The same, and a condition as the last argument: a row for each point, or one row. */
    default BlockArguments with(Shape shape, Function<NDManager, NDArray> condition) {
        Require.that(
                shape.dimension() > 0 && shape.get(0) > 0,
                "condition has shape " + shape + "; expected a row for each point, or one row");
        return new Conditioned(this, shape, condition);
    }

    /** As far as the block knows its inputs. */
    static void checkInputs(Block block, int least, int most, String expected) {
        if (Require.nonNull(block, "block").isInitialized() && block.getInputShapes() != null) {
            int inputs = block.getInputShapes().length;
            Require.that(
                    inputs >= least && inputs <= most,
                    "block was initialized for " + inputs + " inputs; expected " + expected);
        }
    }

    /**
     * Others, and a condition.
     *
     * @param condition the array, which may be made on the manager of the points
     */
    record Conditioned(BlockArguments others, Shape shape, Function<NDManager, NDArray> condition)
            implements BlockArguments {

        /** A central difference asks for several points in place of each one, copy after copy of the batch. */
        @Override
        public NDList of(NDArray x, NDArray t) {
            var repeats = new long[shape.dimension()];
            Arrays.fill(repeats, 1);
            repeats[0] = x.getShape().get(0) / shape.get(0);
            var rows = RequireArray.open(condition.apply(x.getManager()), "condition");
            var all = others.of(x, t);
            all.add(repeats[0] == 1 ? rows : rows.tile(repeats));
            return all;
        }

        @Override
        public void check(NDArray x) {
            others.check(x);
            long n = x.getShape().get(0);
            long rows = shape.get(0);
            Require.that(
                    rows == 1 || rows == n,
                    "condition has " + rows + " rows for " + n + " points; give one row for all, or one for each");
        }
    }
}
