package pathline.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import pathline.array.WholeFile;

/** The sections found so far, in {@code results.json}: a run replaces what it has measured and leaves the rest. */
final class Results {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String FILE = "results.json";

    private final Path folder;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private Results(Path folder) {
        this.folder = folder;
    }

    /** Those of a folder, which is made if it is not there. */
    static Results open(Path folder) {
        try {
            Files.createDirectories(folder);
            var results = new Results(folder);
            var file = folder.resolve(FILE);
            if (Files.exists(file)) {
                results.sections.putAll(
                        GSON.fromJson(Files.readString(file), new TypeToken<Map<String, Section>>() {}));
            }
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the results in " + folder, e);
        }
    }

    /** The section of this name. */
    Optional<Section> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    /** Puts a section in place of the one of that name, and writes the file. */
    void put(String name, Section section) {
        sections.put(name, section);
        var texts = new ArrayList<String>();
        sections.forEach((key, value) -> texts.add(GSON.toJson(key) + ": " + json(value)));
        write(FILE, ("{\n" + String.join(",\n", texts) + "\n}\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A line for each entry and series, so that two runs can be compared line by line. */
    private static String json(Section section) {
        return "{\n  \"setup\": " + GSON.toJson(section.setup()) + ",\n  \"entries\": " + lines(section.entries())
                + ",\n  \"series\": " + lines(section.series()) + "\n}";
    }

    private static String lines(List<?> values) {
        return values.isEmpty()
                ? "[]"
                : values.stream().map(GSON::toJson).collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
    }

    /** Writes a file into the folder. */
    void write(String name, byte[] bytes) {
        WholeFile.write(folder.resolve(name), out -> out.write(bytes));
    }

    /** Where everything is. */
    Path folder() {
        return folder;
    }
}
