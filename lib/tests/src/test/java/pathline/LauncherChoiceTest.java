package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which notebooks and which kernel {@code ./pathline run} takes, and where it writes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools of these tests are shell scripts")
class LauncherChoiceTest {

    @TempDir
    Path folder;

    private LauncherSandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(LauncherSandbox.isSetUp(), "Jupyter is not set up; ./pathline test does it before the tests");
        sandbox = new LauncherSandbox(folder);
    }

    @Test
    void runsTheNamedNotebookAloneAndOnce() throws Exception {
        var text = sandbox.notebook("good.ipynb").read("notebooks/good.ipynb");
        sandbox.write("notebooks/good-too.ipynb", text);
        sandbox.write("notebooks/goodness.ipynb", "no notebook at all");
        var outcome = sandbox.complete().run("run", "good", "notebooks/good.ipynb", "good.ipynb");
        assertEquals(0, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("running 1 notebook(s)"), outcome.text());
        var broken = sandbox.run("run", "goodness");
        assertEquals(1, broken.code(), broken.text());
        assertTrue(broken.text().contains("goodness.ipynb is not a notebook"), broken.text());
        assertFalse(broken.text().contains("Traceback"), broken.text());
    }

    @Test
    void aSmallBudgetHasItsOwnFolder() throws Exception {
        var outcome = sandbox.complete()
                .notebook("good.ipynb")
                .set("PATHLINE_BUDGET", "SMOKE")
                .run("run");
        assertEquals(0, outcome.code(), outcome.text());
        assertTrue(Files.exists(sandbox.root.resolve("build/smoke/good.html")), outcome.text());
        assertFalse(Files.exists(sandbox.root.resolve("build/notebooks")), "pages of a lecture stay");
    }

    @Test
    void aKernelThatDoesNotExistGetsASentence() throws Exception {
        var outcome = sandbox.complete()
                .notebook("good.ipynb")
                .set("PATHLINE_KERNEL", "/nowhere/java")
                .run("run");
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(
                outcome.text().contains("PATHLINE_KERNEL is '/nowhere/java', and there is no kernel.json"),
                outcome.text());
        sandbox.write(
                "bad/kernel.json", "{\"argv\": [\"java\", \"-jar\", \"/nowhere/ijava.jar\", \"{connection_file}\"]}");
        outcome = sandbox.set("PATHLINE_KERNEL", "bad").run("run");
        assertEquals(1, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("its jar /nowhere/ijava.jar cannot be read"), outcome.text());
        assertFalse(outcome.text().contains("Traceback"), outcome.text());
    }
}
