package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first page of the API documentation: it names every package, in order, and its example compiles. */
class OverviewTest {

    private static final Path PACKAGES = Path.of("../core/src/main/java/pathline");

    @TempDir
    Path classes;

    @Test
    void namesEveryPackageInTheOrderOfTheReadme() throws IOException {
        var readme = Files.readString(LauncherSandbox.project().resolve("README.md"));
        var order = Pattern.compile("check → (.*?)\\nlib/", Pattern.DOTALL).matcher(readme);
        assertTrue(order.find(), "README names the packages");
        var named = Pattern.compile("<tr><td>([a-z]+)</td>")
                .matcher(overview())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(List.of(("check → " + order.group(1)).strip().split("[\\s→]+")), named);
        try (var packages = Files.list(PACKAGES).filter(Files::isDirectory)) {
            assertEquals(
                    packages.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet()),
                    named.stream().collect(Collectors.toSet()));
        }
    }

    @Test
    void itsExampleCompiles() throws IOException {
        var example = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL).matcher(overview());
        assertTrue(example.find());
        var imports = new StringBuilder("import ai.djl.ndarray.*;\nimport ai.djl.ndarray.types.*;\n");
        try (var packages = Files.list(PACKAGES).filter(Files::isDirectory)) {
            packages.forEach(folder -> imports.append("import pathline.")
                    .append(folder.getFileName())
                    .append(".*;\n"));
        }
        var code = imports + "class Example { static void run(NDManager manager) {" + example.group(1) + "} }";
        var source = new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
        var said = new StringWriter();
        var options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        boolean compiles = ToolProvider.getSystemJavaCompiler()
                .getTask(said, null, null, options, null, List.of(source))
                .call();
        assertTrue(compiles, said::toString);
    }

    private static String overview() throws IOException {
        return Files.readString(Path.of("../core/src/main/javadoc/overview.html"));
    }
}
