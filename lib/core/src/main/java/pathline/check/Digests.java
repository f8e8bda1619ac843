package pathline.check;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The walk through an object that {@link Fingerprint} is the result of: each object's digest is made of those of its parts. */
final class Digests {

    private static final String UNFINISHED = "";
    private static final int LONGEST_TEXT = 100;

    private final IdentityHashMap<Object, String> known = new IdentityHashMap<>();
    private final List<String> unnamed = new ArrayList<>();

    List<String> unnamed() {
        return List.copyOf(unnamed);
    }

    /** The digest of a value that is found at this place. */
    String of(Object value, String place) {
        if (value == null) {
            return digest("null");
        }
        var plain = plain(value);
        if (plain.isPresent()) {
            return digest(value.getClass().getName(), plain.get());
        }
        var before = known.get(value);
        if (before == null) {
            known.put(value, UNFINISHED);
            before = compound(value, place);
            known.put(value, before);
        } else if (before.isEmpty()) {
            return none(place + ", which contains itself", "loop");
        }
        return before;
    }

    /** The words of what is known by its words. */
    private static Optional<String> plain(Object value) {
        if (value instanceof Enum<?> one) {
            return Optional.of(one.getDeclaringClass().getName() + "." + one.name());
        }
        if (value instanceof Class<?> type) {
            return Optional.of(name(type));
        }
        boolean words = value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Double
                || value instanceof Float
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof OptionalDouble
                || value instanceof OptionalInt
                || value instanceof OptionalLong
                || value instanceof Path
                || value instanceof Shape
                || value instanceof Device;
        return words ? Optional.of(value.toString()) : Optional.empty();
    }

    private String compound(Object value, String place) {
        if (value instanceof Fingerprint.Known one) {
            int before = unnamed.size();
            var rest = of(one.rest(), place);
            unnamed.subList(before, unnamed.size()).clear(); // the name answers for them
            return digest("known", one.name(), rest);
        }
        if (value instanceof Identified one) {
            return digest("identified", name(value.getClass()), of(one.identity(), place));
        }
        if (value instanceof NDManager) {
            return digest("manager"); // where arrays live decides no number
        }
        if (value instanceof NDArray array) {
            return digest(array.getDataType().name(), array.getShape().toString(), hex(array.toByteBuffer()));
        }
        if (value.getClass().isArray()) {
            return array(value, place);
        }
        if (value instanceof Optional<?> one) {
            return digest("optional", one.isPresent() ? of(one.get(), place) : "empty");
        }
        if (value instanceof Map<?, ?> map) {
            return digest(
                    "map",
                    map.entrySet().stream()
                            .map(e -> of(e.getKey(), place) + of(e.getValue(), place + "[" + text(e.getKey()) + "]"))
                            .sorted()
                            .collect(Collectors.joining()));
        }
        if (value instanceof Collection<?> all) {
            var parts = new ArrayList<String>();
            all.forEach(part -> parts.add(of(part, place + "[" + parts.size() + "]")));
            if (value instanceof Set<?>) {
                parts.sort(null);
            }
            return digest("collection", String.join("", parts));
        }
        return object(value, place);
    }

    private String array(Object array, String place) {
        var sha = sha();
        feed(sha, array, place);
        return digest(name(array.getClass()), HexFormat.of().formatHex(sha.digest()));
    }

