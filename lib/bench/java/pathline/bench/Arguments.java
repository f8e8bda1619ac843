package pathline.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the command was asked for.
 *
 * @param names what to measure, each once, in the order of {@link #known}
 * @param peers the Python that runs the peers
 * @param out the folder of the results
 * @param quick whether a look will do
 * @param save whether the results are to be kept beside the benchmark
 * @param profile whether to sample what the works do, in place of timing them
 */
record Arguments(List<String> names, Optional<String> peers, Path out, boolean quick, boolean save, boolean profile) {

    /** Measured by itself alone: it takes minutes, and no time of it is compared. */
    static final String MEMORY = "memory";

    /** Beside the benchmark, where results are kept. */
    static final Path KEPT = Path.of("lib", "bench", "results");

    private static final Path HERE = Path.of(System.getProperty("pathline.here", ""));

    Arguments {
        names = List.copyOf(names);
    }

    /** How to call it. */
    static String usage() {
        return String.join(
                System.lineSeparator(),
                "./pathline bench [NAME...] [options]: what the library costs, and its peers beside it",
                "",
                "  NAME             " + String.join(" ", known()) + "; without one, all but " + MEMORY,
                "  --peers PYTHON   run the peers too, by this Python, in turn with each group of works",
                "  --out DIR        where the results go (build/bench/results)",
                "  --quick          a look: shorter, less exact",
                "  --save           keep the results in lib/bench/results",
                "  --profile        sample what the named works do, in place of timing them",
                "",
                "Results: RESULTS.md with its figures, and results.json; build/bench/jmh.json is all that JMH has found.");
    }

    /** What can be measured. */
    static List<String> known() {
        return Stream.concat(Catalogue.ids().stream(), Stream.of(MEMORY)).toList();
    }

    /**
     * Reads the words behind {@code ./pathline bench}.
     *
     * @throws IllegalArgumentException for a word that is not understood
     */
    static Arguments parse(List<String> words) {
        var left = new ArrayList<>(words);
        var named = new ArrayList<String>();
        Optional<String> peers = Optional.empty();
        Optional<String> out = Optional.empty();
        var flags = new ArrayList<String>();
        while (!left.isEmpty()) {
            String word = left.remove(0);
            switch (word) {
                case "--peers" -> peers = Optional.of(python(value(word, left)));
                case "--out" -> out = Optional.of(value(word, left));
                case "--quick", "--save", "--profile" -> flags.add(word);
                default -> named.add(known(word));
            }
        }
        boolean save = flags.contains("--save");
        boolean profile = flags.contains("--profile");
        check(named, out, flags);
        var names = known().stream()
                .filter(name -> named.isEmpty() ? !name.equals(MEMORY) : named.contains(name))
                .toList();
        var folder = save ? KEPT : out.map(HERE::resolve).orElse(Path.of("build", "bench", "results"));
        return new Arguments(names, peers, folder, flags.contains("--quick"), save, profile);
    }

    private static void check(List<String> named, Optional<String> out, List<String> flags) {
        if (flags.contains("--profile") && (named.isEmpty() || named.contains(MEMORY))) {
            throw new IllegalArgumentException("--profile needs the names of the works to look into, such as W2 W5");
        }
        if (flags.contains("--save")) {
            if (out.isPresent() || flags.contains("--quick")) {
                throw new IllegalArgumentException(
                        "--save keeps a whole run in " + KEPT + "; leave --out and --quick away");
            }
            if (flags.contains("--profile")) {
                checkProfiles(named);
            } else if (!named.isEmpty() && !whole(named)) {
                throw new IllegalArgumentException(
                        "--save keeps numbers of one run: name no work, all that have peers, " + Scaling.ID + ", or "
                                + MEMORY);
            }
        }
    }

    /** The profiles of one run replace all that are kept. */
    private static void checkProfiles(List<String> named) {
        var workloads = Workloads.ALL.stream().map(Work::id).distinct().toList();
        if (!named.containsAll(workloads)) {
            throw new IllegalArgumentException(
                    "--save keeps profiles of one run: name " + String.join(" ", workloads) + ", or leave --save away");
        }
    }

    /** Whether these are all works of one table. */
    private static boolean whole(List<String> named) {
        var compared = known().stream()
                .filter(name -> !name.equals(MEMORY) && !name.equals(Scaling.ID))
                .toList();
        return named.equals(List.of(MEMORY))
                || named.equals(List.of(Scaling.ID))
                || (named.size() == compared.size() && named.containsAll(compared));
    }

    private static String known(String word) {
        if (!known().contains(word)) {
            throw new IllegalArgumentException(
                    "There is no work or option \"" + word + "\"; works are " + String.join(" ", known()));
        }
        return word;
    }

    private static String value(String option, List<String> left) {
        if (left.isEmpty() || left.get(0).startsWith("--")) {
            throw new IllegalArgumentException(option + " needs a value behind it");
        }
        return left.remove(0);
    }

    /** A path is relative to where the launcher was called; a bare name is looked up by the system. */
    private static String python(String given) {
        if (!given.contains("/")) {
            return given;
        }
        var file = HERE.resolve(given);
        if (!Files.isExecutable(file)) {
            throw new IllegalArgumentException("--peers: there is no Python " + given);
        }
        return file.toString();
    }

    /** The command that asks for the same, without the paths of this machine. */
    String command() {
        var words = new ArrayList<>(List.of("./pathline", "bench"));
        boolean whole = known().stream().allMatch(name -> name.equals(MEMORY) != names.contains(name));
        if (!whole) {
            words.addAll(names);
        }
        if (peers.isPresent()) {
            words.addAll(List.of("--peers", "PYTHON"));
        }
        if (quick) {
            words.add("--quick");
        }
        if (save) {
            words.add("--save");
        }
        if (profile) {
            words.add("--profile");
        }
        return String.join(" ", words);
    }
}
