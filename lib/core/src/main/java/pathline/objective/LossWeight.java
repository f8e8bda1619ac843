package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.function.DoubleUnaryOperator;
import pathline.array.HostMemory;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.path.Schedule;

/**
 * How much the error at a time counts: w(t) in L = E w(t) |v - ut|².
 *
 * <p>Each time has its own best velocity, the mean of ut, whatever the weight. A weight only says which times matter when
 * the net cannot be right at all of them.
 */
@FunctionalInterface
public interface LossWeight {

    /**
     * The weights of a batch.
     *
     * @param t times, shape (n, 1)
     * @return not negative, of t's type, shape (n, 1), or (1, 1) for one weight
     */
    NDArray at(NDArray t);

    /** The same in the form that batches have within the library. */
    default Points at(Points t) {
        return Points.of(at(Require.nonNull(t, "t").array()), "the loss's weight");
    }

    /** 1 at all times. */
    static LossWeight one() {
        return new UnitWeight();
    }

    /** A weight given as a function of one time. */
    static LossWeight of(DoubleUnaryOperator weight) {
        Require.nonNull(weight, "weight");
        return t -> {
            RequireArray.real(t, "t");
            try (var wide = t.toType(DataType.FLOAT64, true)) {
                double[] values = wide.toDoubleArray();
                for (int i = 0; i < values.length; i++) {
                    double value = weight.applyAsDouble(values[i]);
                    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                        throw new IllegalArgumentException("A weight must be finite and not negative, got " + value
                                + " at t = " + values[i] + "; bound it, or draw no times there");
                    }
                    values[i] = value;
                }
                return HostMemory.array(t.getManager(), t.getDataType(), values, values.length, 1);
            }
        };
    }

    /**
     * Makes the loss that of predicting the noise x0: w |v - ut|² = |N - x0|², with w = α²/(α σ' - σ α')² and N the noise
     * that the velocity v says is in xt.
     */
    static LossWeight noise(Schedule schedule) {
        Require.nonNull(schedule, "schedule");
        return new NamedWeight("noise", t -> {
            var s = schedule.at(t);
            return s.alpha().div(determinant(s)).square();
        });
    }

    /** Makes the loss that of predicting the data x1: w |v - ut|² = |D - x1|², with w = σ²/(α σ' - σ α')². */
    static LossWeight data(Schedule schedule) {
        Require.nonNull(schedule, "schedule");
        return new NamedWeight("data", t -> {
            var s = schedule.at(t);
            return s.sigma().div(determinant(s)).square();
        });
    }

    private static NDArray determinant(Schedule.AlphaSigma s) {
        return s.alpha().mul(s.dSigma()).subi(s.sigma().mul(s.dAlpha()));
    }
}
