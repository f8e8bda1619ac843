package pathline.field.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import pathline.field.Activation;

/**
 * An activation over a run of numbers, with as many of its derivatives as are asked for.
 *
 * <p>Each is a loop of its own, since vectors that pass through a call chosen at run time would be put on the heap.
 */
public enum ActivationKernel {
    TANH {
        @Override
        public void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            Elementary.tanh(z, z, from, to);
            for (int i = from; order > 0 && i < to; i += COUNT) {
                var f = FloatVector.fromArray(SPECIES, z, i);
                var df = FloatVector.broadcast(SPECIES, 1f).sub(f.mul(f));
                df.intoArray(first, i);
                if (order > 1) {
                    f.mul(df).mul(-2f).intoArray(second, i);
                }
            }
        }
    },

    RELU {
        @Override
        public void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            for (int i = from; i < to; i += COUNT) {
                var x = FloatVector.fromArray(SPECIES, z, i);
                x.blend(0f, x.compare(LT, 0f)).intoArray(z, i);
                if (order > 0) {
                    FloatVector.broadcast(SPECIES, 0f)
                            .blend(1f, x.compare(GT, 0f))
                            .intoArray(first, i);
                    if (order > 1) {
                        FloatVector.broadcast(SPECIES, 0f).intoArray(second, i);
                    }
                }
            }
        }
    },

    ELU {
        @Override
        public void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            linearUnit(1f, 1f, z, first, second, order, from, to);
        }
    },

    SELU {
        @Override
        public void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            linearUnit(1.050701f, 1.7580993f, z, first, second, order, from, to);
        }
    },

    SILU {
        @Override
        public void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            SmoothActivations.sigmoid(z, first, from, to);
            if (order > 1) {
                SmoothActivations.siluSecond(z, first, second, from, to);
            }
            if (order > 0) {
                SmoothActivations.siluFirst(z, first, from, to);
            } else {
                SmoothActivations.multiply(z, first, from, to);
            }
        }
    },

    SOFTPLUS {
        @Override
        public void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            SmoothActivations.decay(z, first, from, to);
            if (order > 0) {
                SmoothActivations.softplusFirst(z, first, from, to);
            } else {
                SmoothActivations.softplus(z, first, from, to);
            }
            if (order > 1) {
                SmoothActivations.softplusSecond(first, second, from, to);
            }
        }
    },

    GELU {
        @Override
        public void run(float[] z, float[] first, float[] second, int order, int from, int to) {
            if (order == 0) {
                Elementary.normal(z, first, from, to);
                SmoothActivations.multiply(z, first, from, to);
                return;
            }
            SmoothActivations.bell(z, first, from, to);
            if (order > 1) {
                SmoothActivations.geluSecond(z, first, second, from, to);
            }
            var share = new float[BLOCK];
            for (int start = from; start < to; start += BLOCK) {
                int length = Math.min(BLOCK, to - start);
                System.arraycopy(z, start, share, 0, length);
                Elementary.normal(share, share, 0, length);
                SmoothActivations.geluFirst(z, first, share, start, length);
            }
        }
    };

    private static final int BLOCK = 1024;

    /**
     * Replaces z by f(z), from index {@code from} to {@code to}, whole vectors.
     *
     * @param first receives f'(z) if {@code order} is 1 or more, and may be overwritten if not
     * @param second receives f''(z) if {@code order} is 2
     */
    public abstract void run(float[] z, float[] first, float[] second, int order, int from, int to);

    /** The loop of an activation. */
    static ActivationKernel of(Activation activation) {
        return valueOf(activation.name());
    }

    /** slope z above zero, depth (eᶻ - 1) below. */
    private static void linearUnit(
            float slope, float depth, float[] z, float[] first, float[] second, int order, int from, int to) {
        Elementary.expm1(z, first, from, to);
        for (int i = from; i < to; i += COUNT) {
            var x = FloatVector.fromArray(SPECIES, z, i);
            var above = x.compare(GT, 0f);
            var below = FloatVector.fromArray(SPECIES, first, i).mul(depth);
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
}
