package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two launchers in one folder: one builds, the other waits and finds what was built. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class LauncherTurnTest {

    private static final String TURN = "build/turn-maven";

    @TempDir
    Path folder;

    private LauncherSandbox sandbox;

    /** A library that is not built yet, a Maven that takes two seconds and notes each call, a JVM that says what it was to run. */
    @BeforeEach
    void open() throws IOException {
        sandbox = new LauncherSandbox(folder);
        Files.delete(sandbox.root.resolve("build/jars/.built"));
        sandbox.echoingJdk()
                .tool(
                        "mvn",
                        "echo call >> calls; sleep 2; for m in core kernels; do mkdir -p lib/$m/target; echo jar >"
                                + " lib/$m/target/pathline-$m-1.jar; done");
    }

    @Test
    void theSecondWaitsForTheFirstAndBuildsNothing() throws Exception {
        var other = CompletableFuture.supplyAsync(this::list);
        var one = list();
        for (var outcome : new LauncherSandbox.Outcome[] {one, other.join()}) {
            assertEquals(0, outcome.code(), outcome.text());
            assertTrue(outcome.text().contains("pathline.experiment.DataReport"), outcome.text());
        }
        assertEquals("call\n", sandbox.read("calls"));
        assertTrue((one.text() + other.join().text()).contains("waiting for another ./pathline"), one.text());
        assertFalse(Files.exists(sandbox.root.resolve(TURN)));
    }

    @Test
    void theTurnOfAProcessThatIsGoneIsTaken() throws Exception {
        var gone = new ProcessBuilder("true").start();
        gone.waitFor();
        sandbox.write(TURN, gone.pid() + "\n");
        var outcome = list();
        assertEquals(0, outcome.code(), outcome.text());
        assertFalse(outcome.text().contains("waiting"), outcome.text());
        assertEquals("call\n", sandbox.read("calls"));
    }

    @Test
    void aFailedBuildGivesItsTurnBack() throws Exception {
        var outcome = sandbox.tool("mvn", "echo '[ERROR] broken'; exit 1").run("data");
        assertEquals(1, outcome.code(), outcome.text());
        assertFalse(Files.exists(sandbox.root.resolve(TURN)), outcome.text());
    }

    @Test
    void aLauncherThatIsEndedEndsItsMavenAndGivesItsTurnBack() throws Exception {
        sandbox.tool("mvn", "echo $$ > pid; exec sleep 300");
        var output = folder.resolve("output.txt");
        var launcher = sandbox.builder(List.of("sh", sandbox.root + "/pathline", "data"), output)
                .start();
        var pid = sandbox.root.resolve("pid");
        for (int k = 0; k < 600 && !(Files.exists(pid) && Files.size(pid) > 0); k++) {
            Thread.sleep(100);
        }
        assertTrue(Files.exists(sandbox.root.resolve(TURN)));
        launcher.destroy();
        assertTrue(launcher.waitFor(1, TimeUnit.MINUTES), "still runs");
        assertEquals(130, launcher.exitValue(), Files.readString(output));
        assertTrue(Files.readString(output).contains("pathline: interrupted."), Files.readString(output));
        assertFalse(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false));
        assertFalse(Files.exists(sandbox.root.resolve(TURN)));
    }

    private LauncherSandbox.Outcome list() {
        try {
            return sandbox.run("data");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
