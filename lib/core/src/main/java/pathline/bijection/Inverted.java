package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;

/** A bijection the other way round. */
record Inverted(Bijection bijection) implements Bijection {

    Inverted {
        Require.nonNull(bijection, "bijection");
    }

    @Override
    public int dim() {
        return bijection.dim();
    }

    @Override
    public Mapped forward(NDArray x) {
        return bijection.inverse(x);
    }

    @Override
    public Mapped inverse(NDArray y) {
        return bijection.forward(y);
    }

    @Override
    public NDArray image(NDArray x) {
        return bijection.preimage(x);
    }

    @Override
    public NDArray preimage(NDArray y) {
        return bijection.image(y);
    }

    @Override
    public DataType computesIn(DataType given) {
        return bijection.computesIn(given);
    }

    @Override
    public Bijection inverted() {
        return bijection;
    }
}
