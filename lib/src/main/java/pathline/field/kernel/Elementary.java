package pathline.field.kernel;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static pathline.field.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Exponential and its kin, lane by lane, to about one rounding of float32.
 *
 * <p>The polynomials were fitted for the least largest error, weighted least squares repeated with the weights of the
 * errors (Lawson, 1961); each says its error before rounding. NaN stays NaN, since every comparison with it is false.
 */
final class Elementary {

    private static final float LOG2_E = 1.442695041f;

    /** ln 2 in two parts, of which the first has few enough digits for exact products with small integers. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /** 1.5 · 2²³: added to a small number, it leaves the nearest integer in the last bits. */
    private static final float ROUNDER = 12582912f;

    private static final int EXPONENT_BITS = 23;
    private static final int EXPONENT_BIAS = 127;

    /** Above it eˣ is infinite, below the other it is 0. */
    private static final float LARGEST = 89;

    private static final float SMALLEST = -104;

    /** Below it eˣ - 1 rounds to -1. */
    private static final float MINUS_ONE = -18;

    /** From here on tanh, and erf, round to 1. */
    private static final float TANH_ONE = 9.02f;

    private static final float ERF_ONE = 3.93f;

    private Elementary() {}

    static FloatVector constant(float number) {
        return FloatVector.broadcast(SPECIES, number);
    }

    /** eˣ = 2ⁿ eʳ with |r| at most ln 2 / 2; 2ⁿ in two factors, so that results below the normal range are right. */
    static FloatVector exp(FloatVector x) {
        var within = x.blend(LARGEST, x.compare(GT, LARGEST)).blend(SMALLEST, x.compare(LT, SMALLEST));
        var shifted = within.fma(constant(LOG2_E), constant(ROUNDER));
        var power = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
        var half = power.lanewise(ASHR, 1);
        return reducedExpm1(within, shifted).add(1f).mul(power(half)).mul(power(power.sub(half)));
    }

    /** eˣ - 1 for x ≤ 0, to a rounding of the result, which the difference of eˣ and 1 would not give. */
    static FloatVector expm1(FloatVector x) {
        var within = x.blend(MINUS_ONE, x.compare(LT, MINUS_ONE)).blend(0f, x.compare(GT, 0f));
        var shifted = within.fma(constant(LOG2_E), constant(ROUNDER));
        var scale = power(shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER)));
        return reducedExpm1(within, shifted).fma(scale, scale.sub(1f));
    }

    /** eʳ - 1 = r + r² q(r) for r = x - n ln 2; error 1.4e-8 of eʳ. */
    private static FloatVector reducedExpm1(FloatVector x, FloatVector shifted) {
        var n = shifted.sub(ROUNDER);
        var r = n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), x));
        var q = r.fma(constant(1.3946554e-3f), constant(8.3666444e-3f))
                .fma(r, constant(4.1666280e-2f))
                .fma(r, constant(0.16666542f))
                .fma(r, constant(0.5f));
        return q.mul(r).fma(r, r);
    }

    /** 2ⁿ for -127 &lt; n &lt; 128. */
    private static FloatVector power(IntVector n) {
        return n.add(EXPONENT_BIAS).lanewise(LSHL, EXPONENT_BITS).reinterpretAsFloats();
    }

    /** σ(x) = 1 / (1 + e⁻ˣ). */
    static FloatVector sigmoid(FloatVector x) {
        return constant(1f).div(exp(x.neg()).add(1f));
    }

    /** log(1 + u) for u in [0, 1], as u P(u) / Q(u); error 1e-9 of the result. */
    static FloatVector log1p(FloatVector u) {
        var p = u.fma(constant(3.4172847e-3f), constant(0.23815762f))
                .fma(u, constant(1.0662186f))
                .fma(u, constant(1f));
        var q = u.fma(constant(7.5287320e-2f), constant(0.68793643f))
                .fma(u, constant(1.5662185f))
                .fma(u, constant(1f));
        return u.mul(p).div(q);
    }

    /** tanh x as x P(x²) / Q(x²); error 2.1e-8 of the result. */
    static FloatVector tanh(FloatVector x) {
        var u = x.mul(x);
        var p = u.fma(constant(1.3319102e-8f), constant(2.0583506e-5f))
                .fma(u, constant(3.4940362e-3f))
                .fma(u, constant(0.13379720f))
                .fma(u, constant(1f));
        var q = u.fma(constant(7.7620325e-7f), constant(3.2830954e-4f))
                .fma(u, constant(2.5871079e-2f))
                .fma(u, constant(0.46713033f))
                .fma(u, constant(1f));
        return saturated(x, x.mul(p).div(q), TANH_ONE);
    }

    /** erf x as x P(x²) / Q(x²); error 2e-8 of the result. */
    static FloatVector erf(FloatVector x) {
        var u = x.mul(x);
        var p = u.fma(constant(2.0419589e-6f), constant(2.8480839e-4f))
                .fma(u, constant(3.7796292e-3f))
                .fma(u, constant(5.2790351e-2f))
                .fma(u, constant(0.19078438f))
                .fma(u, constant(1.1283791f));
        var q = u.fma(constant(3.8003938e-5f), constant(1.1652163e-3f))
                .fma(u, constant(1.4997480e-2f))
                .fma(u, constant(0.11425775f))
                .fma(u, constant(0.50241095f))
                .fma(u, constant(1f));
        return saturated(x, x.mul(p).div(q), ERF_ONE);
    }

    /** The standard normal density. */
    static FloatVector bell(FloatVector x) {
        return exp(x.mul(x).mul(-0.5f)).mul(0.39894228f);
    }

    static FloatVector abs(FloatVector x) {
        return x.lanewise(ABS);
    }

    private static FloatVector saturated(FloatVector x, FloatVector inside, float one) {
        return inside.blend(1f, x.compare(GT, one)).blend(-1f, x.compare(LT, -one));
    }
}