    private void feed(MessageDigest sha, Object array, String place) {
        sha.update(ByteBuffer.allocate(4).putInt(Array.getLength(array)).flip());
        if (array instanceof double[] numbers) {
            feed(sha, numbers);
            return;
        }
        var inside = array.getClass().getComponentType();
        for (int k = 0; k < Array.getLength(array); k++) {
            var part = Array.get(array, k);
            if (part != null && inside.isArray()) {
                feed(sha, part, place);
            } else {
                var word = inside.isPrimitive() ? part + "," : of(part, place + "[" + k + "]");
                sha.update(word.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void feed(MessageDigest sha, double[] numbers) {
        var bytes = ByteBuffer.allocate(8 * Math.min(1024, numbers.length));
        for (int k = 0; k < numbers.length; ) {
            bytes.clear();
            for (; bytes.hasRemaining() && k < numbers.length; k++) {
                bytes.putLong(Double.doubleToLongBits(numbers[k]));
            }
            sha.update(bytes.flip());
        }
    }

    private String object(Object value, String place) {
        var type = value.getClass();
        boolean code = type.isHidden() || type.isSynthetic() || type.isAnonymousClass();
        if (code && !isOurs(type.getNestHost())) {
            return none(place + ", code without a name in " + name(type.getNestHost()), "code");
        }
        if (!code && isForeign(type)) {
            return none(place + ", a " + type.getName(), type.getName());
        }
        var parts = new ArrayList<String>();
        parts.add(code ? type.getNestHost().getName() + List.of(type.getInterfaces()) : name(type));
        try {
            Fields.of(value).forEach((name, part) -> parts.add(name + of(part, place + "." + name)));
        } catch (InaccessibleObjectException e) {
            return none(place + ", a " + type.getName() + " whose fields are closed to others", type.getName());
        }
        return digest(parts.toArray(String[]::new));
    }

    private String none(String place, String instead) {
        unnamed.add(place);
        return digest("unnamed", instead);
    }

    /** Of the JDK or the engine: whose fields say nothing to us. */
    private static boolean isForeign(Class<?> type) {
        var loader = type.getClassLoader();
        return loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || type.getName().startsWith("ai.djl.");
    }

    /** Whether the class belongs to this library, whose version stands for what its code does. */
    private static boolean isOurs(Class<?> type) {
        var ours = Digests.class.getProtectionDomain().getCodeSource();
        var found = type.getProtectionDomain().getCodeSource();
        return ours != null
                && found != null
                && ours.getLocation() != null
                && ours.getLocation().equals(found.getLocation());
    }

    /** Without the number of the cell that a notebook's class stands in, which differs from session to session. */
    private static String name(Class<?> type) {
        return type.getName().replaceAll("\\$JShell\\$\\w+?\\$", "");
    }

    /**
     * Takes a value apart for {@link Fingerprint#parts}.
     *
     * @return whether a name answers for it
     */
    static boolean take(Object value, String name, Map<String, Object> into) {
        if (value instanceof Fingerprint.Known one) {
            into.put(name + ".name", one.name());
            take(one.rest(), name, into);
            return true;
        }
        if (value instanceof Identified one) {
            into.put(name + ".class", value.getClass());
            return take(one.identity(), name, into);
        }
        var type = value.getClass();
        boolean whole = type.isHidden()
                || type.isSynthetic()
                || type.isAnonymousClass()
                || isForeign(type)
                || type.isArray()
                || plain(value).isPresent();
        if (whole) {
            into.put(name, value);
            return false;
        }
        into.put(name + ".class", type);
        try {
            Fields.of(value).forEach((field, part) -> into.put(name + "." + field, part));
        } catch (InaccessibleObjectException e) {
            into.put(name, value);
        }
        return false;
    }

    static String text(Object value) {
        if (value == null) {
            return "null";
        }
        var type = value.getClass();
        if (value instanceof Class<?> one) {
            return name(one);
        }
        if (type.isHidden() || type.isSynthetic() || type.isAnonymousClass()) {
            return "code without a name";
        }
        var plain = type.isArray()
                ? type.getComponentType().getSimpleName() + "[" + Array.getLength(value) + "]"
                : value.toString();
        var line = plain.replaceAll("\\$\\$Lambda[^,\\]]*|@[0-9a-f]+", "").replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT - 1) + "…";
    }

    private static String digest(String... words) {
        var sha = sha();
        for (var word : words) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            sha.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            sha.update(bytes);
        }
        return HexFormat.of().formatHex(sha.digest(), 0, 16);
    }

    private static String hex(ByteBuffer bytes) {
        var sha = sha();
        sha.update(bytes);
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
