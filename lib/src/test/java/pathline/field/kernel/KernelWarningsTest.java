package pathline.field.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * javac has one warning about the compiled kernels, that they use an incubating module. Since it is a warning, theirs cannot be
 * errors in the build as everywhere else; they are here.
 */
class KernelWarningsTest {

    private static final Path SOURCES = Path.of("src", "main", "java");

    @TempDir
    private Path classes;

    @Test
    void thereIsNoOtherWarning() throws IOException {
        assertEquals(List.of(), warnings(kernels()));
    }

    @Test
    void aPlantedWarningIsFound() throws IOException {
        var raw = Files.writeString(
                classes.resolve("Raw.java"), "class Raw { java.util.List list; long cast = (long) 1L; }");
        assertEquals(List.of("compiler.warn.raw.class.use", "compiler.warn.redundant.cast"), warnings(List.of(raw)));
    }

    private static List<Path> kernels() throws IOException {
        try (var files = Files.list(SOURCES.resolve(Path.of("pathline", "field", "kernel")))) {
            var found = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(found.size() > 10, "the kernels' sources are not where they were");
            return found;
        }
    }

    private List<String> warnings(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
            var options = List.of(
                    "--add-modules=jdk.incubator.vector",
                    "-Xlint:all,-try",
                    "-proc:none",
                    "-implicit:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return found.getDiagnostics().stream()
                .map(Diagnostic::getCode)
                .filter(code -> !code.equals("compiler.warn.incubating.modules"))
                .toList();
    }
}
