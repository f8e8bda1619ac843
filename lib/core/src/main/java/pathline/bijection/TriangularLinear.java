package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A learned matrix as TAN has it: z = x L U + b of row vectors, L with ones on its diagonal, U with a diagonal whose numbers
 * are free, signs included; log |det dz/dx| = Σ log |u_ii|. It begins as the identity.
 *
 * <p>Oliva and others, <i>Transformation autoregressive networks</i>, ICML 2018.
 */
public final class TriangularLinear implements FlowLayer, Identified {

    private final int dim;
    private final LuFactors factors;

    private TriangularLinear(int dim) {
        this.dim = dim;
        factors = new LuFactors(dim);
    }

    /** For points of so many coordinates. */
    public static TriangularLinear of(int dim) {
        return new TriangularLinear(Require.atLeast(dim, 1, "dim"));
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var one = new double[dim];
        Arrays.fill(one, 1);
        return arrays.zeros("lower", dim, dim)
                .zeros("upper", dim, dim)
                .values("diagonal", one, dim)
                .zeros("shift", dim);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var z = x.matMul(factors.lower(own).matMul(upper(own))).add(own.get("shift"));
        return Mapped.of(z, LogVolume.everywhere(x, logDeterminant(own)));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var inverse = LuFactors.inverse(factors.lower(own), upper(own));
        return Mapped.of(
                z.sub(own.get("shift")).matMul(inverse),
                LogVolume.everywhere(z, logDeterminant(own).neg()));
    }

    private NDArray upper(Weights own) {
        return factors.upper(own, own.get("diagonal"));
    }

    private static NDArray logDeterminant(Weights own) {
        return own.get("diagonal").abs().log().sum();
    }

    @Override
    public String toString() {
        return "TriangularLinear[dim=" + dim + "]";
    }

    /** Its size. */
    @Override
    public Object identity() {
        return List.of("triangular", dim);
    }
}
