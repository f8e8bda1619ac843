package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A velocity that is told a label: v(t, x, c), where label k is the unit vector c = e_k, and no label is c = 0.
 *
 * <p>A net with an argument of its own for c implements {@link #told}, and is its own {@link Velocity#labelled}. Any other {@link Velocity}, of dimension d + classes,
 * becomes one by {@link #of}: its state is (x, c), and c stands still.
 *
 * <pre>
 * var labelled = LabelledVelocity.of(VelocityMlp.of(64 + 10, 256, 256).init(rng), 10);
 * labelled.given(3).at(t, x);              // every point is to become a three
 * labelled.guided(2, 3).at(t, x);          // more so
 * </pre>
 */
public interface LabelledVelocity {

    /** In place of a label: the field of all classes together. */
    int NONE = -1;

    /**
     * A net of dimension d + classes as a velocity of d coordinates that is told a label; a net that is told labels by itself
     * as it is. Of the values of the former the first d are taken; label k picks a learned column of its first layer.
     *
     * @param classes how many labels there are, from 0
     */
    static LabelledVelocity of(Velocity net, int classes) {
        Require.nonNull(net, "net");
        var own = net.labelled();
        own.ifPresent(one -> Require.that(
                one.classes() == classes,
                "net is told one of " + one.classes() + " labels; expected " + classes + " like classes"));
        return own.orElseGet(() -> new AppendedLabels(net, classes));
    }

    /** The dimension d of the points. */
    int dim();

    /** How many labels there are, from 0; 0 for a net that is told none. */
    int classes();

    /**
     * v(t, x, c) at the c that is computed for given points x.
     *
     * @param c of shape (n, classes), or (1, classes) for all points, of the type of x
     */
    Velocity told(UnaryOperator<NDArray> c);

    /** v(t, x, c) at fixed labels: one for all points, or one for each, in order; {@link #NONE} for none. */
    default Velocity given(int... labels) {
        check(classes(), labels);
        Require.that(labels.length > 0, "labels is empty; give one label for all points, or one for each");
        int[] own = labels.clone();
        return told(x -> oneHot(x.getManager(), x.getDataType(), classes(), own));
    }

    /**
     * v(t, x, c) at any c, such as mixtures of labels.
     *
     * @param c shape (n, classes), or (1, classes) for all points; to live as long as the result is used
     */
    default Velocity given(NDArray c) {
        var shape = RequireArray.real(c, "c").getShape();
        if (shape.dimension() != 2 || shape.get(1) != classes()) {
            throw new IllegalArgumentException("c must have shape (n, " + classes() + "), got " + shape);
        }
        return told(x -> c);
    }

    /**
     * Classifier-free guidance: v(t, x, none) + scale (v(t, x, c) - v(t, x, none)). Two evaluations of the net.
     *
     * <p>Scale 0 is the field of all classes and 1 that of the label, both exactly. Above 1 samples become more typical of
     * their class and less various: the law they follow is no longer that of the data.
     *
     * @param scale any finite number
     * @param labels one for all points, or one for each
     */
    default Velocity guided(double scale, int... labels) {
        return new GuidedVelocity(given(labels), given(NONE), scale);
    }

    /** Labels as unit vectors, shape (labels, classes); {@link #NONE} as 0. */
    static NDArray oneHot(NDManager manager, DataType type, int classes, int... labels) {
        RequireArray.open(manager, "manager");
        RequireArray.floating(type, "type");
        Require.atLeast(classes, 1, "classes");
        check(classes, labels);
        long size = (long) labels.length * classes;
        Require.that(
                size <= AppendedLabels.MOST_NUMBERS,
                "labels has " + labels.length + " labels of " + classes + " classes, " + size
                        + " numbers; expected at most " + AppendedLabels.MOST_NUMBERS + ", make them in parts");
        var values = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != NONE) {
                values[i * classes + labels[i]] = 1;
            }
        }
        var hot = manager.create(values, new Shape(labels.length, classes));
        return type == DataType.FLOAT32 ? hot : hot.toType(type, false);
    }

    private static void check(int classes, int... labels) {
        Require.nonNull(labels, "labels");
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != NONE && (labels[i] < 0 || labels[i] >= classes)) {
                throw new IllegalArgumentException("labels[" + i + "] is " + labels[i] + "; labels run from 0 to "
                        + (classes - 1) + ", or are LabelledVelocity.NONE");
            }
        }
    }
}
