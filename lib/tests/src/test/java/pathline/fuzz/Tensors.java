package pathline.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Set;

/** Arrays of the engine, valid and invalid; the name of a parameter says which shape is valid. */
final class Tensors {

    private static final Set<String> TIMES = Set.of("t", "times", "time");

    private Tensors() {}

    static Made make(String name, boolean good, Draw draw) {
        if (good) {
            return numbers(shape(name, draw), draw.type, name, draw);
        }
        return switch (draw.random.nextInt(12)) {
            case 0, 1 -> Made.NULL;
            case 2, 3 -> oneNumber(name, Numbers.badReal(draw), draw);
            case 4, 5, 6 -> numbers(badShape(draw), draw.type, name, draw);
            case 7 ->
                numbers(
                        shape(name, draw),
                        draw.type == DataType.FLOAT32 ? DataType.FLOAT64 : DataType.FLOAT32,
                        name,
                        draw);
            case 8 -> closed(name, draw);
            case 9 -> new Made(draw.manager.create(new String[] {"a", "b"}), "strings (2)");
            default -> typed(name, draw);
        };
    }

    private static Shape shape(String name, Draw draw) {
        if (TIMES.contains(name)) {
            return draw.chance(0.7) ? new Shape(draw.n, 1) : new Shape(1, 1);
        }
        return switch (name) {
            case "pictures" -> new Shape(draw.n, 4, 4);
            case "observations", "trajectories" -> new Shape(3, draw.n, draw.d);
            case "trajectory" -> new Shape(3, draw.d);
            case "logDensity", "standardError" -> new Shape(draw.n);
            case "values" -> draw.of(new Shape(draw.n), new Shape(draw.n, draw.d));
            default -> new Shape(draw.n, draw.d);
        };
    }

    private static Shape badShape(Draw draw) {
        return draw.of(
                new Shape(),
                new Shape(0),
                new Shape(0, draw.d),
                new Shape(draw.n, 0),
                new Shape(draw.n),
                new Shape(draw.d),
                new Shape(draw.n, draw.d + 1),
                new Shape(draw.n + 1, draw.d),
                new Shape(1, draw.d),
                new Shape(draw.n, 1),
                new Shape(draw.n, draw.d, 1),
                new Shape(1, draw.n, draw.d, 2));
    }

    private static Made numbers(Shape shape, DataType type, String name, Draw draw) {
        var values = values(shape, name, draw);
        return new Made(array(values, shape, type, draw), text(type, shape, values));
    }

    private static double[] values(Shape shape, String name, Draw draw) {
        var values = new double[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = TIMES.contains(name) ? draw.uniform(0.05, 0.95) : draw.uniform(-1.5, 1.5);
        }
        return values;
    }

    private static Made oneNumber(String name, double number, Draw draw) {
        var shape = shape(name, draw);
        var values = values(shape, name, draw);
        int at = draw.random.nextInt(values.length);
        values[at] = draw.type == DataType.FLOAT32 ? draw.seen((float) number) : number;
        return new Made(array(values, shape, draw.type, draw), text(draw.type, shape, values));
    }

    private static Made closed(String name, Draw draw) {
        var made = numbers(shape(name, draw), draw.type, name, draw);
        ((NDArray) made.value()).close();
        return new Made(made.value(), "closed " + made.text());
    }

    private static Made typed(String name, Draw draw) {
        var type = draw.of(DataType.INT32, DataType.INT64, DataType.UINT8, DataType.BOOLEAN, DataType.FLOAT16);
        var shape = shape(name, draw);
        var array = draw.manager.ones(shape).toType(type, true);
        return new Made(array, type + " " + shape + " of ones");
    }

    private static NDArray array(double[] values, Shape shape, DataType type, Draw draw) {
        if (type == DataType.FLOAT64) {
            return draw.manager.create(values, shape);
        }
        var floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return draw.manager.create(floats, shape);
    }

    private static String text(DataType type, Shape shape, double[] values) {
        return type + " " + shape + " "
                + (values.length > 24 ? "of " + values.length + " numbers" : Arrays.toString(values));
    }
}
