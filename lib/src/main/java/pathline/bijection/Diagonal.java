package pathline.bijection;

import ai.djl.ndarray.NDArray;

/** How the diagonal of a triangular matrix is made of numbers that may be learned freely. */
public enum Diagonal {

    /** e^a, as Glow has it; multiplied by signs that never change. */
    EXPONENTIAL {
        @Override
        NDArray of(NDArray raw) {
            return raw.exp();
        }

        @Override
        NDArray log(NDArray raw) {
            return raw;
        }

        @Override
        double rawOf(double size) {
            return Math.log(size);
        }
    },

    /** log(1 + e^a) + 10⁻³, which grows no faster than a; multiplied by signs that never change. */
    SOFTPLUS {
        @Override
        NDArray of(NDArray raw) {
            return Smooth.softplus(raw).add(LEAST);
        }

        @Override
        NDArray log(NDArray raw) {
            return of(raw).log();
        }

        @Override
        double rawOf(double size) {
            return Math.log(Math.expm1(Math.max(size, 2 * LEAST) - LEAST));
        }
    };

    private static final double LEAST = 1e-3;

    /** The sizes of the diagonal's numbers. */
    abstract NDArray of(NDArray raw);

    /** Their logarithms. */
    abstract NDArray log(NDArray raw);

    /** What a number of this size is made of, for the start. */
    abstract double rawOf(double size);
}
