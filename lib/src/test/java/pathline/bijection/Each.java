package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A transformer of every coordinate whose raw numbers are learned themselves: those of each row, or one set for all rows.
 *
 * @param rows how many rows have numbers of their own, or 1
 */
record Each(Transformer transformer, int dim, int rows) implements FlowLayer {

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return transformer
                .declare(arrays, rng.child("transformer"))
                .drawn("raw", rng.child("raw")::normal, rows, dim, transformer.count());
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return sum(transformer.forward(x, raw(x, own), own));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return sum(transformer.inverse(z, raw(z, own), own));
    }

    private NDArray raw(NDArray x, Weights own) {
        return own.get("raw").broadcast(new Shape(x.getShape().get(0), dim, transformer.count()));
    }

    private static Mapped sum(Transformed moved) {
        return Mapped.of(moved.values(), moved.logSlope().sum(new int[] {1}));
    }
}
