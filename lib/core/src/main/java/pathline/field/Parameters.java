package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pathline.array.HostMemory;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The numbers of a {@link Model} that are learned: named arrays of fixed shapes, in a fixed order.
 *
 * <p>A model of one's own makes them by {@link #named}. All of them lie in one vector, {@link #flat()}, and the named arrays are windows into it. An optimiser updates the
 * vector in one operation, and every layer sees it.
 *
 * <p>The arrays live as long as the manager they were made on. Where none was given they are freed some time after nothing
 * refers to them any more.
 */
public final class Parameters implements Identified {

    private final ParameterVector arrays;
    private final DataType type;
    private final Map<String, String> notes;

    Parameters(Layout layout, DataType type, NDManager manager) {
        this(layout, type, Map.of(), manager);
    }

    /** Parameters that are saved with these notes, and loaded from a file only that does not say otherwise. */
    Parameters(Layout layout, DataType type, Map<String, String> notes, NDManager manager) {
        this.arrays = new ParameterVector(layout, type, manager);
        this.type = type;
        this.notes = Map.copyOf(notes);
    }

    /** Names, shapes and type: what is learned, not what has been. */
    @Override
    public Object identity() {
        return List.of(arrays.layout().toString(), type);
    }

    /**
     * Parameters of a model of one's own: arrays that are added by name, shape and first values.
     *
     * <pre>
     * var parameters = Parameters.named().drawn("weight", rng::normal, 3, 2).zeros("bias", 3).make(DataType.FLOAT32);
     * </pre>
     */
    public static NamedArrays named() {
        return new NamedArrays();
    }

    /** No parameters, for a field that is given and not learned. */
    public static Parameters none() {
        return new Parameters(new Layout(List.of()), DataType.FLOAT32, Scalars.manager());
    }

    /** How many numbers there are in all. */
    public long count() {
        return arrays.layout().count();
    }

    /** The type of every array, float32 or float64. */
    public DataType type() {
        return type;
    }

    /** The names, in order: {@code layers.0.weight}, {@code layers.0.bias}, ... */
    public List<String> names() {
        return arrays.layout().entries().stream().map(Layout.Entry::name).toList();
    }

    /** Where the numbers of an array begin in {@link #flat()}. */
    public int offset(String name) {
        var layout = arrays.layout();
        return Math.toIntExact(layout.entries().get(layout.index(name)).offset());
    }

    /** The array called {@code name}: not a copy, so a change of it changes the model. */
    public NDArray get(String name) {
        Require.nonNull(name, "name");
        return arrays.window(arrays.layout().index(name));
    }

    /** All numbers in one vector, in the order of the names: not a copy, so a change of it changes the model. */
    public NDArray flat() {
        return arrays.flat();
    }

    /** Overwrites all numbers by those of a vector of the same length and type. */
    public void set(NDArray values) {
        RequireArray.open(values, "values");
        if (!values.getShape().equals(flat().getShape()) || values.getDataType() != type) {
            throw new IllegalArgumentException("values must be " + type + " of shape " + flat().getShape() + ", got "
                    + values.getDataType() + " " + values.getShape());
        }
        arrays.set(values);
    }

    /** A gradient of these parameters, zero, living on {@code manager}. */
    public Gradient gradient(NDManager manager) {
        RequireArray.open(manager, "manager");
        return new Gradient(arrays.layout(), type, manager);
    }

    /** Refuses a gradient that belongs to other parameters: it must have these names, shapes and this type, or be unwanted. */
    public void check(Gradient into) {
        if (Require.nonNull(into, "into").wanted()) {
            into.checkLike(arrays.layout(), type, "into");
        }
    }

    /** A copy with numbers of its own, living on {@code manager}. */
    public Parameters copy(NDManager manager) {
        RequireArray.open(manager, "manager");
        var copy = new Parameters(arrays.layout(), type, notes, manager);
        copy.set(flat());
        return copy;
    }

    /** A copy with numbers of its own, where these ones live, or without a manager like them. */
    Parameters twin() {
        var manager = arrays.isOrphan() ? Orphans.manager() : flat().getManager();
        var copy = new Parameters(arrays.layout(), type, notes, manager);
        copy.set(flat());
        return copy;
    }

    /**
     * Writes the parameters to a file in the {@link Safetensors} format, which Python and others read as well. A net's
     * activation and its way of being told the time are notes beside them.
     *
     * @throws java.io.UncheckedIOException if the file cannot be written; an older file of that name is then intact
     */
    public void save(Path file) {
        Require.nonNull(file, "file");
        var named = new LinkedHashMap<String, NDArray>();
        names().forEach(name -> named.put(name, get(name)));
        Safetensors.write(file, named, notes);
    }

    /**
     * Overwrites all numbers by those of a file that {@link #save} or another program wrote.
     *
     * <p>A file that says with which activation, and with which input of time, its net was saved is loaded into such a net
     * only. One that says nothing of it, of another program or of a version before, is loaded as it is, and its
     * activation cannot be checked.
     *
     * @throws IllegalArgumentException if the file is damaged, holds other names, shapes or types, is of a net that computes
     *     otherwise, or has a number that is not finite; the parameters are then unchanged
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public void load(Path file) {
        Require.nonNull(file, "file");
        try (var manager = flat().getManager().newSubManager()) {
            var content = Safetensors.read(file, manager);
            var found = content.arrays();
            notes.forEach((name, own) -> check(file, name, own, content.metadata()));
            if (!found.keySet().equals(new HashSet<>(names()))) {
                throw new IllegalArgumentException(
                        file + " holds " + found.keySet() + ", but the parameters of this model are " + names());
            }
            found.forEach((name, values) -> check(file, name, values));
            found.forEach((name, values) -> checkFinite(name, values, file.toString()));
            found.forEach((name, values) -> ParameterVector.overwrite(get(name), values));
        }
    }

    private static void check(Path file, String name, String own, Map<String, String> found) {
        var other = found.getOrDefault(name, own);
        if (!other.equals(own)) {
            throw new IllegalArgumentException(file + " is of a net with " + name + " " + other + ", but this one has "
                    + own + "; build the net like the one that was saved");
        }
    }

    /** Refuses numbers that are not finite, and says where the first is. */
    public static void checkFinite(String name, NDArray values, String place) {
        Require.nonNull(name, "name");
        RequireArray.open(values, "values");
        Require.nonNull(place, "place");
        var numbers = HostMemory.doubles(values);
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(numbers[k])) {
                throw new IllegalArgumentException(name + " is " + numbers[k] + " at number " + k
                        + " (counted from 0, of shape " + values.getShape() + ") in " + place
                        + "; expected finite numbers");
            }
        }
    }

    private void check(Path file, String name, NDArray read) {
        Shape expected = get(name).getShape();
        if (!read.getShape().equals(expected) || read.getDataType() != type) {
            throw new IllegalArgumentException(name + " is " + type + " of shape " + expected + " in this model, but "
                    + read.getDataType() + " of shape " + read.getShape() + " in " + file
                    + "; build the model with the shapes and type it was saved with");
        }
    }

    ParameterVector arrays() {
        return arrays;
    }

    @Override
    public String toString() {
        return count() + " parameters, " + type + ": " + arrays.layout();
    }
}
