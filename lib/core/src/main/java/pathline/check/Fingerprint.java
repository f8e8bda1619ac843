package pathline.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What decides an object's results, as a digest: equal objects have equal ones, in this process and in the next.
 *
 * <p>Numbers, words, enums, arrays, NDArrays and the JDK's collections are taken by their contents; objects of other classes
 * by the name of their class and all their fields, field by field; an {@link Identified} one by what it says. A lambda has
 * neither a name nor readable code: one of a caller's own is listed in {@link #unnamed}. (The library's own lambdas are taken
 * by the class that has them and what they have caught.) What a class <em>does</em> is not looked at, only its name.
 *
 * @param digest 32 hexadecimal digits
 * @param text what the object says about itself, as far as that is the same in every process: one line of at most 100
 *     characters, for messages
 * @param unnamed where there is something that has no fingerprint, such as {@code objective.weight, a lambda of Main}
 */
public record Fingerprint(String digest, String text, List<String> unnamed) {

    public Fingerprint {
        Require.nonNull(digest, "digest");
        Require.nonNull(text, "text");
        Require.nonNull(unnamed, "unnamed");
        unnamed.forEach(place -> Require.nonNull(place, "an element of unnamed"));
        unnamed = List.copyOf(unnamed);
    }

    /**
     * Something that a name answers for, lambdas in it included.
     *
     * @param name what it is known by
     * @param rest the thing itself; whatever in it has a fingerprint counts, too
     */
    public record Known(String name, Object rest) {
        public Known {
            Require.nonNull(name, "name");
            Require.nonNull(rest, "rest");
            Require.that(!name.isBlank(), "name is blank; expected what it is to be known by");
        }
    }

    /**
     * The fingerprint of a value.
     *
     * @param name what messages call it
     */
    public static Fingerprint of(Object value, String name) {
        Require.nonNull(name, "name");
        var digests = new Digests();
        return new Fingerprint(digests.of(value, name), Digests.text(value), digests.unnamed());
    }

    /** The fingerprints of a value's class and of each of its fields, by name: what a message compares to say what differs. */
    public static Map<String, Fingerprint> parts(Object value, String name) {
        Require.nonNull(value, "value");
        Require.nonNull(name, "name");
        var parts = new LinkedHashMap<String, Fingerprint>();
        Map<String, Object> values = new LinkedHashMap<>();
        boolean known = Digests.take(value, name, values);
        values.forEach((key, part) -> {
            var found = of(part, key);
            parts.put(key, known ? new Fingerprint(found.digest, found.text, List.of()) : found);
        });
        return parts;
    }

    @Override
    public String toString() {
        return digest + (unnamed.isEmpty() ? "" : ", without " + unnamed);
    }
}
