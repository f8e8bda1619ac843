package pathline.fuzz;

import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of the library's own types as results of the library's own methods, called with valid arguments. */
final class Producers {

    private static final int TRIES = 4;

    private static final List<Member> MEMBERS = Surface.members().stream()
            .filter(m -> !m.result().isPrimitive())
            .filter(m -> m.result().getName().startsWith("pathline."))
            .filter(m -> !m.needsReceiver() || !m.owner().isAssignableFrom(m.result()))
            .toList();

    private static final Map<Class<?>, List<Member>> BY_TYPE = new HashMap<>();

    private Producers() {}

    /** The methods whose results are of the type. */
    private static List<Member> of(Class<?> type) {
        return BY_TYPE.computeIfAbsent(
                type,
                t -> MEMBERS.stream()
                        .filter(m -> t.isAssignableFrom(m.result()))
                        .toList());
    }

    static Optional<Made> make(Class<?> type, Draw draw) {
        var members = of(type);
        for (int k = 0; k < TRIES && !members.isEmpty(); k++) {
            var member = draw.of(members);
            var receiver = member.needsReceiver() ? Values.make(member.owner(), "receiver", true, draw) : Made.NULL;
            if (member.needsReceiver() && receiver.value() == null) {
                continue;
            }
            var arguments = arguments(member.executable(), -1, draw);
            try {
                var value = member.call(
                        receiver.value(), arguments.stream().map(Made::value).toArray());
                if (value != null) {
                    return Optional.of(new Made(value, text(member, receiver, arguments)));
                }
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                // Not this way: valid arguments are valid one by one, and not always together.
            }
        }
        return Optional.empty();
    }

    /** Arguments for a method, all valid but the one numbered {@code bad}; below -1, each with a chance of half. */
    static List<Made> arguments(Executable executable, int bad, Draw draw) {
        var arguments = new ArrayList<Made>();
        var types = executable.getGenericParameterTypes();
        var parameters = executable.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            boolean good = bad < -1 ? draw.chance(0.5) : i != bad;
            arguments.add(Values.make(types[i], parameters[i].getName(), good, draw));
        }
        return arguments;
    }

    static String text(Member member, Made receiver, List<Made> arguments) {
        boolean isStatic = Modifier.isStatic(member.executable().getModifiers()) || member.isConstructor();
        return (isStatic ? member.owner().getSimpleName() : "[" + receiver.text() + "]") + "." + member.name() + "("
                + arguments.stream().map(Made::text).collect(Collectors.joining(", ")) + ")";
    }
}
