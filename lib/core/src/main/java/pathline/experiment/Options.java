package pathline.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of a command, {@code --name value}, each with a default or asked for by name.
 *
 * @param values what was given
 */
record Options(Map<String, String> values) {

    /** Where the launcher was called: the folder that a given path is relative to. The JVM runs in the project's root. */
    private static final Path HERE = Path.of(System.getProperty("pathline.here", ""));

    Options {
        values = Map.copyOf(values);
    }

    /**
     * Reads {@code --name value} pairs.
     *
     * @param known the names that the command understands
     * @throws IllegalArgumentException for another name, or a name without its value
     */
    static Options parse(List<String> arguments, Set<String> known) {
        var left = new ArrayList<>(arguments);
        var values = new HashMap<String, String>();
        while (!left.isEmpty()) {
            String name = left.remove(0);
            if (!name.startsWith("--") || !known.contains(name.substring(2))) {
                throw new IllegalArgumentException("There is no option \"" + name + "\"; there are "
                        + known.stream().sorted().map(one -> "--" + one).toList());
            }
            if (left.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value behind it");
            }
            values.put(name.substring(2), left.remove(0));
        }
        return new Options(values);
    }

    /** A whole number, at least 1. */
    int count(String name, int otherwise) {
        String given = values.getOrDefault(name, Integer.toString(otherwise));
        try {
            int count = Integer.parseInt(given);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // The message below serves both.
        }
        throw new IllegalArgumentException("--" + name + " must be a whole number, at least 1, got " + given);
    }

    /** Names with commas between them. */
    List<String> names(String name, List<String> otherwise) {
        String given = values.get(name);
        return given == null
                ? otherwise
                : Arrays.stream(given.split(",")).map(String::strip).toList();
    }

    /** A folder that exists. */
    Path folder(String name) {
        String given = values.get(name);
        if (given == null) {
            throw new IllegalArgumentException("--" + name + " is missing: name the folder");
        }
        Path folder = HERE.resolve(given);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--" + name + ": there is no folder " + given);
        }
        return folder;
    }

    /** A folder to write to, made if it is not there. */
    Path output(String otherwise) {
        String given = values.get("out");
        return Results.folder(given == null ? Path.of(otherwise) : HERE.resolve(given));
    }
}
