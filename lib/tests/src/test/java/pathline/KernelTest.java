package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel that is here does with an error, an interrupt, a restart, a completion and a flood of lines. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class KernelTest {

    /** The Jupyter folders of the launcher: its private kernel's, and those that ./pathline test compares with. */
    static Stream<Path> kernels() throws IOException {
        var build = LauncherSandbox.project().resolve("build");
        var folders = new ArrayList<>(List.of(build.resolve("jupyter")));
        if (Files.isDirectory(build.resolve("others"))) {
            try (var others = Files.list(build.resolve("others"))) {
                folders.addAll(others.sorted().toList());
            }
        }
        return folders.stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyKernelDoesTheSameButWhereThePageOnKernelsSaysOtherwise(Path folder) throws Exception {
        assumeTrue(LauncherSandbox.isSetUp(), "Jupyter is not set up; ./pathline test does it before the tests");
        var seen = behaviour(folder);
        assertEquals(
                "java.lang.IllegalArgumentException: k is 3; expected 0 to 1"
                        + "     in line 2: int r = pathline.check.Require.index(q, 2, \"k\");",
                seen.get("exception"));
        assertEquals(
                "java.lang.IllegalStateException: at the bottom     in line 2: int b = down(2);",
                seen.get("exception in a method of the notebook"));
        assertEquals(
                "it does not compile: cannot find symbol; symbol:   variable missing     in line 2: int y = missing + 1;",
                seen.get("compile error"));
        assertEquals("42", seen.get("after an error"));
        assertEquals("(1, 2) truetrue", seen.get("variables"), "imports first, then variables: none becomes null");
        assertEquals("True", seen.get("completion"));
        int lines = Integer.parseInt(seen.get("lines of 50000"));
        assertTrue(lines > 1_000, () -> lines + " lines of 50 000 arrived");
        assertTrue(seen.get("end of the lines kept").contains("of " + lines + " lines are cut"), seen.toString());
        assertTrue(seen.get("restart").contains("variable q"), seen.get("restart"));
        // An interrupt stops no cell of rapaio's kernel; the README says so.
        if (!seen.get("kernel").contains("rapaio")) {
            assertEquals("True", seen.get("interrupted training ends"));
            assertEquals("INTERRUPTED true VelocityMlp", seen.get("interrupted training"));
            assertEquals("True", seen.get("interrupted loop ends"));
            assertEquals("True", seen.get("interrupted sleep ends"));
            assertEquals("42", seen.get("after an interrupt"));
        }
    }

    private static Map<String, String> behaviour(Path folder) throws IOException, InterruptedException {
        var project = LauncherSandbox.project();
        var output = Files.createTempFile("kernel", ".txt");
        var process = new ProcessBuilder(
                        LauncherSandbox.python(),
                        "-B",
                        Path.of("src/test/resources/launcher/kernel_behaviour.py")
                                .toString(),
                        project.resolve("lib/launcher").toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        var seen = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(output)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                seen.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        assertEquals(0, process.waitFor(), () -> folder + ": " + seen);
        Files.delete(output);
        return seen;
    }
}
