package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.random.Rng;

/** Checks of what every objective and every loss is given. */
final class Door {

    /** Points in a batch: more than fit into the engine's indices of one call. */
    private static final int MOST_POINTS = 1 << 28;

    private Door() {}

    static void check(NDManager manager, DataType type, Rng rng) {
        RequireArray.open(manager, "manager");
        RequireArray.floating(type, "type");
        Require.nonNull(rng, "rng");
    }

    /** What a loss is asked for. */
    static void check(Velocity velocity, Gradient into) {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(into, "into");
    }

    /** What a caller's own function has made for a batch: the engine ends the JVM where it computes with strings. */
    static NDArray made(NDArray array, DataType type, String name) {
        Require.that(
                RequireArray.open(array, name).getDataType() == type,
                name + " is " + array.getDataType() + "; expected " + type + " as the batch was asked for");
        return array;
    }

    /** The same in the form that batches have within the library. */
    static Points made(Points points, DataType type, String name) {
        Require.that(
                Require.nonNull(points, name).type() == type,
                name + " is " + points.type() + "; expected " + type + " as the batch was asked for");
        return points;
    }

    /** The size of a batch. */
    static void checkBatch(int batch) {
        Require.within(Require.atLeast(batch, 1, "batch"), 1, MOST_POINTS, "batch");
    }
}
