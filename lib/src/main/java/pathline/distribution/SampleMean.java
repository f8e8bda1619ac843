package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * The mean of independent draws, and how far to trust it.
 *
 * @param value the mean
 * @param standardError sd/√n, with the sample's standard deviation; the true mean is within 2 of them in 95 of 100 cases
 */
public record SampleMean(double value, double standardError) {

    /** Of at least two draws. */
    public static SampleMean of(double... draws) {
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
        return new SampleMean(mean, Math.sqrt(squares / (draws.length - 1) / draws.length));
    }

    /** Of all numbers of an array, summed in double precision. */
    public static SampleMean of(NDArray draws) {
        try (var wide = draws.toType(DataType.FLOAT64, true)) {
            return of(wide.toDoubleArray());
        }
    }

    @Override
    public String toString() {
        return "%.6g ± %.2g".formatted(value, standardError);
    }
}
