package pathline.fuzz;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether all numbers of a value are finite, those in arrays, lists and records among them. */
final class Finite {

    private static final int DEEPEST = 4;
    private static final long LARGEST = 1 << 20;

    private Finite() {}

    static boolean is(Object value) {
        return is(value, 0);
    }

    private static boolean is(Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            return true;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        if (value instanceof Float number) {
            return Float.isFinite(number);
        }
        if (value instanceof String text) {
            return depth > 0 || !text.contains("NaN");
        }
        if (value instanceof NDArray array) {
            return isArray(array);
        }
        if (value instanceof Optional<?> optional) {
            return is(optional.orElse(null), depth + 1);
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isEmpty() || Double.isFinite(optional.getAsDouble());
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().limit(LARGEST).allMatch(element -> is(element, depth + 1));
        }
        if (value instanceof Map<?, ?> map) {
            return is(map.values(), depth);
        }
        if (value.getClass().isArray()) {
            return isJavaArray(value, depth);
        }
        return !(value instanceof Record record) || isRecord(record, depth);
    }

    private static boolean isArray(NDArray array) {
        try {
            if (!array.getDataType().isFloating() || array.size() > LARGEST || array.size() == 0) {
                return true;
            }
            for (double number :
                    array.toType(ai.djl.ndarray.types.DataType.FLOAT64, true).toDoubleArray()) {
                if (!Double.isFinite(number)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalStateException e) {
            return true; // closed meanwhile
        }
    }

    private static boolean isJavaArray(Object array, int depth) {
        var component = array.getClass().componentType();
        if (component.isPrimitive() && component != double.class && component != float.class) {
            return true;
        }
        for (int i = 0; i < Math.min(Array.getLength(array), LARGEST); i++) {
            if (!is(Array.get(array, i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRecord(Record record, int depth) {
        if (!record.getClass().getName().startsWith("pathline.")) {
            return true;
        }
        for (var component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                if (!Allowed.component(record.getClass(), component.getName())
                        && !is(component.getAccessor().invoke(record), depth + 1)) {
                    return false;
                }
            } catch (ReflectiveOperationException e) {
                return true;
            }
        }
        return true;
    }
}
