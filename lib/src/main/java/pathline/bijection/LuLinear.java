package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A learned matrix for points: z = W x with W = P L U, log |det W| being the sum of the logarithms of U's diagonal. In Glow it
 * stands between couplings, where it learns which coordinates they are to see.
 *
 * @param matrix W
 */
public record LuLinear(LuMatrix matrix) implements FlowLayer {

    /** Checks that there is one. */
    public LuLinear {
        Require.nonNull(matrix, "matrix");
    }

    /** It begins as the identity; the diagonal is positive and cannot run away. */
    public static LuLinear identity(int dim) {
        return new LuLinear(LuMatrix.identity(dim, Diagonal.SOFTPLUS));
    }

    /** It begins as a rotation drawn at random, as in Glow. */
    public static LuLinear rotation(int dim, Rng rng) {
        return new LuLinear(LuMatrix.rotation(dim, Diagonal.EXPONENTIAL, rng));
    }

    @Override
    public int dim() {
        return matrix.size();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return matrix.declare(arrays);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return Mapped.of(x.matMul(matrix.matrix(own).transpose()), LogVolume.everywhere(x, matrix.logDeterminant(own)));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return Mapped.of(
                z.matMul(matrix.inverse(own).transpose()),
                LogVolume.everywhere(z, matrix.logDeterminant(own).neg()));
    }
}
