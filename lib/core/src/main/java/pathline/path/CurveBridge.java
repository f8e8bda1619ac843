package pathline.path;

import ai.djl.ndarray.NDArray;
import pathline.array.Points;

/** A bridge made of a curve, which it evaluates in double precision whatever the type of t. */
record CurveBridge(String name, Curve gamma) implements Bridge {

    @Override
    public Gamma at(NDArray t) {
        var g = Curves.Evaluated.of(gamma, PathChecks.unit(PathChecks.numbers("t", t)));
        return new Gamma(Points.like(t, g.values(), t.getShape()), Points.like(t, g.slopes(), t.getShape()));
    }

    @Override
    public String toString() {
        return "Bridge[" + name + "]";
    }
}
