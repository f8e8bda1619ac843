package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the launcher does on Windows, planted on the system of this test; the cases are in {@code windows_test.py}. */
class LauncherWindowsTest {

    @Test
    void doesItsPartOnWindows() throws Exception {
        var process = new ProcessBuilder(List.of(
                        "python3",
                        "-B",
                        "src/test/resources/launcher/windows_test.py",
                        LauncherSandbox.project().resolve("lib/launcher").toString()))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
