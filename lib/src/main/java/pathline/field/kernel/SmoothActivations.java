package pathline.field.kernel;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.LT;
import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of the smooth activations: silu, softplus and gelu.
 *
 * <p>Short loops without a branch, each a method of its own: the compiler puts only so much into one, and a longer loop may
 * end up with its vectors on the heap, at a tenth of the speed.
 */
final class SmoothActivations {

    private SmoothActivations() {}

    /** σ(z). */
    static void sigmoid(float[] z, float[] result, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            FloatVector.fromArray(SPECIES, z, i).neg().intoArray(result, i);
        }
        Elementary.exp(result, result, from, to);
        for (int i = from; i < to; i += COUNT) {
            FloatVector.broadcast(SPECIES, 1f)
                    .div(FloatVector.fromArray(SPECIES, result, i).add(1f))
                    .intoArray(result, i);
        }
    }

    /** exp(-|z|). */
    static void decay(float[] z, float[] result, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            FloatVector.fromArray(SPECIES, z, i).lanewise(ABS).neg().intoArray(result, i);
        }
        Elementary.exp(result, result, from, to);
    }

    /** The standard normal density. */
    static void bell(float[] z, float[] result, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var x = FloatVector.fromArray(SPECIES, z, i);
            x.mul(x).mul(-0.5f).intoArray(result, i);
        }
        Elementary.exp(result, result, from, to);
        for (int i = from; i < to; i += COUNT) {
            FloatVector.fromArray(SPECIES, result, i).mul(0.3989423f).intoArray(result, i);
        }
    }

    /** z ← z s. */
    static void multiply(float[] z, float[] s, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            FloatVector.fromArray(SPECIES, z, i)
                    .mul(FloatVector.fromArray(SPECIES, s, i))
                    .intoArray(z, i);
        }
    }

    /** s = σ(z) becomes f' = s + (1 - s) z s, and z becomes z s. */
    static void siluFirst(float[] z, float[] s, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var g = FloatVector.fromArray(SPECIES, s, i);
            var f = FloatVector.fromArray(SPECIES, z, i).mul(g);
            FloatVector.broadcast(SPECIES, 1f).sub(g).fma(f, g).intoArray(s, i);
            f.intoArray(z, i);
        }
    }

    /** f'' = s (1 - s) (2 + z (1 - 2 s)). */
    static void siluSecond(float[] z, float[] s, float[] second, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var g = FloatVector.fromArray(SPECIES, s, i);
            var one = FloatVector.broadcast(SPECIES, 1f);
            var inner = g.fma(FloatVector.broadcast(SPECIES, -2f), one)
                    .fma(FloatVector.fromArray(SPECIES, z, i), FloatVector.broadcast(SPECIES, 2f));
            one.sub(g).mul(g).mul(inner).intoArray(second, i);
        }
    }

    /** z becomes max(z, 0) + log(1 + u), for u = exp(-|z|); the logarithm is u P(u) / Q(u), error 1e-9 of it. */
    static void softplus(float[] z, float[] u, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var x = FloatVector.fromArray(SPECIES, z, i);
            var e = FloatVector.fromArray(SPECIES, u, i);
            var p = e.fma(FloatVector.broadcast(SPECIES, 3.4172847e-3f), FloatVector.broadcast(SPECIES, 0.23815762f))
                    .fma(e, FloatVector.broadcast(SPECIES, 1.0662186f))
                    .fma(e, FloatVector.broadcast(SPECIES, 1f));
            var q = e.fma(FloatVector.broadcast(SPECIES, 7.5287320e-2f), FloatVector.broadcast(SPECIES, 0.6879364f))
                    .fma(e, FloatVector.broadcast(SPECIES, 1.5662185f))
                    .fma(e, FloatVector.broadcast(SPECIES, 1f));
            x.blend(0f, x.compare(LT, 0f)).add(e.mul(p).div(q)).intoArray(z, i);
        }
    }

    /** The same, and u becomes f' = σ(z). */
    static void softplusFirst(float[] z, float[] u, int from, int to) {
        int length = to - from;
        var below = new float[length];
        for (int i = from; i < to; i += COUNT) {
            var e = FloatVector.fromArray(SPECIES, u, i);
            var x = FloatVector.fromArray(SPECIES, z, i);
            FloatVector.broadcast(SPECIES, 1f)
                    .blend(e, x.compare(LT, 0f))
                    .div(e.add(1f))
                    .intoArray(below, i - from);
        }
        softplus(z, u, from, to);
        System.arraycopy(below, 0, u, from, length);
    }

    /** f'' = s (1 - s) for s = f'. */
    static void softplusSecond(float[] s, float[] second, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var g = FloatVector.fromArray(SPECIES, s, i);
            FloatVector.broadcast(SPECIES, 1f).sub(g).mul(g).intoArray(second, i);
        }
    }

    /** φ becomes f' = Φ + z φ, and z becomes zΦ, of numbers whose Φ is known. */
    static void geluFirst(float[] z, float[] bell, float[] share, int from, int count) {
        for (int i = 0; i < count; i += COUNT) {
            var x = FloatVector.fromArray(SPECIES, z, from + i);
            var below = FloatVector.fromArray(SPECIES, share, i);
            FloatVector.fromArray(SPECIES, bell, from + i).fma(x, below).intoArray(bell, from + i);
            x.mul(below).intoArray(z, from + i);
        }
    }

    /** f'' = (2 - z²) φ. */
    static void geluSecond(float[] z, float[] bell, float[] second, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var x = FloatVector.fromArray(SPECIES, z, i);
            FloatVector.broadcast(SPECIES, 2f)
                    .sub(x.mul(x))
                    .mul(FloatVector.fromArray(SPECIES, bell, i))
                    .intoArray(second, i);
        }
    }
}
