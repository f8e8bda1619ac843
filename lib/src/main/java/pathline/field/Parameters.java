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

/**
 * The numbers of a velocity that are learned: named arrays of fixed shapes, in a fixed order.
 *
 * <p>All of them lie in one vector, {@link #flat()}, and the named arrays are windows into it. An optimiser updates the
 * vector in one operation, and every layer sees it.
 *
 * <p>The arrays live as long as the manager they were made on; an own one, never closed, unless a manager was given.
 */
public final class Parameters {

    private final FlatArrays arrays;
    private final DataType type;

    Parameters(Layout layout, DataType type, NDManager manager) {
        this.arrays = new FlatArrays(layout, type, manager);
        this.type = type;
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

    /** The array called {@code name}: not a copy, so a change of it changes the velocity. */
    public NDArray get(String name) {
        return arrays.window(arrays.layout().index(name));
    }

    /** All numbers in one vector, in the order of the names: not a copy, so a change of it changes the velocity. */
    public NDArray flat() {
        return arrays.flat();
    }

    /** Overwrites all numbers by those of a vector of the same length and type. */
    public void set(NDArray values) {
        if (!values.getShape().equals(flat().getShape()) || values.getDataType() != type) {
            throw new IllegalArgumentException("values must be " + type + " of shape " + flat().getShape() + ", got "
                    + values.getDataType() + " " + values.getShape());
        }
        arrays.set(values);
    }

    /** A gradient of these parameters, zero, living on {@code manager}. */
    public Gradient gradient(NDManager manager) {
        return new Gradient(new FlatArrays(arrays.layout(), type, manager));
    }

    /** A copy with numbers of its own, living on {@code manager}. */
    public Parameters copy(NDManager manager) {
        var copy = new Parameters(arrays.layout(), type, manager);
        copy.set(flat());
        return copy;
    }

    /**
     * Writes the parameters to a file in the {@link Safetensors} format, which Python and others read as well.
     *
     * @throws java.io.UncheckedIOException if the file cannot be written; an older file of that name is then intact
     */
    public void save(Path file) {
        var named = new LinkedHashMap<String, NDArray>();
        names().forEach(name -> named.put(name, get(name)));
        Safetensors.write(file, named, Map.of());
    }

    /**
     * Overwrites all numbers by those of a file that {@link #save} or another program wrote.
     *
     * @throws IllegalArgumentException if the file is damaged, or holds other names, shapes or types; the parameters
     *     are then unchanged
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public void load(Path file) {
        try (var manager = flat().getManager().newSubManager()) {
            var found = Safetensors.read(file, manager).arrays();
            if (!found.keySet().equals(new HashSet<>(names()))) {
                throw new IllegalArgumentException(
                        file + " holds " + found.keySet() + ", but the parameters of this velocity are " + names());
            }
            found.forEach((name, values) -> check(file, name, values));
            found.forEach((name, values) -> FlatArrays.overwrite(get(name), values));
        }
    }

    private void check(Path file, String name, NDArray read) {
        Shape expected = get(name).getShape();
        if (!read.getShape().equals(expected) || read.getDataType() != type) {
            throw new IllegalArgumentException(
                    name + " is " + type + " of shape " + expected + " in this velocity, but "
                            + read.getDataType() + " of shape " + read.getShape() + " in " + file
                            + "; build the velocity with the widths and type it was saved with");
        }
    }

    FlatArrays arrays() {
        return arrays;
    }

    @Override
    public String toString() {
        return count() + " parameters, " + type + ": " + arrays.layout();
    }
}
