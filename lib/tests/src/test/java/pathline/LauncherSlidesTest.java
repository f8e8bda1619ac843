package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A talk is made of a page that is there, and opens without a network. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class LauncherSlidesTest {

    /** What a browser would load from elsewhere: scripts, styles and pictures, also from within a style. */
    private static final Pattern LOADED = Pattern.compile(
            "<(script|link|img|iframe)\\b[^>]*\\b(src|href)\\s*=\\s*[\"']?(https?:)?//|@import|url\\([\"']?(https?:)?//|import\\b[^;<]*['\"]https?:",
            Pattern.CASE_INSENSITIVE);

    @TempDir
    Path folder;

    @Test
    void aTalkHasItsSlidesAndLoadsNothing() throws Exception {
        assumeTrue(LauncherSandbox.isSetUp(), "Jupyter is not set up; ./pathline test does it before the tests");
        var sandbox = new LauncherSandbox(folder).complete().notebook("good.ipynb");
        sandbox.write("build/notebooks/good.ipynb", cells());
        sandbox.write("build/notebooks/good.html", "a page");
        webjar(sandbox.root.resolve("build/reveal/reveal.js-3.1.0.jar"));
        var outcome = sandbox.run("slides", "good");
        assertEquals(0, outcome.code(), outcome.text());
        var html = sandbox.read("build/slides/good.html");
        assertEquals(3, Pattern.compile("<section").matcher(html).results().count(), "a slide with one below it");
        assertTrue(html.contains("first slide") && html.contains("second slide") && !html.contains("left out"), html);
        assertTrue(html.contains("style of reveal") && html.contains("script of reveal"), "reveal.js is inside");
        var loaded = LOADED.matcher(html);
        assertFalse(loaded.find(), () -> "loads " + html.substring(loaded.start(), loaded.start() + 200));
        assertTrue(LOADED.matcher("<script src=\"https://a.b/c.js\"></script>").find());
    }

    private static String cells() {
        return "{\"cells\": [" + cell("slide", "# first slide") + ", " + cell("subslide", "second slide") + ", "
                + cell("skip", "left out") + "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}";
    }

    private static String cell(String kind, String text) {
        return "{\"cell_type\": \"markdown\", \"id\": \"" + kind
                + "\", \"metadata\": {\"slideshow\": {\"slide_type\": \"" + kind + "\"}}, \"source\": \"" + text
                + "\"}";
    }

    /** A webjar of reveal.js with nothing in its files but a word. */
    private static void webjar(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var entry : Map.of("css/reveal.css", "/* style of reveal */", "js/reveal.js", "/* script of reveal */")
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry("META-INF/resources/webjars/reveal.js/3.1.0/" + entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
