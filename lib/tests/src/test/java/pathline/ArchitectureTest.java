package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One way through the code: what a source file may name, how long it may be, and who may do what. */
class ArchitectureTest {

    /** Left to right; a package may name itself and the packages before it. */
    private static final List<String> ORDER = List.of(
            "check",
            "array",
            "random",
            "ode",
            "distribution",
            "field",
            "bijection",
            "image",
            "adjoint",
            "likelihood",
            "path",
            "coupling",
            "objective",
            "train",
            "flow",
            "metric",
            "data",
            "plot",
            "notebook",
            "experiment");

    private static final Path CORE = Path.of("..", "core", "src", "main", "java");
    private static final Path KERNELS = Path.of("..", "kernels", "src", "main", "java");

    private static final int LONGEST_FILE = 300;

    private static final Pattern OWN_NAME = Pattern.compile("\\bpathline\\.([a-z]+)\\.");
    private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\.(out|err)\\b|\\.printStackTrace\\(");
    private static final Pattern LOGGING = Pattern.compile("\\borg\\.slf4j\\b|\\bjava\\.util\\.logging\\b");
    private static final Pattern ASSERT = Pattern.compile("^\\s*assert\\s");
    private static final Pattern VECTORS = Pattern.compile("^import (static )?jdk\\.incubator\\.");
    private static final Pattern COLLECTOR = Pattern.compile("\\b(new)?GradientCollector\\b");

    @Test
    void theLibraryKeepsItsRules() throws IOException {
        var library = library();
        var faults = new ArrayList<String>();
        library.forEach(source -> faults.addAll(faults(source)));
        faults.addAll(packagesWithoutChapter(library));
        assertEquals(List.of(), faults);
    }

    /** A reader who meets a name in two packages reads the wrong one. */
    @Test
    void noClassNameStandsTwice() throws IOException {
        var twice = library().stream()
                .map(source -> source.path().getFileName().toString())
                .filter(name -> !name.equals("package-info.java"))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        twice.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), twice);
    }

    @Test
    void testsAndBenchmarksAreShortToo() throws IOException {
        var sources = new ArrayList<>(read(Path.of("src", "test", "java")));
        sources.addAll(read(Path.of("..", "bench", "java")));
        sources.addAll(read(Path.of("..", "bench", "test")));
        var faults = sources.stream()
                .filter(source -> source.lines().size() > LONGEST_FILE)
                .map(source -> source.path() + " has " + source.lines().size() + " lines, at most " + LONGEST_FILE)
                .toList();
        assertEquals(List.of(), faults);
    }

    /** The library runs without the vector module; what needs it is a module of its own. */
    @Test
    void theVectorModuleIsImportedByKernelsAlone() throws IOException {
        assertEquals(List.of(), importsOfVectors(read(CORE)));
        assertFalse(importsOfVectors(read(KERNELS)).isEmpty(), "the search finds it where it is");
    }

    private static List<String> importsOfVectors(List<Source> sources) {
        return sources.stream()
                .filter(source -> source.lines().stream()
                        .anyMatch(line -> VECTORS.matcher(line).find()))
                .map(source -> source.path().toString())
                .toList();
    }

    static Stream<Arguments> plantedErrors() {
        return Stream.of(
                Arguments.of("an arrow back", "ode/A.java", "import pathline.field.Velocity;", "may not name"),
                Arguments.of("a static one", "path/A.java", "import static pathline.plot.Style.INK;", "may not name"),
                Arguments.of("a name in the code", "ode/A.java", "var v = new pathline.train.Run();", "may not name"),
                Arguments.of("from a subpackage", "field/kernel/A.java", "import pathline.path.A;", "may not name"),
                Arguments.of("an unknown package", "extra/A.java", "final class A {}", "not among"),
                Arguments.of("printing", "train/A.java", "System.out.println(loss);", "print"),
                Arguments.of("a stack trace", "notebook/A.java", "failure.printStackTrace();", "print"),
                Arguments.of("logging", "train/A.java", "import org.slf4j.Logger;", "log"),
                Arguments.of("assert", "ode/A.java", "    assert h > 0;", "assert"),
                Arguments.of(
                        "a collector", "train/A.java", "try (var c = engine.newGradientCollector()) {", "collector"),
                Arguments.of("a long file", "ode/A.java", "//\n".repeat(301), "301 lines"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plantedErrors")
    void aPlantedErrorIsFound(String name, String path, String text, String fault) {
        var faults = faults(
                new Source(Path.of("pathline").resolve(path), text.lines().toList()));
        assertEquals(1, faults.size(), () -> name + ": " + faults);
        assertTrue(faults.get(0).contains(fault), faults.get(0));
    }

    @Test
    void whatIsAllowedIsNotAFault() {
        assertEquals(List.of(), faults(source("field/Gradients.java", "import ai.djl.training.GradientCollector;")));
        assertEquals(List.of(), faults(source("notebook/Notebook.java", "System.out.println(line);")));
        assertEquals(List.of(), faults(source("train/A.java", "import pathline.field.kernel.Mlp;")));
        assertEquals(List.of(), faults(source("ode/A.java", " * see pathline.plot.Figures, which draws it")));
    }

    @Test
    void aPackageWithoutChapterIsFound() {
        var sources = List.of(source("ode/A.java", ""), source("path/A.java", ""), source("ode/package-info.java", ""));
        assertEquals(List.of("pathline/path has no package-info.java"), packagesWithoutChapter(sources));
    }

    private static List<String> faults(Source source) {
        var faults = new ArrayList<String>();
        if (source.lines().size() > LONGEST_FILE) {
            faults.add(source.path() + " has " + source.lines().size() + " lines, at most " + LONGEST_FILE);
        }
        var home = source.home();
        int position = ORDER.indexOf(home);
        if (position < 0 && !home.isEmpty()) {
            faults.add(source.path() + ": package " + home + " is not among " + ORDER);
            return faults;
        }
        for (int i = 0; i < source.lines().size(); i++) {
            var line = source.lines().get(i);
            if (line.strip().startsWith("*") || line.strip().startsWith("//") || line.startsWith("package ")) {
                continue;
            }
            for (var fault : faults(source, position, line)) {
                faults.add(source.path() + ":" + (i + 1) + " " + fault + ": " + line.strip());
            }
        }
        return faults;
    }

    private static List<String> faults(Source source, int position, String line) {
        var faults = new ArrayList<String>();
        var names = OWN_NAME.matcher(line);
        while (names.find()) {
            if (ORDER.indexOf(names.group(1)) > position) {
                faults.add(source.home() + " may not name " + names.group(1) + ", which stands to its right");
            }
        }
        var console = CONSOLE.matcher(line);
        boolean command = source.home().equals("experiment");
        if (console.find() && !command && (!source.home().equals("notebook") || console.group(1) == null)) {
            faults.add("only notebooks and commands may print");
        }
        if (LOGGING.matcher(line).find()) {
            faults.add("the library does not log");
        }
        if (ASSERT.matcher(line).find()) {
            faults.add("assert is off in a kernel; throw");
        }
        if (COLLECTOR.matcher(line).find() && !source.path().endsWith("pathline/field/Gradients.java")) {
            faults.add("only pathline.field.Gradients may open a gradient collector");
        }
        return faults;
    }

    private static List<String> packagesWithoutChapter(List<Source> sources) {
        var folders = new TreeSet<Path>();
        sources.forEach(source -> folders.add(source.folder()));
        sources.stream()
                .filter(source -> source.path().endsWith("package-info.java"))
                .forEach(source -> folders.remove(source.folder()));
        return folders.stream()
                .map(folder -> folder.toString().replace('\\', '/') + " has no package-info.java")
                .toList();
    }

    /** Library and kernels, whose packages stand in one order. */
    private static List<Source> library() throws IOException {
        var library = new ArrayList<>(read(CORE));
        library.addAll(read(KERNELS));
        assertFalse(library.isEmpty(), "no sources found; the tests run in the module's folder");
        return library;
    }

    private static List<Source> read(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            var sources = new ArrayList<Source>();
            for (var file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                sources.add(new Source(root.relativize(file), Files.readAllLines(file)));
            }
            return sources;
        }
    }

    private static Source source(String path, String text) {
        return new Source(Path.of("pathline").resolve(path), text.lines().toList());
    }

    /** A source file; its path begins with the root package. */
    private record Source(Path path, List<String> lines) {

        Path folder() {
            return path.subpath(0, path.getNameCount() - 1);
        }

        /** The package below the root that it belongs to; empty for the root itself. */
        String home() {
            return path.getNameCount() > 2 ? path.getName(1).toString() : "";
        }
    }
}
