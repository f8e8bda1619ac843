package pathline.coupling;

/**
 * e to the power of every number of an array, to some 10⁻¹² of the value.
 *
 * <p>exp(x) = (e^(x / 2048))^2048: a Taylor polynomial of degree 12 near 0 and eleven squarings, each of which doubles the
 * relative error. Short loops without a branch or a call, all at the same index, are what the compiler turns into vector
 * instructions; they take a quarter of the time of {@link Math#exp}.
 */
final class Exponentials {

    /** Below this the result would leave the range of normal doubles; it stays at 10⁻³⁰⁸ instead. */
    private static final double LEAST = -708;

    private Exponentials() {}

    /**
     * Replaces the first {@code count} numbers by their exponentials.
     *
     * @param x numbers below 709
     * @param rest room for {@code count} numbers
     */
    static void apply(double[] x, double[] rest, int count) {
        for (int j = 0; j < count; j++) {
            double y = Math.max(x[j], LEAST) * 0x1p-11;
            x[j] = y;
            double high = 1 / 479001600.0;
            high = high * y + 1 / 39916800.0;
            high = high * y + 1 / 3628800.0;
            high = high * y + 1 / 362880.0;
            high = high * y + 1 / 40320.0;
            high = high * y + 1 / 5040.0;
            rest[j] = high;
        }
        for (int j = 0; j < count; j++) {
            double y = x[j];
            double power = rest[j] * y + 1 / 720.0;
            power = power * y + 1 / 120.0;
            power = power * y + 1 / 24.0;
            power = power * y + 1 / 6.0;
            power = power * y + 1 / 2.0;
            power = (power * y + 1) * y + 1;
            double square = power * power;
            x[j] = square * square;
        }
        eighth(x, count);
        eighth(x, count);
        eighth(x, count);
    }

    private static void eighth(double[] x, int count) {
        for (int j = 0; j < count; j++) {
            double square = x[j] * x[j];
            double fourth = square * square;
            x[j] = fourth * fourth;
        }
    }
}
