package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/** A coupling with a name, given by a rule that returns the rows of the sources and of the targets. */
record IndexCoupling(String name, Rule rule) implements Coupling {

    /** One object, so that whoever needs independent pairs can ask whether it has them. */
    static final IndexCoupling INDEPENDENT = new IndexCoupling(
            "independent",
            (x0, x1, rng) -> toTargets(IntStream.range(0, equal(x0, x1)).toArray()));

    @FunctionalInterface
    interface Rule {
        int[][] indices(NDArray x0, NDArray x1, Rng rng);
    }

    @Override
    public Pairs pair(NDArray x0, NDArray x1, Rng rng) {
        RequireArray.points(x0, "x0");
        RequireArray.points(x1, "x1");
        Require.nonNull(rng, "rng");
        int[][] indices = rule.indices(x0, x1, rng);
        return Pairs.of(x0, x1, indices[0], indices[1]);
    }

    /** Every source in its order, with the given targets. */
    static int[][] toTargets(int... targets) {
        return new int[][] {IntStream.range(0, targets.length).toArray(), targets};
    }

    /** The common number of rows. */
    static int equal(NDArray x0, NDArray x1) {
        RequireArray.points(x0, "x0");
        RequireArray.points(x1, "x1");
        if (!x0.getShape().equals(x1.getShape()) || x0.getShape().dimension() != 2) {
            throw new IllegalArgumentException("x0 and x1 must have the same shape (n, d) to be paired, got "
                    + x0.getShape() + " and " + x1.getShape());
        }
        Require.that(
                x0.size() > 0 && x0.size() <= Size.MOST,
                "x0 and x1 have the shape " + x0.getShape()
                        + "; expected at least one point of one coordinate, and at most " + Size.MOST + " numbers");
        return Math.toIntExact(x0.getShape().get(0));
    }

    @Override
    public String toString() {
        return "Coupling[" + name + "]";
    }
}
