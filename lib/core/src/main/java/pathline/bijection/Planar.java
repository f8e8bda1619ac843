package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * A bend along one direction, from data to noise.
 *
 * <pre>
 *   z = x + û tanh(w · x + b),   û = u + (softplus(w · u) - 1 - w · u) w / |w|²,   det = 1 + (1 - tanh²) w · û
 * </pre>
 *
 * <p>û has w · û above -1, so that the map is invertible. The inverse is a search for w · x, to the tolerance of 1e-13 (1 + |w · x|)
 * in float64 and 1e-6 (1 + |w · x|) in float32. One layer bends a single direction: many coordinates take many layers.
 * It takes no condition.
 *
 * <p>Rezende and Mohamed, <i>Variational inference with normalizing flows</i>, ICML 2015, where it maps noise to data.
 *
 * @param dim at least 1
 */
public record Planar(int dim) implements FlowLayer {

    private static final double START = 0.1;

    /** Checks the dimension. */
    public Planar {
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.drawn("w", () -> START * rng.normal(), dim)
                .drawn("u", () -> START * rng.normal(), dim)
                .zeros("b");
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var bend = Bend.of(own);
        var tanh = bend.tanh(bend.along(x));
        return Mapped.of(x.add(tanh.mul(bend.direction)), bend.logSlope(tanh).squeeze(1));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var bend = Bend.of(own);
        var along = MonotoneRoot.solve(bend.along(z), bend::at);
        return Mapped.of(
                z.sub(bend.tanh(along.values()).mul(bend.direction)),
                along.logSlope().squeeze(1));
    }

    /**
     * The numbers of a layer.
     *
     * @param direction û, shape (1, d)
     * @param product softplus(w · u) = 1 + w · û
     */
    private record Bend(NDArray w, NDArray b, NDArray direction, NDArray product) {

        static Bend of(Weights own) {
            var w = own.get("w");
            var u = own.get("u");
            var dot = w.mul(u).sum();
            var product = Smooth.softplus(dot);
            var more = product.sub(1).sub(dot).div(w.square().sum());
            return new Bend(w, own.get("b"), u.add(w.mul(more)).expandDims(0), product);
        }

        /** w · x, shape (n, 1). */
        NDArray along(NDArray x) {
            return x.matMul(w.expandDims(1));
        }

        /** tanh(s + b). */
        NDArray tanh(NDArray along) {
            return along.add(b).tanh();
        }

        /** The logarithm of the slope, tanh² + (1 - tanh²) (1 + w · û). */
        NDArray logSlope(NDArray tanh) {
            var square = tanh.square();
            return Scalars.ONE.sub(square).mul(product).add(square).log();
        }

        /** What becomes of s = w · x, and the logarithm of its slope. */
        Transformed at(NDArray along) {
            var tanh = tanh(along);
            return new Transformed(along.add(tanh.mul(product.sub(1))), logSlope(tanh));
        }
    }
}
