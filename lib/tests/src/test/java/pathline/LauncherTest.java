package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher on machines that lack something, and with notebooks and kernels that fail. Always in a folder whose name
 * has a space.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class LauncherTest {

    @TempDir
    Path folder;

    private LauncherSandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = new LauncherSandbox(folder);
    }

    /** A tool that is missing or unfit, what makes it so, and the words that must be said. */
    record Lack(String what, Preparation preparation, String... words) {
        @Override
        public String toString() {
            return what;
        }
    }

    @FunctionalInterface
    interface Preparation {
        void on(LauncherSandbox sandbox) throws IOException;
    }

    static Stream<Lack> lacks() {
        return Stream.of(
                new Lack("no JDK", box -> {}, "no JDK was found", "openjdk-17-jdk", "brew", "conda"),
                new Lack("an old JDK", box -> box.jdk("11.0.2", true), "is version 11", "17 or newer"),
                new Lack("a JRE", box -> box.jdk("21.0.2", false), "has no compiler", "openjdk-17-jdk"),
                new Lack("no Maven", LauncherTest::java, "Maven (mvn) is not on the PATH", "apt-get install maven"),
                new Lack("no Python", box -> Files.delete(box.tools.resolve("python3")), "no Python", "python3-venv"),
                new Lack("an old Python", box -> box.tool("python3", "exit 1"), "3.9 or newer", "brew", "conda"),
                new Lack(
                        "no venv module",
                        box -> java(box).tool("mvn", "exit 1").pythonWithVenv("raise SystemExit(1)"),
                        "venv module is missing",
                        "python3-venv"),
                new Lack(
                        "no package index",
                        box -> java(box).tool("mvn", "exit 1").pythonWithVenv(pipWithout("Network is unreachable")),
                        "Jupyter could not be installed",
                        "jupyter-nbconvert python3-nbclient",
                        "Network is unreachable"),
                new Lack(
                        "no network for Maven",
                        box -> {
                            java(box)
                                    .tool(
                                            "mvn",
                                            "echo '[ERROR] Could not transfer artifact a:b: Unknown host c'; exit 1");
                            Files.delete(box.root.resolve("build/jars/.built"));
                        },
                        "Maven could not download",
                        "connect to the network",
                        "Unknown host c"));
    }

    @ParameterizedTest
    @MethodSource("lacks")
    void saysWhatIsMissingAndHowToGetIt(Lack lack) throws Exception {
        lack.preparation().on(sandbox);
        var outcome = sandbox.notebook("good.ipynb").run("run");
        assertEquals(1, outcome.code(), outcome.text());
        for (var word : lack.words()) {
            assertTrue(outcome.text().contains(word), () -> "'" + word + "' in: " + outcome.text());
        }
        // One sentence and its cure, never the trace of a shell or a Python that went on without the tool.
        assertFalse(
                Pattern.compile("line \\d+:|Traceback|not found")
                        .matcher(outcome.text())
                        .find(),
                outcome.text());
    }

    @Test
    void doctorReportsWhatIsMissingAndFails() throws Exception {
        var outcome = sandbox.run("doctor");
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("FIX   JDK            no JDK was found"), outcome.text());
        assertTrue(outcome.text().contains("FIX   Maven"), outcome.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../a", "-a", ".a", "a/b", "a&b", "ä"})
    void newRefusesBadNames(String name) throws Exception {
        var outcome = sandbox.run("new", name);
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("cannot be a notebook's name"), outcome.text());
        assertFalse(Files.exists(sandbox.root.resolve("notebooks")));
    }

    @Test
    void newMakesANotebookOnceAndNeverOverwrites() throws Exception {
        assertEquals(0, sandbox.run("new", "my-idea").code());
        assertTrue(sandbox.read("notebooks/my-idea.ipynb").contains("# my-idea"));
        sandbox.write("notebooks/my-idea.ipynb", "my work");
        var again = sandbox.run("new", "my-idea.ipynb");
        assertEquals(1, again.code());
        assertTrue(again.text().contains("exists already"), again.text());
        assertEquals("my work", sandbox.read("notebooks/my-idea.ipynb"));
    }

    @Test
    void benchRunsBesideTheLibraryAndNotOnItsClassPath() throws Exception {
        sandbox.echoingJdk().tool("mvn", "exit 1").write("build/bench/jars/.built", "");
        var outcome = sandbox.run("bench", "W1", "--quick");
        assertEquals(0, outcome.code(), outcome.text());
        var path =
                "-cp " + sandbox.root.resolve("build/bench/jars") + "/*:" + sandbox.root.resolve("build/jars") + "/*";
        assertTrue(outcome.text().contains(path + " pathline.bench.Bench W1 --quick"), outcome.text());
    }

    @Test
    void aBenchmarkOlderThanTheLibraryIsBuiltAgain() throws Exception {
        sandbox.jdk("17.0.1", true);
        var stamp = sandbox.write("build/bench/jars/.built", "");
        Files.setLastModifiedTime(stamp, FileTime.fromMillis(0));
        var outcome =
                sandbox.tool("mvn", "echo '[ERROR] Unknown host c'; exit 1").run("bench");
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("could not download what the benchmark needs"), outcome.text());
    }

    @Test
    void pdfSaysWhenThereIsNoBrowser() throws Exception {
        var outcome = sandbox.notebook("good.ipynb").run("pdf", "good");
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("no Chromium or Chrome was found"), outcome.text());
        assertTrue(outcome.text().contains("chromium"), outcome.text());
    }

    @Test
    void pdfPrintsAPageThatIsThereWithoutRunningItAgain() throws Exception {
        sandbox.notebook("good.ipynb").write("build/notebooks/good.html", "<p>a page</p>");
        sandbox.tool(
                "google-chrome",
                "for a in \"$@\"; do case $a in --print-to-pdf=*) echo \"$*\" > \"${a#*=}\" ;; esac; done");
        var outcome = sandbox.run("pdf", "good");
        assertEquals(0, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("printed build/pdf/good.pdf"), outcome.text());
        var asked = sandbox.read("build/pdf/good.pdf");
        assertTrue(asked.contains("--headless") && asked.contains("a%20project/build/notebooks/good.html"), asked);
        sandbox.tool("google-chrome", "echo crashed");
        var crashed = sandbox.run("pdf", "good");
        assertEquals(1, crashed.code(), crashed.text());
        assertTrue(crashed.text().contains("did not print"), crashed.text());
    }

    @Test
    void refusesUnknownWords() throws Exception {
        sandbox.notebook("good.ipynb").notebook("failing.ipynb");
        var notebook = sandbox.run("run", "02");
        assertEquals(1, notebook.code());
        assertTrue(notebook.text().contains("no notebook is named '02'; there are: failing good"), notebook.text());
        assertTrue(sandbox.run("run", "").text().contains("name is empty; there are: failing good"));
        assertTrue(sandbox.run("run", "goo").text().contains("no notebook is named 'goo'"), "only whole names");
        assertTrue(sandbox.run("rum").text().contains("no command 'rum'"));
        assertTrue(sandbox.run("run", "--sav").text().contains("no option '--sav'"));
        assertTrue(sandbox.set("PATHLINE_BUDGET", "smoke").run("run").text().contains("must be SMOKE or LECTURE"));
        assertEquals(
                1, sandbox.set("PATHLINE_BUDGET", "SMOKE").run("run", "--save").code());
    }

    @Test
    void keepsWhatRanAndNamesTheNotebookTheCellAndTheErrorOfWhatDidNot() throws Exception {
        assumeSetUp();
        // No folder can be made below a file, not even by root: the home must not be needed.
        sandbox.complete().notebook("good.ipynb").notebook("failing.ipynb").set("HOME", "/dev/null/home");
        var broken = sandbox.read("notebooks/failing.ipynb");
        var first = sandbox.run("run", "--save");
        assertEquals(1, first.code(), first.text());
        assertTrue(first.text().contains("notebook failing, cell [2] failed: "), first.text());
        assertTrue(first.text().contains("illegal start of expression"), first.text());
        assertTrue(first.text().contains("cell [2] begins: int two = one +;"), first.text());
        assertTrue(first.text().contains("notebooks: 1 passed, 1 failed"), first.text());
        assertEquals(broken, sandbox.read("notebooks/failing.ipynb"));
        assertTrue(
                Pattern.compile("good +[0-9.]+ +2 +[0-9]+ +ok")
                        .matcher(first.text())
                        .find(),
                first.text());

        var saved = sandbox.read("notebooks/good.ipynb");
        assertTrue(saved.contains("\"first line\\n\""), saved);
        assertTrue(saved.contains("\"image/png\"") && !saved.contains("\"text/plain\""), "no text beside an image");
        assertFalse(saved.contains(sandbox.root.toString()), "no absolute path");
        var html = sandbox.read("build/notebooks/good.html");
        assertFalse(
                Pattern.compile("<(script|link|img)[^>]*(src|href)=\"http")
                        .matcher(html)
                        .find(),
                "offline");

        var second = sandbox.run("run", "--save", "good");
        assertEquals(0, second.code(), second.text());
        assertEquals(saved, sandbox.read("notebooks/good.ipynb"), "a second run leaves the same bytes");
    }

    @Test
    void replacesAKernelThatHangsAndEndsIt() throws Exception {
        assumeSetUp();
        // Hangs in its first start, is gone in the second, and hangs again in the others.
        var pids = folder.resolve("pids");
        var script = sandbox.write(
                "fake/kernel.sh",
                "echo $$ >> '" + pids + "'\n" + "[ $(wc -l < '" + pids + "') != 2 ] || exit 1\n" + "exec sleep 300\n");
        sandbox.write(
                "fake/kernel.json",
                "{\"argv\": [\"sh\", \"" + script + "\", \"{connection_file}\"],"
                        + " \"display_name\": \"fake\", \"language\": \"java\"}");
        var outcome = sandbox.complete()
                .notebook("good.ipynb")
                .set("PATHLINE_KERNEL", sandbox.root.resolve("fake").toString())
                .set("PATHLINE_KERNEL_SECONDS", "1")
                .run("run");
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("did not answer within 1 s"), outcome.text());
        assertTrue(outcome.text().contains("starting another one"), outcome.text());
        assertTrue(outcome.text().contains("notebook good, no kernel answered in 4 starts"), outcome.text());
        var started = Files.readAllLines(pids);
        assertEquals(4, started.size());
        for (var pid : started) {
            assertFalse(
                    ProcessHandle.of(Long.parseLong(pid))
                            .map(ProcessHandle::isAlive)
                            .orElse(false),
                    pid);
        }
    }

    private static void assumeSetUp() {
        assumeTrue(LauncherSandbox.isSetUp(), "Jupyter is not set up; ./pathline test does it before the tests");
    }

    private static LauncherSandbox java(LauncherSandbox box) {
        return box.set("JAVA_HOME", System.getProperty("java.home"));
    }

    /** A module venv whose environments have a pip that fails with these words. */
    private static String pipWithout(String words) {
        return """
                import os, sys
                os.makedirs(sys.argv[1] + '/bin')
                with open(sys.argv[1] + '/bin/python', 'w') as python:
                    python.write("#!/bin/sh\\necho '%s'\\nexit 1\\n")
                os.chmod(python.name, 0o755)
                """.formatted(words);
    }
}
