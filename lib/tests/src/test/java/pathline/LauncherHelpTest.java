package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's help, which needs nothing but the launcher. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class LauncherHelpTest {

    @TempDir
    Path folder;

    private LauncherSandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = new LauncherSandbox(folder);
    }

    @Test
    void helpNamesEveryCommandAndNeedsNothing() throws Exception {
        var outcome = sandbox.run("--help");
        assertEquals(0, outcome.code(), outcome.text());
        for (var command :
                new String[] {"run", "pdf", "slides", "lab", "new", "test", "bench", "docs", "doctor", "kernel"}) {
            assertTrue(outcome.text().contains("./pathline " + command), outcome.text());
        }
    }

    /** Before anything is set up, which a command does first. */
    @ParameterizedTest
    @ValueSource(
            strings = {"run", "pdf", "slides", "lab", "new", "test", "docs", "doctor", "kernel", "experiment", "data"})
    void everyCommandHasAHelpOfItsOwn(String command) throws Exception {
        for (var word : new String[] {"--help", "-h"}) {
            var outcome = sandbox.run(command, word);
            assertEquals(0, outcome.code(), outcome.text());
            assertTrue(outcome.text().startsWith("  ./pathline " + command + " "), outcome.text());
            assertTrue(outcome.text().lines().count() >= 3, outcome.text());
            assertFalse(outcome.text().contains("[  0s]"), outcome.text());
        }
    }

    /** Their options are read in Java. */
    @Test
    void helpOfTheStudiesNamesEveryOption() throws Exception {
        var help = sandbox.run("experiment", "--help").text();
        for (var study : List.of("Densities", "Transport")) {
            var source = Files.readString(LauncherSandbox.project()
                    .resolve("lib/core/src/main/java/pathline/experiment/" + study + "Experiment.java"));
            var options = Pattern.compile("OPTIONS = Set\\.of\\(([^)]*)\\)").matcher(source);
            assertTrue(options.find(), study);
            var line = help.lines()
                    .filter(one -> one.contains("experiment " + study.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow();
            for (var option : options.group(1).replace("\"", "").split(", *")) {
                assertTrue(line.contains("--" + option + " "), option + " in " + line);
            }
        }
    }
}
