package pathline.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What a run is told.
 *
 * @param packages below the root; all if empty
 * @param only a method's signature, with or without {@code #number}; all if empty
 * @param calls how many, over all methods
 * @param seed of all arguments
 * @param limit seconds for one call
 * @param out folder of the tables
 */
record Settings(Set<String> packages, String only, int calls, long seed, int limit, Path out) {

    /** A method without arguments is called in one of this many rounds. */
    private static final int RARE = 4;

    /** One call: a method, and which of its calls. */
    record Planned(Member member, int number) {

        String name() {
            return member.signature() + "#" + number;
        }
    }

    /** From system properties, with defaults for those that are not set. */
    static Settings read(int calls, int limit, String folder) {
        var packages = System.getProperty("fuzz.packages", "");
        return new Settings(
                packages.isBlank() ? Set.of() : Set.of(packages.split(",")),
                System.getProperty("fuzz.only", ""),
                Integer.getInteger("fuzz.calls", calls),
                Long.getLong("fuzz.seed", 1),
                Integer.getInteger("fuzz.limit", limit),
                Path.of(System.getProperty("fuzz.out", "target/" + folder)).toAbsolutePath());
    }

    /** The same settings as options of a JVM. */
    List<String> options() {
        return List.of(
                "-Dfuzz.packages=" + String.join(",", packages),
                "-Dfuzz.only=" + only,
                "-Dfuzz.calls=" + calls,
                "-Dfuzz.seed=" + seed,
                "-Dfuzz.limit=" + limit,
                "-Dfuzz.out=" + out);
    }

    /**
     * The calls in their order: one of each method in a round, methods shuffled. A call's arguments depend on the method,
     * its number, the seed and the library's public surface, not on the packages and the number of calls that are asked for.
     */
    List<Planned> plan() {
        String method = only.contains("#") ? only.substring(0, only.indexOf('#')) : only;
        var members = new ArrayList<>(Surface.members().stream()
                .filter(m -> packages.isEmpty() || packages.contains(m.home()))
                .filter(m -> only.isEmpty() || m.signature().equals(method))
                .toList());
        if (members.isEmpty()) {
            throw new IllegalArgumentException(
                    "no public method for fuzz.packages " + packages + " and fuzz.only " + only);
        }
        if (only.contains("#")) {
            return List.of(new Planned(members.get(0), Integer.parseInt(only.substring(only.indexOf('#') + 1))));
        }
        members.sort(Comparator.comparingInt(m -> (m.signature() + seed).hashCode() * 0x9e3779b9));
        var plan = new ArrayList<Planned>();
        for (int round = 0; plan.size() < calls; round++) {
            for (var member : members) {
                boolean due = member.executable().getParameterCount() > 0 || round % RARE == 0;
                if (due && plan.size() < calls) {
                    plan.add(new Planned(member, round));
                }
            }
        }
        return plan;
    }
}
