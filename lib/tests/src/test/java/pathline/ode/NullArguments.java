package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls public methods with one argument null, the others valid: each must refuse it, and say which. */
public final class NullArguments {

    private final Map<Class<?>, Object> valid;

    /** @param valid a value of every type that is a parameter */
    public NullArguments(Map<Class<?>, Object> valid) {
        this.valid = valid;
    }

    /** What is wrong with the refusals of these types' constructors and static methods, and of these instances' methods. */
    public void assertRefused(List<Class<?>> types, List<Object> instances) {
        var faults = new ArrayList<String>();
        for (var type : types) {
            if (!Modifier.isAbstract(type.getModifiers())) {
                for (var constructor : type.getConstructors()) {
                    each(constructor, type, faults);
                }
            }
            Stream.of(type.getDeclaredMethods())
                    .filter(method -> Modifier.isStatic(method.getModifiers()))
                    .forEach(method -> each(method, type, faults));
        }
        for (var instance : instances) {
            Stream.of(instance.getClass().getMethods())
                    .filter(method -> method.getDeclaringClass().getName().startsWith("pathline"))
                    .filter(method -> !method.getName().equals("equals"))
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .forEach(method -> each(method, instance, faults));
        }
        assertEquals(List.of(), faults);
    }

    private void each(Executable call, Object target, List<String> faults) {
        if (!Modifier.isPublic(call.getModifiers())
                || call.isSynthetic()
                || call.getName().equals("valueOf")) {
            return;
        }
        call.setAccessible(true);
        for (int k = 0; k < call.getParameterCount(); k++) {
            if (!call.getParameterTypes()[k].isPrimitive()) {
                var fault = fault(call, target, k);
                if (!fault.isEmpty()) {
                    faults.add(call + ", argument " + k + ": " + fault);
                }
            }
        }
    }

    private String fault(Executable call, Object target, int missing) {
        var arguments = new Object[call.getParameterCount()];
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = k == missing ? null : valid(call.getParameters()[k]);
        }
        try {
            if (call instanceof Method method) {
                method.invoke(target, arguments);
            } else {
                ((Constructor<?>) call).newInstance(arguments);
            }
            return "accepted";
        } catch (InvocationTargetException refused) {
            var cause = refused.getCause();
            boolean clear = cause instanceof IllegalArgumentException
                    && String.valueOf(cause.getMessage()).contains("null");
            return clear ? "" : String.valueOf(cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(call.toString(), e);
        }
    }

    private Object valid(Parameter parameter) {
        var value = valid.get(parameter.getType());
        if (value == null) {
            throw new IllegalStateException("No value of " + parameter.getType());
        }
        return value;
    }
}
