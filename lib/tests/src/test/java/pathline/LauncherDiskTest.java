package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher where files cannot be written or are gone, and what its doctor says of jars and of the engine. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class LauncherDiskTest {

    @TempDir
    Path folder;

    private LauncherSandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = new LauncherSandbox(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "lab", "new", "test", "bench", "kernel"})
    void aFileInThePlaceOfBuildIsOneSentence(String command) throws Exception {
        Files.move(sandbox.root.resolve("build"), folder.resolve("elsewhere"));
        sandbox.write("build", "");
        var outcome = sandbox.notebook("good.ipynb").run(command, "good");
        refused(outcome, "build cannot be written; Pathline keeps there what it builds");
        assertEquals(2, outcome.text().lines().count(), outcome.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "bench"})
    void aFullDiskIsOneSentence(String command) throws Exception {
        fillDisk();
        var outcome = sandbox.notebook("good.ipynb").run(command);
        refused(outcome, "the disk is full: nothing can be written into " + sandbox.root.resolve("build"));
    }

    @Test
    void aLibraryToBuildOnAFullDiskIsOneSentence() throws Exception {
        Files.delete(sandbox.root.resolve("build/jars/.built"));
        fillDisk();
        refused(sandbox.echoingJdk().tool("mvn", "exit 0").run("data"), "the disk is full");
    }

    @Test
    void aBuiltLibraryRunsWhereNothingCanBeWritten() throws Exception {
        fillDisk();
        var outcome = sandbox.echoingJdk().tool("mvn", "exit 1").run("data");
        assertEquals(0, outcome.code(), outcome.text());
    }

    @Test
    void aNewNotebookThatCannotBeWrittenIsNotLeftHalf() throws Exception {
        refused(sandbox.python("ulimit -f 1").run("new", "idea"), "notebooks/idea.ipynb could not be written");
        try (var left = Files.list(sandbox.root.resolve("notebooks"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aDiskThatIsFullAfterTheCellsIsOneSentence() throws Exception {
        assumeSetUp();
        sandbox.complete().notebook("good.ipynb");
        sandbox.write(
                "lib/launcher/page.py",
                "def page(*_):\n    raise OSError(28, 'No space left on device', 'build/notebooks/good.html')\n");
        var before = sandbox.read("notebooks/good.ipynb");
        var outcome = sandbox.set("PATHLINE_KERNEL_SECONDS", "120").run("run", "--save", "good");
        refused(outcome, "build/notebooks/good.html could not be written or read: No space left on device");
        assertTrue(outcome.text().contains("Free some room"), outcome.text());
        assertEquals(before, sandbox.read("notebooks/good.ipynb"));
    }

    @Test
    void aBuildThatIsDeletedMeanwhileIsOneSentence() throws Exception {
        assumeSetUp();
        sandbox.complete();
        var source = "new ProcessBuilder(\\\"rm\\\", \\\"-rf\\\", \\\"" + sandbox.root.resolve("build")
                + "\\\").start().waitFor();";
        sandbox.write(
                "notebooks/deletes.ipynb",
                "{\"cells\": [{\"cell_type\": \"code\", \"id\": \"a\", \"execution_count\": null, \"metadata\": {},"
                        + " \"outputs\": [], \"source\": \"" + source + "\"}], \"metadata\": {}, \"nbformat\": 4,"
                        + " \"nbformat_minor\": 5}");
        var outcome = sandbox.set("PATHLINE_KERNEL_SECONDS", "120").run("run");
        refused(outcome, "could not be written or read: No such file or directory");
        assertTrue(outcome.text().contains("build deleted meanwhile"), outcome.text());
    }

    @Test
    void doctorNamesMissingJars() throws Exception {
        sandbox.jdk("17.0.1", true).write("build/jars/.built", "a-1.jar\nb-2.jar\n");
        sandbox.write("build/jars/a-1.jar", "");
        var outcome = sandbox.run("doctor");
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(
                outcome.text().contains("FIX   library        jars are missing in build/jars: b-2.jar"),
                outcome.text());
        assertTrue(outcome.text().contains("engine         not tried yet; the library is built first"), outcome.text());
        assertFalse(outcome.text().contains("all well"), outcome.text());
    }

    @Test
    void doctorRunsTheCheckOfTheEngineUnderTheVariable() throws Exception {
        var outcome = engine("echo right under $ONEDNN_MAX_CPU_ISA");
        assertTrue(
                outcome.text().contains("ok    engine         right under AVX2 (ONEDNN_MAX_CPU_ISA is AVX2)\n"),
                outcome.text());
        var own =
                engine("[ $ONEDNN_MAX_CPU_ISA = ALL ] && echo The engine computes convolutions wrongly; exit 1", "ALL");
        assertTrue(own.text().contains("FIX   engine         The engine computes convolutions wrongly\n"), own.text());
        assertEquals(1, own.code(), own.text());
    }

    @Test
    void everyJvmOfTheProjectHasTheVariableAndAValueOfTheUsersStays() throws Exception {
        sandbox.jdk("17.0.1", true)
                .tool("mvn", "exit 1")
                .tool("bin/java", "case $1 in -version) echo 'version \"17.0.1\"' >&2 ;; *) env ;; esac");
        assertTrue(sandbox.run("data").text().contains("ONEDNN_MAX_CPU_ISA=AVX2\n"));
        assertTrue(sandbox.set("ONEDNN_MAX_CPU_ISA", "ALL").run("data").text().contains("ONEDNN_MAX_CPU_ISA=ALL\n"));
    }

    /** The doctor, with a JVM that does this when it is to run the check. */
    private LauncherSandbox.Outcome engine(String script, String... setting) throws Exception {
        sandbox.jdk("17.0.1", true)
                .tool(
                        "bin/java",
                        "case \"$*\" in *EngineReport) " + script + " ;; *) echo 'version \"17.0.1\"' >&2 ;; esac");
        sandbox.write("natives/pytorch/2/libtorch_cpu.so", "");
        sandbox.set("DJL_CACHE_DIR", sandbox.root.resolve("natives").toString());
        if (setting.length > 0) {
            sandbox.set("ONEDNN_MAX_CPU_ISA", setting[0]);
        }
        return sandbox.run("doctor");
    }

    /** Lets the file by which the launcher tries the disk fail as on a full one. */
    private void fillDisk() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        Files.createSymbolicLink(sandbox.root.resolve("build/writable"), Path.of("/dev/full"));
    }

    private static void refused(LauncherSandbox.Outcome outcome, String words) {
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains(words), outcome.text());
        assertFalse(outcome.text().contains("Traceback"), outcome.text());
        assertFalse(Pattern.compile("line \\d+:").matcher(outcome.text()).find(), outcome.text());
    }

    private static void assumeSetUp() {
        assumeTrue(LauncherSandbox.isSetUp(), "Jupyter is not set up; ./pathline test does it before the tests");
    }
}
