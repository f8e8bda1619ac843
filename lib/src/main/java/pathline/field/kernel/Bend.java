package pathline.field.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static pathline.field.kernel.Elementary.constant;
import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import pathline.field.Activation;

/**
 * An activation over a run of numbers, with as many of its derivatives as are asked for.
 *
 * <p>Each is a loop of its own, since vectors that pass through a call chosen at run time would be put on the heap.
 */
enum Bend {
    TANH {
        @Override
        void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            for (int i = from; i < to; i += COUNT) {
                var f = Elementary.tanh(load(z, i));
                f.intoArray(z, i);
                if (order > 0) {
                    var df = constant(1f).sub(f.mul(f));
                    df.intoArray(first, i);
                    if (order > 1) {
                        f.mul(df).mul(-2f).intoArray(second, i);
                    }
                }
            }
        }
    },

    RELU {
        @Override
        void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            for (int i = from; i < to; i += COUNT) {
                var x = load(z, i);
                x.blend(0f, x.compare(LT, 0f)).intoArray(z, i);
                if (order > 0) {
                    constant(0f).blend(1f, x.compare(GT, 0f)).intoArray(first, i);
                    if (order > 1) {
                        constant(0f).intoArray(second, i);
                    }
                }
            }
        }
    },

    ELU {
        @Override
        void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            linearUnit(1f, 1f, z, first, second, order, from, to);
        }
    },

    SELU {
        @Override
        void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            linearUnit(1.0507009873554805f, 1.7580993408473766f, z, first, second, order, from, to);
        }
    },

    SILU {
        @Override
        void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            for (int i = from; i < to; i += COUNT) {
                var x = load(z, i);
                var s = Elementary.sigmoid(x);
                var f = x.mul(s);
                f.intoArray(z, i);
                if (order > 0) {
                    var rest = constant(1f).sub(s);
                    rest.fma(f, s).intoArray(first, i);
                    if (order > 1) {
                        var inner = s.fma(constant(-2f), constant(1f)).fma(x, constant(2f));
                        rest.mul(s).mul(inner).intoArray(second, i);
                    }
                }
            }
        }
    },

    SOFTPLUS {
        @Override
        void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            for (int i = from; i < to; i += COUNT) {
                var x = load(z, i);
                var e = Elementary.exp(Elementary.abs(x).neg());
                var below = x.compare(LT, 0f);
                x.blend(0f, below).add(Elementary.log1p(e)).intoArray(z, i);
                if (order > 0) {
                    var s = constant(1f).blend(e, below).div(e.add(1f));
                    s.intoArray(first, i);
                    if (order > 1) {
                        constant(1f).sub(s).mul(s).intoArray(second, i);
                    }
                }
            }
        }
    },

    GELU {
        @Override
        void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            for (int i = from; i < to; i += COUNT) {
                var x = load(z, i);
                var share = Elementary.erf(x.mul(0.70710678f)).fma(constant(0.5f), constant(0.5f));
                x.mul(share).intoArray(z, i);
                if (order > 0) {
                    var bell = Elementary.bell(x);
                    bell.fma(x, share).intoArray(first, i);
                    if (order > 1) {
                        constant(2f).sub(x.mul(x)).mul(bell).intoArray(second, i);
                    }
                }
            }
        }
    };

    /**
     * Replaces z by f(z), from index {@code from} to {@code to}, whole vectors.
     *
     * @param first receives f'(z) if {@code order} is 1 or more
     * @param second receives f''(z) if {@code order} is 2
     */
    abstract void run(float[] z, float[] first, float[] second, int order, int from, int to);

    /** The loop of an activation. */
    static Bend of(Activation activation) {
        return valueOf(activation.name());
    }

    /** slope z above zero, depth (eᶻ - 1) below. */
    private static void linearUnit(
            float slope, float depth, float[] z, float[] first, float[] second, int order, int from, int to) {
        for (int i = from; i < to; i += COUNT) {
            var x = load(z, i);
            var above = x.compare(GT, 0f);
            var below = Elementary.expm1(x).mul(depth);
            below.blend(x.mul(slope), above).intoArray(z, i);
            if (order > 0) {
                var df = below.add(depth);
                df.blend(slope, above).intoArray(first, i);
                if (order > 1) {
                    df.blend(0f, above).intoArray(second, i);
                }
            }
        }
    }

    private static FloatVector load(float[] numbers, int at) {
        return FloatVector.fromArray(SPECIES, numbers, at);
    }
}
