package pathline.bijection.kernel;

import java.util.Optional;
import pathline.bijection.Affine;
import pathline.bijection.LogSlope;
import pathline.bijection.RationalQuadratic;
import pathline.bijection.Transformer;

/**
 * A transformer over one coordinate of a tile's points. Arrays hold features row by row, {@link pathline.field.kernel.Lanes#TILE}
 * numbers apart; the raw numbers are rows that follow one another.
 */
interface TransformerKernel {

    /** Raw numbers of a coordinate. */
    int count();

    /** Rows of scratch that a call uses. */
    int scratchRows();

    /** Where one coordinate's numbers lie: its row in x, the first of its rows in raw; and how many points take part. */
    record Place(float[] x, int xAt, float[] raw, int rawAt, float[] scratch, int columns) {}

    /** x becomes y, and log dy/dx is added to {@code logs}. */
    void forward(Place place, float[] logs);

    /** y, in the place of x, becomes x; log dx/dy is added to {@code logs}. */
    void inverse(Place place, float[] logs);

    /**
     * The cotangent of y becomes that of x, where those of the raw numbers are written too.
     *
     * @param place x as it was before
     * @param a the cotangent, from {@code at} on
     * @param slopes the cotangent of log dy/dx at each point
     * @param toRaw room like that of raw, from the same row on
     */
    void vjp(Place place, float[] a, int at, float[] slopes, float[] toRaw);

    /** The kernel of a transformer, if it has one. */
    static Optional<TransformerKernel> of(Transformer transformer) {
        if (transformer instanceof RationalQuadratic spline) {
            return Optional.of(new SplineKernel(spline));
        }
        if (transformer instanceof Affine affine) {
            if (affine.slope() instanceof LogSlope.Free) {
                return Optional.of(new AffineKernel(0, affine.form()));
            }
            if (affine.slope() instanceof LogSlope.Bounded bounded) {
                return Optional.of(new AffineKernel(bounded.bound(), affine.form()));
            }
        }
        return Optional.empty();
    }
}
