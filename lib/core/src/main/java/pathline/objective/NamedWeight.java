package pathline.objective;

import ai.djl.ndarray.NDArray;
import pathline.check.RequireArray;

/** A weight that is known by its name and by what it was made of. */
record NamedWeight(String name, LossWeight weight) implements LossWeight {

    @Override
    public NDArray at(NDArray t) {
        return weight.at(RequireArray.real(t, "t"));
    }

    @Override
    public String toString() {
        return "LossWeight[" + name + "]";
    }
}
