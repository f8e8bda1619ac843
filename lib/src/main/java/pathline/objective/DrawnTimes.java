package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.random.Rng;

/** Times drawn one by one. */
record DrawnTimes(String name, ToDoubleFunction<Rng> draw, DoubleUnaryOperator q) implements TimeDensity {

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
        Door.check(manager, type, rng);
        var times = new double[Require.atLeast(n, 1, "n")];
        for (int i = 0; i < n; i++) {
            times[i] = draw.applyAsDouble(rng);
        }
        return column(manager, type, times);
    }

    @Override
    public double density(double t) {
        return q.applyAsDouble(Require.within(t, 0, 1, "t"));
    }

    /** The times as a column, rounded down to what the type can say below 1: at 1 itself some paths have no velocity. */
    static NDArray column(NDManager manager, DataType type, double... times) {
        double grain = type == DataType.FLOAT64 ? 0x1p53 : 0x1p24;
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.min(Math.floor(times[i] * grain), grain - 1) / grain;
        }
        return HostMemory.array(manager, type, times, times.length, 1);
    }

    @Override
    public String toString() {
        return "Times[" + name + "]";
    }
}
