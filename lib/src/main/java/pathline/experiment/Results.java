package pathline.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pathline.field.WholeFile;

/**
 * A table of comma separated values that grows row by row on disk, so that an interrupted study keeps what it has.
 *
 * <p>The first columns name a row: one that is there is not computed again.
 */
final class Results {

    private final Path file;
    private final List<String> lines;

    private Results(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Opens the table, with the rows that an earlier run left.
     *
     * @throws IllegalArgumentException if the file has another header
     */
    static Results open(Path file, String... header) {
        String first = String.join(",", header);
        try {
            var lines =
                    Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>(List.of(first));
            if (lines.isEmpty() || !lines.get(0).equals(first)) {
                throw new IllegalArgumentException(file + " begins with \"" + (lines.isEmpty() ? "" : lines.get(0))
                        + "\", expected \"" + first + "\"; move it away or name another folder by --out");
            }
            return new Results(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** The rows of a table that the project keeps beside this class. */
    static List<List<String>> stored(String name, String... header) {
        try (var stream = Results.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The library lacks its table " + name);
            }
            var lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (!lines.get(0).equals(String.join(",", header))) {
                throw new IllegalStateException(name + " begins with \"" + lines.get(0) + "\"");
            }
            return lines.stream().skip(1).map(Results::values).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }

    /** Whether a row begins with these values. */
    boolean has(Object... name) {
        String start = row(name) + ",";
        return lines.stream().anyMatch(line -> line.startsWith(start));
    }

    /** The first row that begins with these values, all of its values as they were written. */
    Optional<List<String>> find(Object... name) {
        String start = row(name) + ",";
        return lines.stream()
                .skip(1)
                .filter(line -> line.startsWith(start))
                .map(Results::values)
                .findFirst();
    }

    /** All rows, in the order in which they were added. */
    List<List<String>> rows() {
        return lines.stream().skip(1).map(Results::values).toList();
    }

    private static List<String> values(String line) {
        return List.of(line.split(",", -1));
    }

    /** Adds a row; the file is written beside and moved into place. */
    void add(Object... values) {
        lines.add(row(values));
        WholeFile.write(file, out -> {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** Where the table is. */
    Path file() {
        return file;
    }

    /** Makes a folder with all above it. */
    static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder " + folder, e);
        }
    }

    private static String row(Object... values) {
        var words = new ArrayList<String>();
        for (Object value : values) {
            words.add(
                    value instanceof Double number ? String.format(java.util.Locale.ROOT, "%.5g", number) : "" + value);
        }
        return String.join(",", words);
    }
}
