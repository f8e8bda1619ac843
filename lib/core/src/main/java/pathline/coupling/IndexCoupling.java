package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/** A coupling with a name, given by a rule that returns the rows of the sources and of the targets. */
record IndexCoupling(String name, Rule rule) implements Coupling {

    /** One object, which independent pairs are recognised by. */
    static final IndexCoupling INDEPENDENT = new IndexCoupling(
            "independent",
            (x0, x1, rng) -> toTargets(IntStream.range(0, equal(x0, x1)).toArray()));

    @FunctionalInterface
    interface Rule {
        int[][] indices(Points x0, Points x1, Rng rng);
    }

    @Override
    public Pairs pair(NDArray x0, NDArray x1, Rng rng) {
        RequireArray.events(x0, "x0");
        RequireArray.events(x1, "x1");
        return pair(Points.of(x0, "x0"), Points.of(x1, "x1"), rng);
    }

    @Override
    public Pairs pair(Points x0, Points x1, Rng rng) {
        Require.nonNull(rng, "rng");
        int[][] indices = rule.indices(Require.nonNull(x0, "x0"), Require.nonNull(x1, "x1"), rng);
        return Pairs.of(x0, x1, indices[0], indices[1]);
    }

    /** Every source in its order, with the given targets. */
    static int[][] toTargets(int... targets) {
        return new int[][] {IntStream.range(0, targets.length).toArray(), targets};
    }

    /** The common number of rows. */
    static int equal(Points x0, Points x1) {
        if (!x0.shape().equals(x1.shape())) {
            throw new IllegalArgumentException(
                    "x0 and x1 must have the same shape (n, d) to be paired, got " + x0.shape() + " and " + x1.shape());
        }
        long numbers = x0.shape().size();
        Require.that(
                numbers > 0 && numbers <= Size.MOST,
                "x0 and x1 have the shape " + x0.shape()
                        + "; expected at least one point of one coordinate, and at most " + Size.MOST + " numbers");
        return x0.size();
    }

    @Override
    public String toString() {
        return "Coupling[" + name + "]";
    }
}
