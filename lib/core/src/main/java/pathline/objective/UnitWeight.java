package pathline.objective;

import ai.djl.ndarray.NDArray;
import pathline.array.Points;
import pathline.check.Require;

/** The weight 1 at all times. */
record UnitWeight() implements LossWeight {

    @Override
    public NDArray at(NDArray t) {
        return at(Points.of(t, "t")).array();
    }

    @Override
    public Points at(Points t) {
        Require.nonNull(t, "t");
        return Points.of(t.manager(), t.type(), new double[] {1}, 1, 1);
    }

    @Override
    public String toString() {
        return "LossWeight[one]";
    }
}
