package pathline.field.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Exponential and its kin over runs of numbers, to about one rounding of float32; the result may overwrite the argument.
 *
 * <p>Each is one loop that calls the vector module directly, and no helper with the arithmetic in it: the compiler leaves
 * a method that is compiled already as a call, and then every vector passes through the heap.
 *
 * <p>The polynomials were fitted for the least largest error, weighted least squares repeated with the weights of the
 * errors (Lawson, 1961); each says its error before rounding. NaN stays NaN, since every comparison with it is false.
 */
public final class Elementary {

    private static final float LOG2_E = 1.442695f;

    /** ln 2 in two parts, of which the first has few enough digits for exact products with small integers. */
    private static final float LN2_HIGH = 0.6933594f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /** 1.5 · 2²³: added to a small number, it leaves the nearest integer in the last bits. */
    private static final float ROUNDER = 12582912f;

    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    private static final int FRACTION_BITS = 23;
    private static final int BIAS = 127;

    private static final float Q1 = 0.16666542f;
    private static final float Q2 = 4.1666280e-2f;
    private static final float Q3 = 8.366644e-3f;
    private static final float Q4 = 1.3946554e-3f;

    /** Above it eˣ is taken as infinite, which it is from 88.7 on; below the other as 0, where it is under 1e-38. */
    private static final float LARGEST = 88.3f;

    private static final float SMALLEST = -87.3f;

    /** Below it eˣ - 1 rounds to -1. */
    private static final float MINUS_ONE = -18;

    /** From here on tanh, and erf, round to 1. */
    private static final float TANH_ONE = 9.02f;

    private static final float ERF_ONE = 3.93f;

    private Elementary() {}

    /**
     * eˣ = 2ⁿ eʳ with |r| at most ln 2 / 2 and eʳ = 1 + r + r² q(r), error 1.4e-8. Where 2ⁿ has no exponent of its own, results
     * are infinite or 0.
     */
    public static void exp(float[] x, float[] result, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var at = FloatVector.fromArray(SPECIES, x, i);
            var shifted = at.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUNDER));
            var n = shifted.sub(FloatVector.broadcast(SPECIES, ROUNDER));
            var r = n.fma(
                    FloatVector.broadcast(SPECIES, -LN2_LOW), n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), at));
            var q = r.fma(FloatVector.broadcast(SPECIES, Q4), FloatVector.broadcast(SPECIES, Q3))
                    .fma(r, FloatVector.broadcast(SPECIES, Q2))
                    .fma(r, FloatVector.broadcast(SPECIES, Q1))
                    .fma(r, FloatVector.broadcast(SPECIES, 0.5f));
            var scale = shifted.reinterpretAsInts()
                    .lanewise(LSHL, FRACTION_BITS)
                    .add(BIAS << FRACTION_BITS)
                    .reinterpretAsFloats();
            q.mul(r)
                    .fma(r, r)
                    .fma(scale, scale)
                    .blend(Float.POSITIVE_INFINITY, at.compare(GT, LARGEST))
                    .blend(0f, at.compare(LT, SMALLEST))
                    .intoArray(result, i);
        }
    }

    /**
     * eˣ - 1 where x is below 0, to a rounding of the result, which the difference of eˣ and 1 would not give; 0 above.
     */
    static void expm1(float[] x, float[] result, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var at = FloatVector.fromArray(SPECIES, x, i);
            var within = at.blend(MINUS_ONE, at.compare(LT, MINUS_ONE)).blend(0f, at.compare(GT, 0f));
            var shifted = within.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUNDER));
            var n = shifted.sub(ROUNDER);
            var r = n.fma(
                    FloatVector.broadcast(SPECIES, -LN2_LOW), n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), within));
            var q = r.fma(FloatVector.broadcast(SPECIES, Q4), FloatVector.broadcast(SPECIES, Q3))
                    .fma(r, FloatVector.broadcast(SPECIES, Q2))
                    .fma(r, FloatVector.broadcast(SPECIES, Q1))
                    .fma(r, FloatVector.broadcast(SPECIES, 0.5f));
            var scale = shifted.reinterpretAsInts()
                    .sub(ROUNDER_BITS - BIAS)
                    .lanewise(LSHL, FRACTION_BITS)
                    .reinterpretAsFloats();
            q.mul(r).fma(r, r).fma(scale, scale.sub(1f)).intoArray(result, i);
        }
    }

    /** tanh x as x P(x²) / Q(x²); error 2.1e-8 of the result. */
    public static void tanh(float[] x, float[] result, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var at = FloatVector.fromArray(SPECIES, x, i);
            var u = at.mul(at);
            var p = u.fma(FloatVector.broadcast(SPECIES, 1.3319102e-8f), FloatVector.broadcast(SPECIES, 2.0583506e-5f))
                    .fma(u, FloatVector.broadcast(SPECIES, 3.4940362e-3f))
                    .fma(u, FloatVector.broadcast(SPECIES, 0.13379720f))
                    .fma(u, FloatVector.broadcast(SPECIES, 1f));
            var q = u.fma(FloatVector.broadcast(SPECIES, 7.7620325e-7f), FloatVector.broadcast(SPECIES, 3.2830954e-4f))
                    .fma(u, FloatVector.broadcast(SPECIES, 2.587108e-2f))
                    .fma(u, FloatVector.broadcast(SPECIES, 0.46713033f))
                    .fma(u, FloatVector.broadcast(SPECIES, 1f));
            at.mul(p)
                    .div(q)
                    .blend(1f, at.compare(GT, TANH_ONE))
                    .blend(-1f, at.compare(LT, -TANH_ONE))
                    .intoArray(result, i);
        }
    }

    /** The standard normal distribution function (1 + erf(x/√2)) / 2, with erf y as y P(y²) / Q(y²), error 2e-8 of it. */
    static void normal(float[] x, float[] result, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var y = FloatVector.fromArray(SPECIES, x, i).mul(0.70710677f);
            var u = y.mul(y);
            var p = u.fma(FloatVector.broadcast(SPECIES, 2.0419589e-6f), FloatVector.broadcast(SPECIES, 2.848084e-4f))
                    .fma(u, FloatVector.broadcast(SPECIES, 3.7796292e-3f))
                    .fma(u, FloatVector.broadcast(SPECIES, 5.279035e-2f))
                    .fma(u, FloatVector.broadcast(SPECIES, 0.19078438f))
                    .fma(u, FloatVector.broadcast(SPECIES, 1.1283791f));
            var q = u.fma(FloatVector.broadcast(SPECIES, 3.800394e-5f), FloatVector.broadcast(SPECIES, 1.1652163e-3f))
                    .fma(u, FloatVector.broadcast(SPECIES, 1.4997480e-2f))
                    .fma(u, FloatVector.broadcast(SPECIES, 0.11425775f))
                    .fma(u, FloatVector.broadcast(SPECIES, 0.50241095f))
                    .fma(u, FloatVector.broadcast(SPECIES, 1f));
            y.mul(p)
                    .div(q)
                    .blend(1f, y.compare(GT, ERF_ONE))
                    .blend(-1f, y.compare(LT, -ERF_ONE))
                    .fma(FloatVector.broadcast(SPECIES, 0.5f), FloatVector.broadcast(SPECIES, 0.5f))
                    .intoArray(result, i);
        }
    }
}
