package pathline.check;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;

/** The fields of an object, those that its class inherits included. */
final class Fields {

    private Fields() {}

    /**
     * The values by name, in the order of the names: static and transient ones apart.
     *
     * @throws java.lang.reflect.InaccessibleObjectException if the class does not open its fields
     */
    static Map<String, Object> of(Object value) {
        var found = new TreeMap<String, Object>();
        for (Class<?> type = value.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    var name = found.containsKey(field.getName())
                            ? type.getSimpleName() + "." + field.getName()
                            : field.getName();
                    found.put(name, read(field, value));
                }
            }
        }
        return found;
    }

    private static Object read(Field field, Object owner) {
        field.setAccessible(true);
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Could not read " + field, e);
        }
    }
}
