package pathline.image.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import jdk.incubator.vector.FloatVector;

/**
 * y = x̂ (1 + s) + b of one token, x̂ with mean 0 and variance 1 over the token's numbers; lanes are images.
 *
 * <p>Scale s and shift b lie one behind the other, {@code width} rows each.
 */
final class TokenNorm {

    private static final float EPSILON = 1e-5f;

    private TokenNorm() {}

    /** x̂ and 1/σ of the token whose rows begin at {@code from} in both. */
    static void normalise(float[] x, int from, int width, float[] normal, float[] inverse, int inverseFrom) {
        for (int i = 0; i < TILE; i += COUNT) {
            int end = from + i + width * TILE;
            var sum = FloatVector.zero(SPECIES);
            for (int k = from + i; k < end; k += TILE) {
                sum = sum.add(FloatVector.fromArray(SPECIES, x, k));
            }
            var mean = sum.mul(1f / width);
            var squares = FloatVector.zero(SPECIES);
            for (int k = from + i; k < end; k += TILE) {
                var off = FloatVector.fromArray(SPECIES, x, k).sub(mean);
                squares = off.fma(off, squares);
            }
            var factor = FloatVector.broadcast(SPECIES, 1f)
                    .div(squares.mul(1f / width).add(EPSILON).sqrt());
            for (int k = from + i; k < end; k += TILE) {
                FloatVector.fromArray(SPECIES, x, k).sub(mean).mul(factor).intoArray(normal, k);
            }
            factor.intoArray(inverse, inverseFrom + i);
        }
    }

    /** y of x̂. */
    static void scale(float[] normal, int from, int width, float[] told, float[] y) {
        int count = width * TILE;
        for (int k = 0; k < count; k += COUNT) {
            FloatVector.fromArray(SPECIES, told, k)
                    .add(1f)
                    .fma(
                            FloatVector.fromArray(SPECIES, normal, from + k),
                            FloatVector.fromArray(SPECIES, told, count + k))
                    .intoArray(y, from + k);
        }
    }

    /** Adds ∂⟨η, y⟩/∂s and ∂⟨η, y⟩/∂b to what is gathered, and makes η the cotangent of x̂. */
    static void gather(float[] eta, int from, int width, float[] normal, float[] told, float[] toTold) {
        int count = width * TILE;
        for (int k = 0; k < count; k += COUNT) {
            var e = FloatVector.fromArray(SPECIES, eta, from + k);
            e.fma(FloatVector.fromArray(SPECIES, normal, from + k), FloatVector.fromArray(SPECIES, toTold, k))
                    .intoArray(toTold, k);
            e.add(FloatVector.fromArray(SPECIES, toTold, count + k)).intoArray(toTold, count + k);
            FloatVector.fromArray(SPECIES, told, k).add(1f).mul(e).intoArray(eta, from + k);
        }
    }

    /** Adds to the cotangent of x, for η of x̂: (η - mean η - x̂ mean(x̂ η)) / σ. */
    static void addVjp(
            float[] eta, int from, int width, float[] normal, float[] inverse, int inverseFrom, float[] toX) {
        for (int i = 0; i < TILE; i += COUNT) {
            int end = from + i + width * TILE;
            var sum = FloatVector.zero(SPECIES);
            var along = FloatVector.zero(SPECIES);
            for (int k = from + i; k < end; k += TILE) {
                var e = FloatVector.fromArray(SPECIES, eta, k);
                sum = sum.add(e);
                along = e.fma(FloatVector.fromArray(SPECIES, normal, k), along);
            }
            var mean = sum.mul(1f / width);
            var share = along.mul(-1f / width);
            var factor = FloatVector.fromArray(SPECIES, inverse, inverseFrom + i);
            for (int k = from + i; k < end; k += TILE) {
                FloatVector.fromArray(SPECIES, normal, k)
                        .fma(share, FloatVector.fromArray(SPECIES, eta, k).sub(mean))
                        .fma(factor, FloatVector.fromArray(SPECIES, toX, k))
                        .intoArray(toX, k);
            }
        }
    }
}
