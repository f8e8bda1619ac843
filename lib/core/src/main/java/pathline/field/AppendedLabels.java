package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * A net of dimension d + classes as a velocity that is told a label, in the coordinates behind the first d.
 *
 * @param net of the state (x, c)
 * @param classes the width of c
 */
record AppendedLabels(Velocity net, int classes) implements LabelledVelocity {

    /** In one array of labels. */
    static final int MOST_NUMBERS = 1 << 29;

    AppendedLabels {
        if (classes < 1 || net.dim() <= classes) {
            throw new IllegalArgumentException("A velocity told one of " + classes
                    + " labels needs a dimension above that, d + classes, got " + net.dim());
        }
    }

    @Override
    public int dim() {
        return net.dim() - classes;
    }

    @Override
    public Velocity told(UnaryOperator<NDArray> c) {
        return new ConditionedVelocity(net, dim(), c);
    }

    @Override
    public String toString() {
        return "LabelledVelocity[" + classes + " classes, " + net + "]";
    }
}
