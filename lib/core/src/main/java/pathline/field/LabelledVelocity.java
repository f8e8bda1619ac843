package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A velocity that is told a label: v(t, x, c).
 *
 * <p>Label k is the unit vector e_k as the condition c of a velocity, which has one number for each class. It picks a learned
 * column of a net's first layer's weight, its embedding; no label is c = 0.
 *
 * <pre>
 * var labelled = LabelledVelocity.of(VelocityMlp.of(64, 256, 256).context(10).init(rng), 10);
 * labelled.given(3).at(t, x);              // every point is to become a three
 * labelled.guided(2, 3).at(t, x);          // more so
 * </pre>
 */
public final class LabelledVelocity {

    /** In place of a label: the field of all classes together. */
    public static final int NONE = -1;

    private static final int MOST_NUMBERS = 1 << 29;

    private final ConditionalVelocity net;
    private final int classes;

    private LabelledVelocity(ConditionalVelocity net, int classes) {
        this.net = Require.nonNull(net, "net");
        this.classes = Require.atLeast(classes, 1, "classes");
    }

    /**
     * A velocity that is told a label by its condition.
     *
     * @param net is told one number for each class
     * @param classes how many labels there are, from 0
     */
    public static LabelledVelocity of(ConditionalVelocity net, int classes) {
        return new LabelledVelocity(net, classes);
    }

    /** The dimension d of the points. */
    public int dim() {
        return net.dim();
    }

    /** How many classes there are. */
    public int classes() {
        return classes;
    }

    /** v(t, x, c) at fixed labels: one for all points, or one for each, in order; {@link #NONE} for none. */
    public Velocity given(int... labels) {
        check(classes, labels);
        Require.that(labels.length > 0, "labels is empty; give one label for all points, or one for each");
        var parameters = net.parameters();
        return net.given(rows(parameters.flat().getManager(), parameters.type(), classes, labels));
    }

    /**
     * v(t, x, c) at any c, such as mixtures of labels.
     *
     * @param c shape (n, classes), or (1, classes) for all points; to live as long as the result is used
     */
    public Velocity given(NDArray c) {
        var shape = RequireArray.real(c, "c").getShape();
        if (shape.dimension() != 2 || shape.get(1) != classes) {
            throw new IllegalArgumentException("c must have shape (n, " + classes + "), got " + shape);
        }
        return net.given(c);
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
    public Velocity guided(double scale, int... labels) {
        return new GuidedVelocity(given(labels), given(NONE), scale);
    }

    /** Labels as unit vectors, shape (labels, classes); {@link #NONE} as 0. */
    public static NDArray oneHot(NDManager manager, DataType type, int classes, int... labels) {
        return rows(manager, type, classes, labels).array();
    }

    private static Points rows(NDManager manager, DataType type, int classes, int... labels) {
        RequireArray.open(manager, "manager");
        RequireArray.floating(type, "type");
        Require.atLeast(classes, 1, "classes");
        check(classes, labels);
        long size = (long) labels.length * classes;
        Require.that(
                size <= MOST_NUMBERS,
                "labels has " + labels.length + " labels of " + classes + " classes, " + size
                        + " numbers; expected at most " + MOST_NUMBERS + ", make them in parts");
        var values = new double[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != NONE) {
                values[i * classes + labels[i]] = 1;
            }
        }
        return Points.of(manager, type, values, labels.length, classes);
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

    @Override
    public String toString() {
        return "LabelledVelocity[" + classes + " classes, " + net + "]";
    }
}
