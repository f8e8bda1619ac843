package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/** Times in [0, 1) that are drawn as doubles in Java memory. */
interface TimeDraw extends Times {

    /** n times, as a new array. */
    double[] draw(int n, Rng rng);

    /** The times rounded down to what the type can say below 1: at 1 itself some paths have no velocity. */
    @Override
    default Points points(NDManager manager, DataType type, int n, Rng rng) {
        Door.check(manager, type, rng);
        double[] times = draw(Require.atLeast(n, 1, "n"), rng);
        double grain = type == DataType.FLOAT64 ? 0x1p53 : 0x1p24;
        for (int i = 0; i < n; i++) {
            times[i] = Math.min(Math.floor(times[i] * grain), grain - 1) / grain;
        }
        return Points.of(manager, type, times, n, 1);
    }

    @Override
    default NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
        return points(manager, type, n, rng).array();
    }
}
