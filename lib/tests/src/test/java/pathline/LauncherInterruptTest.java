package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a notebook runs: no kernel and no connection file stay behind, and one sentence says what happened. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class LauncherInterruptTest {

    /** A process group of its own, in which Ctrl-C is heard even where the tests run in the background. */
    private static final String GROUP =
            "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.setsid();"
                    + " os.execvp(sys.argv[1], sys.argv[1:])";

    @TempDir
    Path folder;

    private LauncherSandbox sandbox;
    private Path pids;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(LauncherSandbox.isSetUp(), "Jupyter is not set up; ./pathline test does it before the tests");
        sandbox = new LauncherSandbox(folder).complete();
        pids = folder.resolve("pids");
    }

    @Test
    void duringAKernelsStartNothingStaysBehind() throws Exception {
        kernel("exec sleep 300");
        sandbox.notebook("good.ipynb").set("PATHLINE_KERNEL_SECONDS", "120");
        var run = start();
        await(run, () -> Files.exists(pids));
        interrupted(run);
    }

    @Test
    void aSignalToTheLauncherAloneEndsWhatItStarted() throws Exception {
        kernel("exec sleep 300");
        sandbox.notebook("good.ipynb").set("PATHLINE_KERNEL_SECONDS", "120");
        var run = start();
        await(run, () -> Files.exists(pids));
        run.process().destroy();
        endsWithoutRest(run);
    }

    /** As a test that starts a kernel does it, which is in a session of its own and hears of no signal. */
    @Test
    void whatTheTestsHaveStartedEndsWithThem() throws Exception {
        var grandchild = "import os, signal, time; os.setsid(); signal.signal(signal.SIGTERM, signal.SIG_IGN);"
                + " open('" + pids + "', 'a').write(str(os.getpid()) + chr(10)); time.sleep(300)";
        sandbox.tool(
                "mvn",
                "'" + LauncherSandbox.python() + "' -c \"" + grandchild + "\" &\necho $$ >> '" + pids
                        + "'\nexec sleep 300");
        for (boolean terminal : new boolean[] {false, true}) {
            Files.deleteIfExists(pids);
            var run = start("test");
            await(run, () -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);
            if (terminal) {
                interrupt(run);
            } else {
                run.process().destroy();
            }
            endsWithoutRest(run);
        }
    }

    @Test
    void duringTheStartASecondInterruptChangesNothing() throws Exception {
        // the shell ignores the polite end, so that ending it takes a moment
        kernel("trap '' TERM INT; while :; do sleep 1; done");
        sandbox.notebook("good.ipynb").set("PATHLINE_KERNEL_SECONDS", "120");
        var run = start();
        await(run, () -> Files.exists(pids));
        Thread.sleep(500);
        interrupt(run);
        Thread.sleep(100);
        interrupted(run);
    }

    @Test
    void inACellNothingStaysBehind() throws Exception {
        var pid = folder.resolve("pid of the cell");
        var source = "var file = java.nio.file.Path.of(\\\"" + pid + "\\\");\\n"
                + "java.nio.file.Files.writeString(file, ProcessHandle.current().pid() + \\\"\\\\n\\\");\\n"
                + "Thread.sleep(300_000);";
        sandbox.write(
                "notebooks/long.ipynb",
                "{\"cells\": [{\"cell_type\": \"code\", \"id\": \"a\", \"execution_count\": null, \"metadata\": {},"
                        + " \"outputs\": [], \"source\": \"" + source + "\"}], \"metadata\": {}, \"nbformat\": 4,"
                        + " \"nbformat_minor\": 5}");
        sandbox.set("PATHLINE_KERNEL_SECONDS", "120");
        pids = pid;
        var run = start();
        await(run, () -> Files.exists(pid) && !Files.readString(pid).isEmpty());
        var before = sandbox.read("notebooks/long.ipynb");
        interrupted(run);
        assertEquals(before, sandbox.read("notebooks/long.ipynb"));
    }

    @Test
    void beforeTheFirstNotebookOneSentenceIsSaid() throws Exception {
        // a module that Python imports first: its import does not end
        sandbox.write("lib/launcher/nbformat.py", "import time\nopen('" + pids + "', 'w').close()\ntime.sleep(300)\n");
        sandbox.notebook("good.ipynb");
        var run = start();
        await(run, () -> Files.exists(pids));
        interrupted(run);
    }

    /** A kernel that notes its number and then does what the script says. */
    private void kernel(String script) throws IOException {
        var file = sandbox.write("fake/kernel.sh", "echo $$ >> '" + pids + "'\n" + script + "\n");
        sandbox.write(
                "fake/kernel.json",
                "{\"argv\": [\"sh\", \"" + file + "\", \"{connection_file}\"],"
                        + " \"display_name\": \"fake\", \"language\": \"java\"}");
        sandbox.set("PATHLINE_KERNEL", sandbox.root.resolve("fake").toString());
    }

    private record Running(Process process, Path output) {}

    private Running start() throws IOException {
        return start("run");
    }

    private Running start(String command) throws IOException {
        var output = folder.resolve("output.txt");
        var builder = sandbox.builder(
                List.of(LauncherSandbox.python(), "-c", GROUP, "sh", sandbox.root + "/pathline", command), output);
        return new Running(builder.start(), output);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Running run, Condition condition) throws IOException, InterruptedException {
        for (int k = 0; k < 1200 && !condition.holds(); k++) {
            assertTrue(run.process().isAlive(), () -> "ended early: " + text(run));
            Thread.sleep(100);
        }
        assertTrue(condition.holds(), () -> "not reached: " + text(run));
    }

    /** What a terminal does at Ctrl-C: the signal to every process of the group. */
    private static void interrupt(Running run) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "--", "-" + run.process().pid())
                .start()
                .waitFor();
    }

    private void interrupted(Running run) throws IOException, InterruptedException {
        interrupt(run);
        endsWithoutRest(run);
    }

    private void endsWithoutRest(Running run) throws IOException, InterruptedException {
        boolean ended = run.process().waitFor(2, TimeUnit.MINUTES);
        run.process().destroyForcibly();
        assertTrue(ended, () -> "still runs: " + text(run));
        assertEquals(130, run.process().waitFor(), () -> text(run));
        assertTrue(text(run).contains("pathline: interrupted"), text(run));
        assertFalse(text(run).contains("Traceback"), text(run));
        for (var pid : Files.readAllLines(pids)) {
            assertFalse(isAlive(Long.parseLong(pid)), () -> "the kernel " + pid + " still runs: " + text(run));
        }
        var runtime = sandbox.root.resolve("build/jupyter/runtime");
        if (Files.exists(runtime)) {
            try (var files = Files.list(runtime)) {
                assertEquals(List.of(), files.toList(), "connection files");
            }
        }
    }

    /** Whether it still runs; one that has ended is there until the system's first process has taken note of it. */
    private static boolean isAlive(long pid) throws InterruptedException {
        for (int k = 0; k < 500; k++) {
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private static String text(Running run) {
        try {
            return Files.readString(run.output());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
