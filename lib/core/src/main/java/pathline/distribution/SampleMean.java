package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The mean of independent draws, and how far to trust it.
 *
 * @param value the mean
 * @param standardError sd/√n, with the sample's standard deviation; the true mean is within 2 of them in 95 of 100 cases
 */
public record SampleMean(double value, double standardError) {

    public SampleMean {
        Require.finite(value, "value");
        Require.that(
                standardError >= 0 && standardError < Double.POSITIVE_INFINITY,
                "standardError is " + standardError
                        + "; expected a finite number of at least 0, which a mean of two draws has");
    }

    /** Of at least two draws, all finite. */
    public static SampleMean of(double... draws) {
        Require.finite(draws, "draws");
        if (draws.length < 2) {
            throw new IllegalArgumentException("A mean with an error needs at least 2 draws, got " + draws.length);
        }
        double mean = 0;
        for (double draw : draws) {
            mean += draw / draws.length;
        }
        double squares = 0;
        for (double draw : draws) {
            squares += (draw - mean) * (draw - mean);
        }
        Require.that(
                squares < Double.POSITIVE_INFINITY,
                "draws are too far apart for the squares of their differences; divide them by one number");
        return new SampleMean(mean, Math.sqrt(squares / (draws.length - 1) / draws.length));
    }

    /** Of all numbers of an array, summed in double precision. */
    public static SampleMean of(NDArray draws) {
        RequireArray.open(draws, "draws");
        var type = draws.getDataType();
        Require.that(
                type == DataType.FLOAT32
                        || type == DataType.FLOAT64
                        || type == DataType.INT32
                        || type == DataType.INT64,
                "draws are " + type + "; expected numbers of float32, float64, int32 or int64");
        try (var wide = draws.toType(DataType.FLOAT64, true)) {
            return of(wide.toDoubleArray());
        }
    }

    @Override
    public String toString() {
        double size = Math.max(Math.abs(value), standardError);
        if (!(standardError > 1e-6 * size && size < 1e6)) {
            return String.format(Locale.ROOT, "%.6g ± %.2g", value, standardError);
        }
        var error = new BigDecimal(standardError).round(new MathContext(2));
        var mean = new BigDecimal(value).setScale(Math.max(0, error.scale()), RoundingMode.HALF_EVEN);
        return mean.toPlainString() + " ± " + error.toPlainString();
    }
}
