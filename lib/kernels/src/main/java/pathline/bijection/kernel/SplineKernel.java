package pathline.bijection.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import pathline.bijection.RationalQuadratic;
import pathline.field.kernel.Elementary;

/**
 * The monotone rational-quadratic spline. Exponentials of the raw widths and heights are taken in vectors; what depends on the bin
 * of a point is computed point by point.
 *
 * @param bins K
 * @param bound half the length of the interval
 * @param factor what raw widths and heights are multiplied by
 */
record SplineKernel(int bins, float bound, float factor) implements TransformerKernel {

    /** As {@link RationalQuadratic} has it: the least width and height of a bin, of an interval of length 1, and the least slope. */
    private static final float LEAST = 1e-3f;

    SplineKernel(RationalQuadratic spline) {
        this(spline.bins(), (float) spline.bound(), (float) (1 / spline.divisor()));
    }

    @Override
    public int count() {
        return 3 * bins - 1;
    }

    /** Shares of widths, then of heights, and for each of both a row of maxima, which become sums. */
    @Override
    public int scratchRows() {
        return 2 * bins + 2;
    }

    @Override
    public void forward(Place place, float[] logs) {
        shares(place);
        var bin = new SplineBin(this, place.raw(), place.rawAt(), place.scratch());
        var x = place.x();
        for (int i = 0; i < place.columns(); i++) {
            int at = place.xAt() + i;
            if (Math.abs(x[at]) <= bound) {
                bin.find(i, x[at], 0);
                bin.at(x[at]);
                x[at] = bin.y();
                logs[i] += bin.logSlope();
            }
        }
    }

    @Override
    public void inverse(Place place, float[] logs) {
        shares(place);
        var bin = new SplineBin(this, place.raw(), place.rawAt(), place.scratch());
        var y = place.x();
        for (int i = 0; i < place.columns(); i++) {
            int at = place.xAt() + i;
            if (Math.abs(y[at]) <= bound) {
                bin.find(i, y[at], 1);
                y[at] = bin.root(y[at]);
                logs[i] -= bin.logSlope();
            }
        }
    }

    @Override
    public void vjp(Place place, float[] a, int at, float[] slopes, float[] toRaw) {
        shares(place);
        var bin = new SplineBin(this, place.raw(), place.rawAt(), place.scratch());
        for (int k = 0; k < count(); k++) {
            Arrays.fill(toRaw, place.rawAt() + k * TILE, place.rawAt() + k * TILE + place.columns(), 0);
        }
        for (int i = 0; i < place.columns(); i++) {
            float x = place.x()[place.xAt() + i];
            if (Math.abs(x) <= bound) {
                bin.find(i, x, 0);
                bin.at(x);
                a[at + i] = bin.vjp(a[at + i], slopes[i], toRaw);
            }
        }
    }

    /** The softmax of widths, and of heights: shares in the first rows of scratch. */
    private void shares(Place place) {
        for (int axis = 0; axis < 2; axis++) {
            int from = axis * bins * TILE;
            int most = (2 * bins + axis) * TILE;
            largest(place, place.rawAt() + from, most);
            for (int k = 0; k < bins; k++) {
                int row = from + k * TILE;
                for (int i = 0; i < place.columns(); i += COUNT) {
                    FloatVector.fromArray(SPECIES, place.raw(), place.rawAt() + row + i)
                            .sub(FloatVector.fromArray(SPECIES, place.scratch(), most + i))
                            .mul(factor)
                            .intoArray(place.scratch(), row + i);
                }
                Elementary.exp(place.scratch(), place.scratch(), row, row + place.columns());
            }
            divide(place.scratch(), from, most, place.columns());
        }
    }

    private void largest(Place place, int raw, int to) {
        for (int i = 0; i < place.columns(); i += COUNT) {
            var most = FloatVector.fromArray(SPECIES, place.raw(), raw + i);
            for (int k = 1; k < bins; k++) {
                most = most.max(FloatVector.fromArray(SPECIES, place.raw(), raw + k * TILE + i));
            }
            most.intoArray(place.scratch(), to + i);
        }
    }

    private void divide(float[] shares, int from, int sums, int columns) {
        for (int i = 0; i < columns; i += COUNT) {
            var sum = FloatVector.broadcast(SPECIES, 0f);
            for (int k = 0; k < bins; k++) {
                sum = sum.add(FloatVector.fromArray(SPECIES, shares, from + k * TILE + i));
            }
            sum.intoArray(shares, sums + i);
            for (int k = 0; k < bins; k++) {
                int at = from + k * TILE + i;
                FloatVector.fromArray(SPECIES, shares, at).div(sum).intoArray(shares, at);
            }
        }
    }

    /** Where knot k is, of the shares before it. */
    float knot(int k, float before) {
        return k == bins ? bound : 2 * bound * (LEAST * k + (1 - LEAST * bins) * before) - bound;
    }

    /** How far a knot moves with a share before it. */
    float reach() {
        return 2 * bound * (1 - LEAST * bins);
    }

    /** The slope at an inner knot of its raw number. */
    static float slope(float raw) {
        return softplus(raw) + LEAST;
    }

    /** log(1 + eᵃ). */
    private static float softplus(float a) {
        return Math.max(a, 0) + (float) Math.log1p(Math.exp(-Math.abs(a)));
    }
}
