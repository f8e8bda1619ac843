package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * A swelling or shrinking around a point c, from data to noise.
 *
 * <pre>
 *   z = x + β h (x - c),   h = 1/(α + r),   r = |x - c|,   det = (1 + β h)^(d - 1) (1 + α β h²),   α > 0, β > -α
 * </pre>
 *
 * <p>α and α + β are the softplus of learned numbers, so that the map is invertible; at the start β is 0. The inverse is the
 * root of a quadratic equation in r. At c itself the gradient in c and x is that of r = 0.
 * It takes no condition.
 *
 * <p>Rezende and Mohamed, <i>Variational inference with normalizing flows</i>, ICML 2015, where it maps noise to data.
 *
 * @param dim d, at least 1
 */
public record Radial(int dim) implements FlowLayer {

    /** The softplus of it is 1. */
    private static final double ONE = Math.log(Math.expm1(1));
    /** Under the root of r, whose slope at 0 would be infinite. */
    private static final double LEAST = 1e-30;

    /** Checks the dimension. */
    public Radial {
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.drawn("centre", rng::normal, dim)
                .values("alpha", new double[] {ONE})
                .values("beta", new double[] {ONE});
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var around = Around.of(own);
        var from = x.sub(around.centre);
        var r = length(from);
        return Mapped.of(from.mul(around.stretch(r)).add(around.centre), around.logDeterminant(r));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var around = Around.of(own);
        var from = z.sub(around.centre);
        var r = around.distance(length(from));
        return Mapped.of(
                from.div(around.stretch(r)).add(around.centre),
                around.logDeterminant(r).neg());
    }

    private static NDArray length(NDArray from) {
        return from.square().sum(new int[] {1}, true).add(LEAST).sqrt();
    }

    /**
     * The numbers of a layer; each formula is a sum of positive numbers.
     *
     * @param sum α + β
     * @param others d - 1, as an array that can be recorded
     */
    private record Around(NDArray centre, NDArray alpha, NDArray sum, NDArray others) {

        static Around of(Weights own) {
            var centre = own.get("centre");
            var others = own.get("alpha").zerosLike().add(centre.size() - 1);
            return new Around(centre, Smooth.softplus(own.get("alpha")), Smooth.softplus(own.get("beta")), others);
        }

        /** 1 + β h = (r + α + β)/(r + α). */
        NDArray stretch(NDArray r) {
            return r.add(sum).div(r.add(alpha));
        }

        /** Of which the last factor is (r² + 2 α r + α (α + β))/(r + α)². */
        NDArray logDeterminant(NDArray r) {
            var product = alpha.mul(r);
            var last = r.square().add(product).add(product).add(alpha.mul(sum));
            var below = r.add(alpha).log();
            var log = stretch(r).log().mul(others).add(last.log()).sub(below).sub(below);
            return log.squeeze(1);
        }

        /** r of the point that is mapped to this distance R: r² + (α + β - R) r - α R = 0, by the root that loses no digits. */
        NDArray distance(NDArray image) {
            var half = sum.sub(image);
            var product = alpha.mul(image);
            var twice = product.add(product);
            var root = half.abs().add(half.square().add(twice).add(twice).sqrt());
            var shrunk = twice.div(root);
            return NDArrays.where(half.gt(0), shrunk, root.mul(Scalars.HALF));
        }
    }
}
