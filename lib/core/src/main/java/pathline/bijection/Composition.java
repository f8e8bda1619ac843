package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.array.Scratch;
import pathline.check.Require;

/** One bijection after another; their log-determinants add up. */
record Composition(Bijection first, Bijection second) implements Bijection {

    Composition {
        Require.nonNull(first, "first");
        Require.nonNull(second, "next");
        Require.that(
                first.dim() == second.dim(),
                "next has " + second.dim() + " coordinates; expected " + first.dim() + " like the map before it");
    }

    @Override
    public int dim() {
        return first.dim();
    }

    @Override
    public Mapped forward(NDArray x) {
        try (var scratch = new Scratch()) {
            var middle = first.forward(x);
            return sum(scratch, middle, second.forward(middle.points()));
        }
    }

    @Override
    public Mapped inverse(NDArray y) {
        try (var scratch = new Scratch()) {
            var middle = second.inverse(y);
            return sum(scratch, middle, first.inverse(middle.points()));
        }
    }

    private static Mapped sum(Scratch scratch, Mapped middle, Mapped end) {
        var logDeterminant = middle.logDeterminant().add(end.logDeterminant());
        return Mapped.of(scratch.keep(end.points()), scratch.keep(logDeterminant));
    }

    @Override
    public NDArray image(NDArray x) {
        return Scratch.keeping(() -> second.image(first.image(x)));
    }

    @Override
    public NDArray preimage(NDArray y) {
        return Scratch.keeping(() -> first.preimage(second.preimage(y)));
    }

    @Override
    public DataType computesIn(DataType given) {
        return second.computesIn(first.computesIn(given));
    }
}
