package pathline.field;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Names, shapes and first values of arrays, from which {@link Parameters} are made; see {@link Parameters#named}.
 *
 * <pre>
 * var parameters = Parameters.named()
 *         .drawn("weight", () -&gt; 0.1 * rng.normal(), 3, 2)
 *         .zeros("bias", 3)
 *         .make(DataType.FLOAT32);
 * </pre>
 *
 * <p>It is a value: each method returns another one. Parameters lie in the order of the calls.
 */
public final class NamedArrays {

    /** Numbers of all arrays together: more than fit into one Java array are refused. */
    private static final long MOST = 1L << 30;

    private final List<Layout.Entry> entries;
    private final List<double[]> values;
    private final String prefix;

    NamedArrays() {
        this(List.of(), List.of(), "");
    }

    private NamedArrays(List<Layout.Entry> entries, List<double[]> values, String prefix) {
        this.entries = entries;
        this.values = values;
        this.prefix = prefix;
    }

    /**
     * The arrays of a part, whose names begin with that of the part and a dot: {@code under("net", one -> one.zeros("bias", 3))}
     * adds {@code net.bias}. Parts may have parts.
     */
    public NamedArrays under(String part, UnaryOperator<NamedArrays> arrays) {
        Require.nonNull(part, "part");
        Require.nonNull(arrays, "arrays");
        var inside = Require.nonNull(
                arrays.apply(new NamedArrays(entries, values, prefix + part + ".")), "what arrays returned");
        return new NamedArrays(inside.entries, inside.values, prefix);
    }

    /** One more array of zeros; without numbers after the name, one number. */
    public NamedArrays zeros(String name, long... shape) {
        return with(name, shape, new double[count(name, shape)]);
    }

    /** One more array whose numbers are drawn one after the other, the last index running fastest. */
    public NamedArrays drawn(String name, DoubleSupplier number, long... shape) {
        Require.nonNull(number, "number");
        var drawn = new double[count(name, shape)];
        Arrays.setAll(drawn, k -> number.getAsDouble());
        return with(name, shape, drawn);
    }

    /** One more array with these numbers, the last index running fastest; copied. */
    public NamedArrays values(String name, double[] numbers, long... shape) {
        Require.nonNull(numbers, "numbers");
        int count = count(name, shape);
        Require.that(
                numbers.length == count,
                "numbers has " + numbers.length + " values; expected " + count + " for " + name + " of shape "
                        + new Shape(shape));
        return with(name, shape, numbers.clone());
    }

    /** Parameters of these arrays that are freed some time after nothing refers to them. */
    public Parameters make(DataType type) {
        return make(type, Orphans.manager());
    }

    /** Parameters of these arrays, which live as long as the manager. */
    public Parameters make(DataType type, NDManager manager) {
        RequireArray.floating(type, "type");
        RequireArray.open(manager, "manager");
        var parameters = new Parameters(new Layout(entries), type, manager);
        if (parameters.count() > 0) {
            var numbers = values.stream().flatMapToDouble(Arrays::stream).toArray();
            try (var flat = HostMemory.array(manager, type, numbers, numbers.length)) {
                parameters.set(flat);
            }
        }
        return parameters;
    }

    private NamedArrays with(String name, long[] shape, double[] numbers) {
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(numbers[k])) {
                throw new IllegalArgumentException(name + " is " + numbers[k] + " at number " + k
                        + " (counted from 0, of shape " + new Shape(shape) + "); expected finite numbers");
            }
        }
        var more = new ArrayList<>(entries);
        more.add(new Layout.Entry(prefix + name, new Shape(shape), new Layout(entries).count()));
        var all = new ArrayList<>(values);
        all.add(numbers);
        return new NamedArrays(List.copyOf(new Layout(more).entries()), List.copyOf(all), prefix);
    }

    /** How many numbers the array has, which must be one at least and few enough beside the others. */
    private int count(String name, long... shape) {
        Require.nonNull(name, "name");
        Require.that(
                !name.isBlank() && name.lines().count() == 1,
                "name is \"" + name + "\"; expected a word or more in one line");
        Require.nonNull(shape, "shape");
        long count = 1;
        for (long length : shape) {
            Require.that(
                    length >= 1,
                    name + " has the shape " + Arrays.toString(shape) + "; expected lengths of at least 1");
            count = length > MOST / count ? MOST + 1 : count * length;
        }
        Require.that(
                count + new Layout(entries).count() <= MOST,
                name + " of shape " + Arrays.toString(shape) + " would make more than " + MOST + " numbers in all");
        return (int) count;
    }

    @Override
    public String toString() {
        return new Layout(entries).toString();
    }
}
