package pathline.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * n events of one shape, in float32 or float64: n points of d coordinates, or n images.
 *
 * <p>The numbers are in Java memory, row after row, or in an array of the engine; the other form is made when it is first
 * asked for, and kept. Batches pass between the library's packages in this form, so that numbers that were computed in Java
 * and are read in Java are copied neither to the engine nor back. Neither form may be changed by its reader.
 *
 * <p>Arrays that are made here belong to the manager, as if they had been made at once; one that is freed is made again.
 */
public final class Points {

    private final NDManager manager;
    private final DataType type;
    private final Shape shape;
    private Optional<NDArray> array = Optional.empty();
    private Optional<float[]> floats = Optional.empty();
    private Optional<double[]> doubles = Optional.empty();

    private Points(NDManager manager, DataType type, Shape shape) {
        this.manager = manager;
        this.type = type;
        this.shape = shape;
    }

    /** The events of an array of float32 or float64 with at least one axis, which is not copied. */
    public static Points of(NDArray array, String name) {
        var shape = RequireArray.real(array, name).getShape();
        Require.that(shape.dimension() > 0, name + " has no axes; expected a shape (n, ...) of n events");
        var points = new Points(array.getManager(), array.getDataType(), shape);
        points.array = Optional.of(array);
        return points;
    }

    /**
     * Numbers in Java memory, not copied if the type is float64, else rounded to float32.
     *
     * @param manager owner of arrays that are made
     */
    public static Points of(NDManager manager, DataType type, double[] numbers, long... shape) {
        RequireArray.floating(type, "type");
        RequireArray.open(manager, "manager");
        Require.nonNull(numbers, "numbers");
        if (type == DataType.FLOAT32) {
            return of(manager, HostMemory.floats(numbers), shape);
        }
        var points = new Points(manager, type, HostMemory.checked(numbers.length, shape));
        points.doubles = Optional.of(numbers);
        return points;
    }

    /** Numbers of float32 in Java memory, not copied. */
    public static Points of(NDManager manager, float[] numbers, long... shape) {
        Require.nonNull(numbers, "numbers");
        RequireArray.open(manager, "manager");
        var points = new Points(manager, DataType.FLOAT32, HostMemory.checked(numbers.length, shape));
        points.floats = Optional.of(numbers);
        return points;
    }

    /** Numbers as an array of the type of another one, on its manager. */
    public static NDArray like(NDArray like, double[] numbers, Shape shape) {
        RequireArray.real(like, "like");
        Require.nonNull(shape, "shape");
        return HostMemory.array(like.getManager(), like.getDataType(), numbers, shape.getShape());
    }

    /** The manager of the arrays. */
    public NDManager manager() {
        return manager;
    }

    /** float32 or float64. */
    public DataType type() {
        return type;
    }

    /** Whether the type is float64. */
    public boolean isDouble() {
        return type == DataType.FLOAT64;
    }

    /** The shape, (n, d) or (n, ...). */
    public Shape shape() {
        return shape;
    }

    /** The number n of events. */
    public int size() {
        return Math.toIntExact(shape.get(0));
    }

    /** How many numbers an event has. */
    public int dim() {
        return Math.toIntExact(shape.size() / Math.max(1, shape.get(0)));
    }

    /** Whether the numbers are in the memory of a device, from where reading them would be a copy to the processor's. */
    public boolean isOnDevice() {
        return array.isPresent()
                && floats.isEmpty()
                && doubles.isEmpty()
                && manager.getDevice().isGpu();
    }

    /** The events as an array of the engine. */
    public NDArray array() {
        if (array.isEmpty() || (array.get().isReleased() && (floats.isPresent() || doubles.isPresent()))) {
            array = Optional.of(
                    type == DataType.FLOAT32
                            ? HostMemory.array(manager, floats(), shape)
                            : HostMemory.array(manager, type, doubles(), shape.getShape()));
        }
        return array.get();
    }

    /** The events as an array: the one that they were made of, or a new one on this manager. */
    public NDArray arrayOn(NDManager home) {
        RequireArray.open(home, "home");
        if (floats.isPresent()) {
            return HostMemory.array(home, floats.get(), shape);
        }
        return doubles.isPresent() ? HostMemory.array(home, type, doubles.get(), shape.getShape()) : array();
    }

    /** The numbers of points of float32, row after row: not a copy. */
    public float[] floats() {
        Require.that(type == DataType.FLOAT32, "points are " + type + "; expected float32");
        if (floats.isEmpty()) {
            floats = Optional.of(HostMemory.floats(array.orElseThrow()));
        }
        return floats.get();
    }

    /** The numbers in double precision, row after row: not a copy where they are float64. */
    public double[] doubles() {
        if (type == DataType.FLOAT64) {
            if (doubles.isEmpty()) {
                doubles = Optional.of(HostMemory.doubles(array.orElseThrow()));
            }
            return doubles.get();
        }
        return HostMemory.doubles(floats());
    }

    /** The numbers in double precision, all of which must be finite: the row and the column of the first that is not are named. */
    public double[] finite(String name) {
        double[] numbers = doubles();
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(numbers[k])) {
                throw new IllegalArgumentException(name + " is " + numbers[k] + " in row " + k / dim() + ", column "
                        + k % dim() + " (counted from 0); expected finite numbers");
            }
        }
        return numbers;
    }

    /** Numbers in double precision, row after row, as one array for each row. */
    public static double[][] split(double[] numbers, int d) {
        Require.nonNull(numbers, "numbers");
        Require.that(
                d > 0 && numbers.length % d == 0,
                "d is " + d + "; expected a divisor of the " + numbers.length + " numbers");
        var rows = new double[numbers.length / d][d];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(numbers, i * d, rows[i], 0, d);
        }
        return rows;
    }

    /** The events with these numbers, counted from 0, in this order; an event may be taken more than once. */
    public Points take(int... indices) {
        Require.nonNull(indices, "indices");
        for (int k = 0; k < indices.length; k++) {
            if (indices[k] < 0 || indices[k] >= size()) {
                Require.index(
                        indices[k], size(), "indices[" + k + "]"); // the name is only put together for the refusal
            }
        }
        if (isOnDevice()) {
            try (NDArray index = manager.create(indices)) {
                return of(array().get(index), "array");
            }
        }
        long[] taken = shape.getShape().clone();
        taken[0] = indices.length;
        int d = dim();
        if (type == DataType.FLOAT32) {
            var numbers = new float[indices.length * d];
            for (int k = 0; k < indices.length; k++) {
                System.arraycopy(floats(), indices[k] * d, numbers, k * d, d);
            }
            return of(manager, numbers, taken);
        }
        var numbers = new double[indices.length * d];
        for (int k = 0; k < indices.length; k++) {
            System.arraycopy(doubles(), indices[k] * d, numbers, k * d, d);
        }
        return of(manager, type, numbers, taken);
    }

    @Override
    public String toString() {
        return "Points[" + type + " " + shape + "]";
    }
}
