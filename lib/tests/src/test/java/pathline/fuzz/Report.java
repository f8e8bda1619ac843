package pathline.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tables: counts by package, and what is to be looked at, grouped by package, method and cause. */
final class Report {

    private final Settings settings;
    private final List<Call> calls;

    Report(Settings settings, List<Call> calls) {
        this.settings = settings;
        this.calls = calls;
    }

    /** table.txt, faults.csv (one call a line) and, for each package, what is to be looked at. */
    void write() throws IOException {
        var out = settings.out();
        Files.writeString(out.resolve("table.txt"), table());
        Files.write(out.resolve("faults.csv"), csv());
        for (var home : byHome().entrySet()) {
            Files.writeString(out.resolve(home.getKey() + ".txt"), page(home.getKey(), home.getValue()));
        }
    }

    /** The tables of a run that is still on its way; the argument is its folder. */
    public static void main(String[] words) throws IOException {
        var settings = new Settings(Set.of(), "", 0, Long.getLong("fuzz.seed", 1), 0, Path.of(words[0]));
        new Report(settings, calls(settings)).write();
    }

    /** What is written of a run's calls. */
    static List<Call> calls(Settings settings) throws IOException {
        var calls = new ArrayList<Call>();
        for (var line : Files.readAllLines(Caller.calls(settings))) {
            calls.add(Call.parse(line));
        }
        return calls;
    }

    private Map<String, List<Call>> byHome() {
        var homes = new TreeMap<String, List<Call>>();
        calls.forEach(call ->
                homes.computeIfAbsent(call.home(), h -> new ArrayList<>()).add(call));
        return homes;
    }

    private String table() {
        var text = new StringBuilder(String.format("%-14s", "package"));
        for (var verdict : Verdict.values()) {
            text.append(String.format(" %12s", shortName(verdict)));
        }
        text.append(String.format(" %8s%n", "methods"));
        byHome().forEach((home, of) -> row(text, home, of));
        row(text, "all", calls);
        return text.append("Seed ").append(settings.seed()).append('\n').toString();
    }

    private static String shortName(Verdict verdict) {
        return switch (verdict) {
            case NOT_FINITE -> "not finite";
            case NOT_FINITE_OF_EXTREME -> "of extreme";
            case NOT_FINITE_OF_NOT_FINITE -> "of NaN, inf";
            default -> verdict.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        };
    }

    /** What is not finite for a good reason counts with what is finite. */
    private static Verdict shown(Call call) {
        return isNotFinite(call) && Allowed.reason(call).isPresent() ? Verdict.FINITE : call.verdict();
    }

    private static boolean isNotFinite(Call call) {
        return call.verdict().name().startsWith("NOT_FINITE");
    }

    private static void row(StringBuilder text, String name, List<Call> calls) {
        var counts = new EnumMap<Verdict, Integer>(Verdict.class);
        calls.forEach(call -> counts.merge(shown(call), 1, Integer::sum));
        text.append(String.format("%-14s", name));
        for (var verdict : Verdict.values()) {
            text.append(String.format(" %12d", counts.getOrDefault(verdict, 0)));
        }
        text.append(String.format(
                " %8d%n", calls.stream().map(Call::method).distinct().count()));
    }

    private List<String> csv() {
        var lines = new ArrayList<String>();
        lines.add("package,class,method,verdict,what,message,place,call,name");
        calls.stream()
                .filter(call -> toLookAt(call))
                .sorted(Comparator.comparing(Call::name))
                .forEach(call -> lines.add(call.csv()));
        return lines;
    }

    private static boolean toLookAt(Call call) {
        return call.isFault() || (isNotFinite(call) && Allowed.reason(call).isEmpty());
    }

    /** The faults of a package: method by method, each cause once, with how often and one call that shows it. */
    private String page(String home, List<Call> of) {
        var groups = new TreeMap<String, Map<String, List<Call>>>();
        of.stream()
                .filter(Report::toLookAt)
                .sorted(Comparator.comparing(Call::name))
                .forEach(call -> groups.computeIfAbsent(call.method(), m -> new LinkedHashMap<>())
                        .computeIfAbsent(cause(call), c -> new ArrayList<>())
                        .add(call));
        var text = new StringBuilder("Package " + home + ": " + of.size() + " calls, "
                + of.stream().filter(Call::isFault).count() + " faults, in " + groups.size()
                + " methods\n");
        groups.forEach((method, causes) -> {
            text.append('\n').append(method).append('\n');
            causes.forEach((cause, those) -> {
                var example = those.get(0);
                text.append("  ").append(those.size()).append(" x ").append(example.verdict());
                text.append("  ")
                        .append(example.what())
                        .append("  ")
                        .append(example.place())
                        .append('\n');
                if (!example.message().isEmpty()) {
                    text.append("      says: ").append(example.message()).append('\n');
                }
                text.append("      call: ").append(example.arguments()).append('\n');
                text.append("      again: -Dfuzz.only='").append(example.name()).append("'\n");
            });
        });
        return text.toString();
    }

    private static String cause(Call call) {
        return call.verdict() + call.what() + call.message().replaceAll("-?[0-9][0-9.Ee-]*", "0") + call.place();
    }
}
