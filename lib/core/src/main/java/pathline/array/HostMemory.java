package pathline.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Copies numbers between Java arrays and arrays of the engine, through the engine's own memory: about a microsecond each way,
 * where the engine's copies through an array of bytes take up to three times as long.
 */
public final class HostMemory {

    private static final float[] ZEROS = new float[1024];
    /** How many numbers the heap has room for. */
    private static final int MOST =
            (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / Float.BYTES);

    /** Copies between Java's and the engine's memory, of all threads: what tests of the cost of a step count. */
    private static final LongAdder CROSSINGS = new LongAdder();

    private HostMemory() {}

    /** How many copies of numbers between Java's and the engine's memory were made so far. */
    static long crossings() {
        return CROSSINGS.sum();
    }

    /** Whether an array is of float32 and lies in the processor's memory. */
    public static boolean reaches(NDArray array) {
        RequireArray.open(array, "array");
        return array.getDataType() == DataType.FLOAT32 && !array.getDevice().isGpu();
    }

    /** Copies {@code count} numbers of an array, from number {@code start}, into {@code numbers}. */
    public static void read(NDArray array, int start, float[] numbers, int count) {
        require(array, start, numbers, count);
        CROSSINGS.increment();
        try (var scratch = new Scratch()) { // an array that is no contiguous block is copied into one
            memory(array).position(start).get(numbers, 0, count);
        }
    }

    /** Overwrites numbers of a contiguous array. */
    public static void write(float[] numbers, NDArray array, int start, int count) {
        require(array, start, numbers, count);
        CROSSINGS.increment();
        memory(array).position(start).put(numbers, 0, count);
    }

    /** Sets every number of a contiguous array to zero. */
    public static void clear(NDArray array) {
        requireFloats(array);
        CROSSINGS.increment();
        var memory = memory(array);
        while (memory.hasRemaining()) {
            memory.put(ZEROS, 0, Math.min(ZEROS.length, memory.remaining()));
        }
    }

    /** All numbers of an array of float32, wherever it lies; one of another type is refused. */
    public static float[] floats(NDArray array) {
        if (!reaches(array)) {
            requireType(array.getDataType() == DataType.FLOAT32, "float32", array);
            CROSSINGS.increment();
            return array.toFloatArray();
        }
        var numbers = new float[Math.toIntExact(array.size())];
        read(array, 0, numbers, numbers.length);
        return numbers;
    }

    /** All numbers of an array of float32 or float64. */
    public static double[] doubles(NDArray array) {
        RequireArray.open(array, "array");
        if (array.getDataType() == DataType.FLOAT64) {
            CROSSINGS.increment();
            return array.toDoubleArray();
        }
        return doubles(floats(array));
    }

    /** The values in double precision. */
    public static double[] doubles(float[] values) {
        Require.nonNull(values, "values");
        var doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** The number that an array of one number holds, of float32 or float64. */
    public static double number(NDArray array) {
        RequireArray.open(array, "array");
        boolean floats = array.getDataType() == DataType.FLOAT32 || array.getDataType() == DataType.FLOAT64;
        requireType(floats && array.size() == 1, "one number of float32 or float64", array);
        CROSSINGS.increment();
        return array.getDataType() == DataType.FLOAT64 ? array.toDoubleArray()[0] : array.toFloatArray()[0];
    }

    private static void require(NDArray array, int start, float[] numbers, int count) {
        requireFloats(array);
        Require.nonNull(numbers, "numbers");
        Require.atLeast(start, 0, "start");
        Require.atLeast(count, 0, "count");
        if (count > numbers.length || start + (long) count > array.size()) {
            throw new IllegalArgumentException("count is " + count + " from start " + start + "; the array has "
                    + array.size() + " numbers, the Java array " + numbers.length);
        }
    }

    private static void requireFloats(NDArray array) {
        requireType(reaches(array), "float32 in the processor's memory", array);
    }

    private static void requireType(boolean holds, String expected, NDArray array) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "array is " + array.getDataType() + " " + array.getShape() + "; expected " + expected);
        }
    }

    private static FloatBuffer memory(NDArray array) {
        return array.toByteBuffer(true).asFloatBuffer();
    }

    /** An array of at least this length: the given one, if it is long enough. */
    public static float[] room(float[] numbers, int count) {
        Require.nonNull(numbers, "numbers");
        Require.within(count, 0, MOST, "count");
        return numbers.length >= count ? numbers : new float[count];
    }

    /**
     * The values, row after row, as an array of the given shape.
     *
     * @param manager owner of the result
     * @param type float32 or float64
     */
    public static NDArray array(NDManager manager, DataType type, double[] values, long... shape) {
        RequireArray.floating(type, "type");
        RequireArray.open(manager, "manager");
        Require.nonNull(values, "values");
        Require.nonNull(shape, "shape");
        checkCount(values.length, false, shape);
        if (type == DataType.FLOAT64) {
            CROSSINGS.increment();
            if (manager.getDevice().isGpu()) {
                return manager.create(values, new Shape(shape));
            }
            var array = manager.create(new Shape(shape), type);
            array.toByteBuffer(true).asDoubleBuffer().put(values);
            return array;
        }
        return array(manager, floats(values), new Shape(shape));
    }

    /** A shape of so many numbers. */
    static Shape checked(int count, long... shape) {
        Require.nonNull(shape, "shape");
        Require.that(shape.length > 0, "shape has no axes; expected (n, ...) of n events");
        checkCount(count, false, shape);
        return new Shape(shape);
    }

    /** There must be as many values as the shape asks for, or more where the others are left over. */
    private static void checkCount(int count, boolean more, long... shape) {
        long wanted = 1;
        boolean possible = true;
        for (long length : shape) {
            possible &= length >= 0;
            wanted = possible ? Math.min(wanted * Math.min(length, 1L << 31), 1L << 31) : wanted;
        }
        if (!possible || wanted > count || (wanted < count && !more)) {
            throw new IllegalArgumentException(
                    "values has " + count + " numbers; expected those of an array of shape " + Arrays.toString(shape));
        }
    }

    /** The values, each rounded to float32. */
    public static float[] floats(double[] values) {
        Require.nonNull(values, "values");
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * An array of float32, of the first values. On the processor they are written into the engine's own memory, in a third of
     * the time that the engine's copies through an array of bytes take.
     */
    public static NDArray array(NDManager manager, float[] values, Shape shape) {
        RequireArray.open(manager, "manager");
        Require.nonNull(values, "values");
        checkCount(values.length, true, Require.nonNull(shape, "shape").getShape());
        CROSSINGS.increment();
        if (manager.getDevice().isGpu()) {
            return manager.create(values, shape);
        }
        var array = manager.create(shape, DataType.FLOAT32);
        array.toByteBuffer(true).asFloatBuffer().put(values, 0, Math.toIntExact(shape.size()));
        return array;
    }
}
