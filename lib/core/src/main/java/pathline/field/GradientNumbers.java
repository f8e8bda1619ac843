package pathline.field;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.ode.Float32Sum;

/**
 * The numbers of a gradient, zero at first.
 *
 * <p>They are in Java memory while passes on Java arrays alone add to them. The arrays of the engine are made when they are first
 * asked for; from then on the numbers are there, since a caller may have kept a window into them.
 */
final class GradientNumbers {

    private final Layout layout;
    private final DataType type;
    private final NDManager manager;
    private Optional<ParameterVector> arrays = Optional.empty();
    private float[] numbers = new float[0];

    GradientNumbers(Layout layout, DataType type, NDManager manager) {
        this.layout = layout;
        this.type = type;
        this.manager = manager;
    }

    Layout layout() {
        return layout;
    }

    DataType type() {
        return type;
    }

    ParameterVector arrays() {
        if (arrays.isEmpty()) {
            var made = new ParameterVector(layout, type, manager);
            if (numbers.length > 0) {
                HostMemory.write(numbers, made.flat(), 0, numbers.length);
            }
            arrays = Optional.of(made);
        }
        return arrays.get();
    }

    /** All numbers of a gradient of float32: copied only if they are in the engine. */
    float[] floats() {
        Require.that(type == DataType.FLOAT32, "this gradient is " + type + "; expected float32");
        if (numbers.length == 0) {
            numbers = new float[Math.toIntExact(layout.count())];
        }
        arrays.ifPresent(made -> HostMemory.read(made.flat(), 0, numbers, numbers.length));
        return numbers;
    }

    /** Adds to the numbers from number {@code start} on. */
    void add(int start, float[] part) {
        if (arrays.isPresent()) {
            var sums = new float[part.length];
            HostMemory.read(arrays.get().flat(), start, sums, sums.length);
            Float32Sum.add(sums, 1, part);
            HostMemory.write(sums, arrays.get().flat(), start, sums.length);
            return;
        }
        float[] sums = floats();
        for (int i = 0; i < part.length; i++) {
            sums[start + i] += part[i];
        }
    }

    void clear() {
        if (arrays.isPresent()) {
            arrays.get().clear();
        } else {
            Arrays.fill(numbers, 0);
        }
    }
}
