package pathline.fuzz;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A public method, constructor or static factory of a public type. */
record Member(Executable executable) {

    Class<?> owner() {
        return executable.getDeclaringClass();
    }

    /** The package below the root: {@code ode}; {@code field.kernel} counts as {@code field}. */
    String home() {
        String[] parts = owner().getName().split("\\.");
        return parts.length > 2 ? parts[1] : "";
    }

    /** For example {@code pathline.ode.Solution.coordinate(int,int)}. */
    String signature() {
        return owner().getName() + "." + name() + "("
                + Arrays.stream(executable.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(","))
                + ")";
    }

    String name() {
        return isConstructor() ? "new" : executable.getName();
    }

    boolean isConstructor() {
        return executable instanceof Constructor;
    }

    /** Whether it is called on an instance. */
    boolean needsReceiver() {
        return !isConstructor() && !Modifier.isStatic(executable.getModifiers());
    }

    Class<?> result() {
        return executable instanceof Method method ? method.getReturnType() : owner();
    }

    Object call(Object receiver, Object[] arguments) throws Throwable {
        try {
            executable.setAccessible(true);
            return executable instanceof Method method
                    ? method.invoke(receiver, arguments)
                    : ((Constructor<?>) executable).newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
