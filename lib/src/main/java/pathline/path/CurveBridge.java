package pathline.path;

import ai.djl.ndarray.NDArray;

/** A bridge made of a curve, which it evaluates in double precision whatever the type of t. */
record CurveBridge(String name, Curve gamma) implements Bridge {

    @Override
    public At at(NDArray t) {
        var g = Curves.Evaluated.of(gamma, Doubles.checkUnit(Doubles.of("t", t)));
        return new At(Doubles.like(t, g.values(), t.getShape()), Doubles.like(t, g.slopes(), t.getShape()));
    }

    @Override
    public String toString() {
        return "Bridge[" + name + "]";
    }
}
