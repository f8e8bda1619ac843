package pathline.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A value for a parameter, valid or invalid, by its type and name. */
final class Values {

    private static final int DEEPEST = 5;

    private Values() {}

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType given) {
            return raw(given.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return raw(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof TypeVariable<?> variable) {
            return raw(variable.getBounds()[0]);
        }
        return raw(((WildcardType) type).getUpperBounds()[0]);
    }

    static Made make(Type type, String name, boolean good, Draw draw) {
        if (draw.depth > DEEPEST) {
            return Made.NULL;
        }
        draw.depth++;
        try {
            return choose(type, name, good, draw);
        } finally {
            draw.depth--;
        }
    }

    private static Made choose(Type type, String name, boolean good, Draw draw) {
        var raw = raw(type);
        if (raw.isPrimitive() || (Number.class.isAssignableFrom(raw) && raw != Number.class) || raw == Boolean.class) {
            return Numbers.scalar(raw, name, good, draw);
        }
        if (raw == double[][].class) {
            return Numbers.rows(name, good, draw);
        }
        if (raw.isArray()) {
            return raw.componentType().isPrimitive()
                    ? Numbers.array(raw.componentType(), name, good, draw)
                    : array(type, raw, name, good, draw);
        }
        if (raw == NDArray.class) {
            return Tensors.make(name, good, draw);
        }
        if (raw == Path.class) {
            return Sandbox.path(good, draw);
        }
        if (raw == String.class || raw == Object.class || raw == CharSequence.class) {
            return Texts.make(name, good, draw);
        }
        if (raw == DataType.class) {
            return good ? Made.of(draw.type) : draw.of(Made.NULL, Made.of(draw.of(DataType.values())));
        }
        if (raw.isEnum()) {
            return good ? Made.of(draw.of(raw.getEnumConstants())) : Made.NULL;
        }
        if (type instanceof ParameterizedType given && !Lambdas.suits(raw)) {
            return container(given, raw, name, good, draw);
        }
        if (raw == OptionalDouble.class) {
            return good ? Made.of(OptionalDouble.of(0.5)) : draw.of(Made.NULL, Made.of(OptionalDouble.of(badly(draw))));
        }
        return good ? goodObject(type, raw, draw) : badObject(type, raw, draw);
    }

    private static double badly(Draw draw) {
        return Numbers.badReal(draw);
    }

    private static Made goodObject(Type type, Class<?> raw, Draw draw) {
        var known = Known.make(raw, draw);
        if (known.isPresent() && (draw.chance(0.8) || Known.only(raw))) {
            return known.get();
        }
        if (known.isEmpty()
                && Lambdas.suits(raw)
                && (draw.chance(0.5) || !raw.getName().startsWith("pathline"))) {
            return Lambdas.make(type, true, draw);
        }
        return Producers.make(raw, draw)
                .or(() -> known)
                .orElseGet(() -> Lambdas.suits(raw) ? Lambdas.make(type, true, draw) : Made.NULL);
    }

    private static Made badObject(Type type, Class<?> raw, Draw draw) {
        if (Lambdas.suits(raw) && !Known.only(raw) && draw.chance(0.7)) {
            return Lambdas.make(type, false, draw);
        }
        return Known.bad(raw, draw).orElse(Made.NULL);
    }

    /** Arrays of references, rows of rows among them. */
    private static Made array(Type type, Class<?> raw, String name, boolean good, Draw draw) {
        if (!good && draw.chance(0.2)) {
            return Made.NULL;
        }
        var component =
                type instanceof GenericArrayType generic ? generic.getGenericComponentType() : raw.componentType();
        var elements = elements(component, name, good, draw);
        var array = Array.newInstance(raw.componentType(), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i).value());
        }
        return new Made(array, texts(elements));
    }

    private static List<Made> elements(Type type, String name, boolean good, Draw draw) {
        var elements = new ArrayList<Made>();
        int count = good ? draw.whole(1, 2, draw.d) : draw.whole(0, 0, 1, 2, 3);
        for (int i = 0; i < count; i++) {
            elements.add(make(type, name, good || i != count - 1, draw));
        }
        return elements;
    }

    private static String texts(List<Made> elements) {
        return elements.stream().map(Made::text).toList().toString();
    }

    private static Made container(ParameterizedType type, Class<?> raw, String name, boolean good, Draw draw) {
        if (!good && draw.chance(0.3)) {
            return Made.NULL;
        }
        var inner = type.getActualTypeArguments();
        if (raw == Optional.class) {
            var element = make(inner[0], name, good, draw);
            return draw.chance(0.3)
                    ? new Made(Optional.empty(), "Optional.empty")
                    : new Made(Optional.ofNullable(element.value()), "Optional of " + element.text());
        }
        if (raw == Map.class) {
            var key = make(inner[0], name, good || draw.chance(0.5), draw);
            var element = make(inner[1], name, good || key.value() == null, draw);
            var map = new HashMap<Object, Object>();
            map.put(key.value(), element.value());
            return new Made(map, "{" + key.text() + " = " + element.text() + "}");
        }
        if (raw.isAssignableFrom(ArrayList.class)) {
            var elements = elements(inner[0], name, good, draw);
            var list = new ArrayList<Object>();
            elements.forEach(element -> list.add(element.value()));
            return new Made(list, texts(elements));
        }
        return good ? goodObject(type, raw, draw) : Made.NULL;
    }
}
