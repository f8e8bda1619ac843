package pathline.fuzz;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import pathline.check.RequireArray;

/** Functions of a caller: some answer as they should, others throw, or answer with null, NaN or a wrong shape. */
final class Lambdas {

    private enum Manner {
        RIGHT,
        THROWS,
        NULL,
        NOT_A_NUMBER,
        WRONG
    }

    private Lambdas() {}

    /** Whether a lambda can stand for the type. */
    static boolean suits(Class<?> type) {
        return type.isInterface() && !type.isSealed() && abstractMethods(type).size() == 1;
    }

    private static List<Method> abstractMethods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .filter(m -> !(m.getName().equals("equals") && m.getParameterCount() == 1))
                .toList();
    }

    static Made make(Type type, boolean good, Draw draw) {
        var raw = Values.raw(type);
        var manner = good ? Manner.RIGHT : draw.of(Manner.THROWS, Manner.NULL, Manner.NOT_A_NUMBER, Manner.WRONG);
        draw.notFinite |= manner == Manner.NOT_A_NUMBER || manner == Manner.WRONG;
        var handler = new Handler(type, manner, draw);
        var value = Proxy.newProxyInstance(Lambdas.class.getClassLoader(), new Class<?>[] {raw}, handler);
        return new Made(value, "a " + raw.getSimpleName() + " that answers " + manner);
    }

    private record Handler(Type type, Manner manner, Draw draw) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> 1;
                    default -> "a function of the caller";
                };
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            synchronized (draw) {
                return answer(method, arguments == null ? new Object[0] : arguments);
            }
        }

        private Object answer(Method method, Object[] arguments) {
            var wanted = Values.raw(returned(method));
            if (manner == Manner.THROWS) {
                throw new OnPurpose();
            }
            if ((manner == Manner.NULL && !wanted.isPrimitive()) || wanted == void.class) {
                return null;
            }
            if (manner == Manner.NOT_A_NUMBER || (wanted.isPrimitive() && manner != Manner.RIGHT)) {
                return notANumber(method, wanted, arguments);
            }
            if (manner == Manner.WRONG) {
                return Values.make(returned(method), "answer", false, draw).value();
            }
            return right(method, wanted, arguments);
        }

        private Object right(Method method, Class<?> wanted, Object[] arguments) {
            for (int i = arguments.length - 1; i >= 0; i--) {
                if (arguments[i] instanceof NDArray array && wanted == NDArray.class) {
                    // The engine ends the JVM where it computes with strings.
                    return RequireArray.real(array, method.getParameters()[i].getName())
                            .mul(0.5);
                }
                if (arguments[i] instanceof double[] numbers && wanted == double[].class) {
                    return numbers.clone();
                }
                if (wanted.isInstance(arguments[i])) {
                    return arguments[i];
                }
            }
            return Values.make(returned(method), "answer", true, draw).value();
        }

        private Object notANumber(Method method, Class<?> wanted, Object[] arguments) {
            if (wanted == double.class) {
                return Double.NaN;
            }
            var value = right(method, wanted, arguments);
            if (value instanceof NDArray array) {
                return array.mul(Double.NaN);
            }
            if (value instanceof double[] numbers) {
                Arrays.fill(numbers, Double.NaN);
            }
            return value;
        }

        private Type returned(Method method) {
            var returned = method.getGenericReturnType();
            if (returned instanceof TypeVariable && type instanceof ParameterizedType given) {
                return given.getActualTypeArguments()[given.getActualTypeArguments().length - 1];
            }
            return returned;
        }
    }
}
