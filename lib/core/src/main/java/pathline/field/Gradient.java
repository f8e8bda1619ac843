package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The gradient of a scalar with respect to {@link Parameters}: a sum that grows by every addition.
 *
 * <p>It has the names, shapes and type of the parameters it was made for, by {@link Parameters#gradient}. Nothing clears it
 * but {@link #clear}. Its arrays are made when one is first asked for: what compiled nets add stays in Java memory till then. The loss of a model of one's own adds its derivatives array by array, if they are wanted:
 *
 * <pre>
 * if (into.wanted()) {
 *     into.add("weight", delta.transpose().matMul(x));
 *     into.add("bias", delta.sum(new int[] {0}));
 * }
 * </pre>
 */
public final class Gradient {

    private static final Gradient UNWANTED = new Gradient(Optional.empty());

    private final Optional<GradientNumbers> numbers;

    private Gradient(Optional<GradientNumbers> numbers) {
        this.numbers = numbers;
    }

    Gradient(Layout layout, DataType type, NDManager manager) {
        this(Optional.of(new GradientNumbers(layout, type, manager)));
    }

    /** Takes what it is given and keeps nothing: for a loss or a vjp whose gradient to the parameters is not wanted. */
    public static Gradient unwanted() {
        return UNWANTED;
    }

    /** Whether additions are kept; if not, a model need not compute them. */
    public boolean wanted() {
        return numbers.isPresent();
    }

    /** Another gradient of the same parameters, zero, on a manager. */
    public Gradient another(NDManager manager) {
        RequireArray.open(manager, "manager");
        return new Gradient(numbers().layout(), numbers().type(), manager);
    }

    /** The names of the parameters, in order. */
    public List<String> names() {
        return numbers().layout().entries().stream().map(Layout.Entry::name).toList();
    }

    /** The gradient with respect to the parameter called {@code name}: not a copy. */
    public NDArray get(String name) {
        Require.nonNull(name, "name");
        return kept().window(kept().layout().index(name));
    }

    /** All numbers in one vector, in the order of the parameters: not a copy. */
    public NDArray flat() {
        return kept().flat();
    }

    /**
     * Adds {@code part} to the gradient with respect to the parameter called {@code name}; does nothing where it is not wanted.
     *
     * @param part of the parameter's shape and type; it is read, neither kept nor closed
     */
    public void add(String name, NDArray part) {
        Require.nonNull(name, "name");
        RequireArray.open(part, "part");
        if (wanted()) {
            var sum = get(name);
            Require.that(
                    part.getDataType() == sum.getDataType(),
                    "part is " + part.getDataType() + "; expected " + sum.getDataType() + " like the gradient of "
                            + name);
            if (!sum.getShape().equals(part.getShape())) {
                throw new IllegalArgumentException(
                        "The gradient of " + name + " must have shape " + sum.getShape() + ", got " + part.getShape());
            }
            sum.addi(part);
        }
    }

    /** Adds another gradient of the same parameters, which has the same names, shapes and type. */
    public void add(Gradient other) {
        Require.nonNull(other, "other").checkLike(numbers().layout(), numbers().type(), "other");
        flat().addi(other.flat());
    }

    /**
     * Adds numbers in Java memory, in the order of the parameters, to those of a gradient of float32; does nothing where it is
     * not wanted. No array of the engine is made or read, unless one of this gradient was asked for before.
     *
     * @param start where in the vector of all parameters the part begins
     * @param part it is read, not kept
     */
    public void add(int start, float[] part) {
        Require.nonNull(part, "part");
        Require.atLeast(start, 0, "start");
        if (wanted()) {
            long count = numbers().layout().count();
            Require.that(
                    start + (long) part.length <= count,
                    "part has " + part.length + " numbers from start " + start + "; expected them to end at " + count
                            + ", the number of parameters, or before");
            Require.that(
                    numbers().type() == DataType.FLOAT32,
                    "part is of float32 numbers; expected " + numbers().type() + " like the gradient");
            numbers().add(start, part);
        }
    }

    /**
     * All numbers of a gradient of float32 in Java memory, in the order of the parameters: not a copy, unless an array of this
     * gradient was asked for before, and to be read only.
     */
    public float[] floats() {
        return numbers().floats();
    }

    /** Multiplies every number by {@code factor}. */
    public void scale(double factor) {
        flat().muli(Require.finite(factor, "factor"));
    }

    /** Refuses to be taken for a gradient of parameters that it was not made for. */
    void checkLike(Layout layout, DataType type, String name) {
        var own = numbers().layout();
        if (!own.equals(layout) || numbers().type() != type) {
            throw new IllegalArgumentException(
                    name + " is a gradient of other parameters, " + numbers().type() + ": " + own + "; expected " + type
                            + ": " + layout + ", as parameters().gradient(manager) makes one");
        }
    }

    /** Sets every number to zero, also those that are not finite. */
    public void clear() {
        numbers().clear();
    }

    /** The Euclidean norm of all numbers together, accumulated in float64. */
    public double norm() {
        try (var wide = flat().toType(DataType.FLOAT64, true)) {
            double sum = 0;
            for (double value : wide.toDoubleArray()) {
                sum += value * value;
            }
            return Math.sqrt(sum);
        }
    }

    ParameterVector kept() {
        return numbers().arrays();
    }

    private GradientNumbers numbers() {
        return numbers.orElseThrow(() -> new IllegalStateException(
                "Gradient.unwanted() keeps nothing; make one with parameters().gradient(manager)"));
    }
}
