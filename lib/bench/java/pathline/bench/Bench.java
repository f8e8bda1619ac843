package pathline.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command {@code ./pathline bench}. */
public final class Bench {

    /** Works that are timed in turn with their peers, so that both see the same machine. */
    static final List<List<String>> GROUPS = List.of(
            List.of("W1", "W2", "W3"),
            List.of("W4", "W5"),
            List.of("W6"),
            List.of("W7"),
            List.of("W8", "W9"),
            List.of("W10"),
            List.of(WideNet.ID),
            List.of(FlowTasks.ID),
            List.of(ImageTasks.ID));

    private static final Pace WORKLOADS = new Pace(1, 8, 3, 1_000);

    /** How often each group is gone through, its peers first. */
    private static final int ROUNDS = 3;

    /** How often a work is timed at most whose two quietest rounds differ. */
    private static final int MOST_ROUNDS = 8;

    private static final Pace SCALING = new Pace(1, 8, 3, 400);

    /** A machine with more to do than this is not idle. */
    private static final double IDLE = 0.3;

    private final Arguments arguments;
    private final PrintStream out;
    private final Results results;
    private final Harness harness = new Harness();
    private final List<String> failures = new ArrayList<>();
    private final long begun = System.nanoTime();

    private Bench(Arguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
        this.results = Results.open(arguments.out());
    }

    /** Measures what the arguments name; {@code --help} says what that can be. */
    public static void main(String[] words) {
        if (List.of(words).contains("--help")) {
            System.out.println(Arguments.usage());
            return;
        }
        System.setProperty("ai.djl.pytorch.num_threads", "1"); // before the engine is asked for its version
        try {
            new Bench(Arguments.parse(List.of(words)), System.out).run();
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        } catch (IllegalStateException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        out.print(Report.setup(section(Map.of(), List.of(), List.of())));
        if (!Side.COMPILED.possible()) {
            say("compiled kernels are left out: this JVM has no vector module (./pathline doctor)");
        }
        if (Machine.load() > IDLE) {
            say("the machine is not idle (load " + Table.number(Machine.load(), 2) + "): times will be noisy");
        }
        if (arguments.profile()) {
            profiles();
        } else {
            workloads();
            scaling();
            memory();
            harness.write(Path.of("build", "bench", "jmh.json"));
        }
        Page.write(results);
        say("all of it: " + results.folder().resolve("RESULTS.md"));
        if (!failures.isEmpty()) {
            throw new IllegalStateException("not timed: " + failures + "; see above");
        }
    }

    private Section section(Map<String, String> more, List<Entry> entries, List<Section.Series> series) {
        var setup = new LinkedHashMap<>(Machine.setup());
        setup.put("command", arguments.command());
        setup.putAll(more);
        return new Section(setup, entries, series);
    }

    private void workloads() {
        var peers = new Peers(script(), log(), Catalogue.names()::contains, this::say);
        var times = new Quietest();
        for (var group : GROUPS) {
            var works = group.stream()
                    .filter(arguments.names()::contains)
                    .flatMap(id -> Catalogue.called(id).stream())
                    .toList();
            for (int i = 0; i < (arguments.quick() ? 1 : MOST_ROUNDS); i++) {
                boolean all = i < ROUNDS;
                peers.run(works.stream()
                        .filter(work -> all || !peers.settled(work))
                        .map(Work::id)
                        .distinct()
                        .toList());
                works.stream()
                        .filter(work -> all || !times.settled(work))
                        .forEach(work -> time(work, pace(WORKLOADS)).forEach(times::add));
            }
        }
        var entries = new ArrayList<>(times.entries());
        if (!entries.isEmpty()) {
            entries.addAll(peers.entries());
            var setup = new LinkedHashMap<>(Map.of("ours", pace(WORKLOADS).toString()));
            if (!peers.versions().isEmpty()) {
                setup.put("peers", Machine.list(peers.versions()));
            }
            setup.put("rounds", rounds());
            var section = section(setup, entries, List.of());
            keep(Page.WORKLOADS, section, Report.workloads(section) + "\n" + Report.verdict(section));
        }
    }

    private String rounds() {
        return arguments.quick()
                ? "1"
                : ROUNDS + " to " + MOST_ROUNDS
                        + ", peers and ours in turn, until the two quietest agree; the quietest counts";
    }

    private static Path log() {
        return Path.of("build", "bench", "peers.log");
    }

    private List<String> script() {
        var script = Path.of("lib", "bench", "peers.py").toString();
        return arguments.peers().map(python -> List.of(python, script)).orElse(List.of());
    }

    private void scaling() {
        if (arguments.names().contains(Scaling.ID)) {
            var entries = new ArrayList<Entry>();
            Scaling.works().forEach(work -> entries.addAll(time(work, pace(SCALING))));
            var section = section(Map.of("ours", pace(SCALING).toString()), entries, List.of());
            keep(Page.SCALING, section, Report.scaling(section));
        }
    }

    /** What each side that can do the work takes for it. */
    private List<Entry> time(Work work, Pace pace) {
        var entries = new ArrayList<Entry>();
        for (var side : work.sides()) {
            if (side.possible()) {
                try {
                    var entry = harness.time(work, side, pace);
                    entries.add(entry);
                    say(entry.toString());
                } catch (IllegalStateException e) {
                    failures.add(work.name()); // a run of minutes goes on with the others
                    say(String.valueOf(e.getMessage()));
                }
            }
        }
        return entries;
    }

    private void memory() {
        if (arguments.names().contains(Arguments.MEMORY)) {
            var series = new ArrayList<>(MemoryRuns.resident(arguments.quick(), this::say));
            series.addAll(MemoryRuns.gradients());
            var section = section(MemoryRuns.setup(), List.of(), series);
            keep(Page.MEMORY, section, SeriesReport.memory(section));
        }
    }

    private void profiles() {
        var series = new ArrayList<Section.Series>();
        for (var name : arguments.names()) {
            for (var work : Catalogue.called(name)) {
                for (var side : work.sides()) {
                    if (side.possible()) {
                        say("sampling " + work.name() + ", " + side.title());
                        series.addAll(Profile.of(work, side, arguments.quick()));
                    }
                }
            }
        }
        var section = section(Map.of(), List.of(), series);
        keep(Page.PROFILES, section, SeriesReport.profiles(section));
    }

    private void keep(String name, Section section, String tables) {
        results.put(name, section);
        out.println();
        out.println(tables);
    }

    private Pace pace(Pace full) {
        return arguments.quick() ? full.shortened() : full;
    }

    private void say(String line) {
        out.printf("[%3.0f s] %s%n", (System.nanoTime() - begun) * 1e-9, line);
    }
}
