package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's figure comes from a notebook, its links lead somewhere, and every notebook is in its table. */
class ReadmeTest {

    private static final Path ROOT = LauncherSandbox.project();

    @Test
    void theFigureIsTheFirstOfTheFirstNotebook() throws IOException {
        var notebook = Files.readString(ROOT.resolve("notebooks/01-ode-solvers.ipynb"));
        var png = Pattern.compile("\"image/png\": \\[?\\s*\"([A-Za-z0-9+/=]+)").matcher(notebook);
        assertTrue(png.find(), "notebook 01 keeps no figure; run ./pathline run --save 01");
        var figure = Files.readAllBytes(ROOT.resolve("notebooks/images/first-look.png"));
        assertEquals(
                png.group(1),
                Base64.getEncoder().encodeToString(figure),
                "the first figure of notebook 01 has changed; copy it to notebooks/images/first-look.png");
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        var links = Pattern.compile("\\]\\((?!http)([^)#]+)\\)").matcher(Files.readString(ROOT.resolve("README.md")));
        while (links.find()) {
            assertTrue(Files.exists(ROOT.resolve(links.group(1))), "README links to " + links.group(1));
        }
    }

    @Test
    void everyLessonIsInTheTable() throws IOException {
        var readme = Files.readString(ROOT.resolve("README.md"));
        try (var files = Files.list(ROOT.resolve("notebooks"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d\\d[a-z]?-.*\\.ipynb"))
                    .forEach(name -> assertTrue(readme.contains("(notebooks/" + name + ")"), name + " is missing"));
        }
    }
}
