package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The private kernelspec around each kind of kernel, made from jars that hold nothing but their manifest. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths of this test are those of Unix")
class KernelspecTest {

    @TempDir
    Path folder;

    @BeforeEach
    void python() {
        assumeTrue(LauncherSandbox.isSetUp(), "Jupyter is not set up; ./pathline test does it before the tests");
    }

    @Test
    void aMainClassInLowerCaseIsFound() throws Exception {
        jar("ijava.jar", "Manifest-Version: 1.0\r\nMain-class: io.github.spencerpark.ijava.IJava\r\n");
        var spec = wrapped("java", "-jar", "{resource_dir}/ijava.jar", "{connection_file}");
        assertEquals("Pathline (IJava)", spec.get("display_name").getAsString());
        assertEquals(
                List.of(
                        "/jdk/bin/java",
                        "-Xmx1g",
                        "-cp",
                        "/jars/*:" + folder + "/found/ijava.jar",
                        "io.github.spencerpark.ijava.IJava",
                        "{connection_file}"),
                argv(spec));
    }

    @Test
    void aLongLineOfAManifestGoesOnInTheNext() throws Exception {
        jar(
                "k.jar",
                "Manifest-Version: 1.0\r\nMain-Class: io.github.spencer\r\n park.ijava.IJava\r\nAdd-Opens: a/b c/d\r\n");
        var spec = wrapped("java", "-jar", "{resource_dir}/k.jar", "{connection_file}");
        assertTrue(argv(spec).containsAll(List.of("--add-opens=a/b=ALL-UNNAMED", "--add-opens=c/d=ALL-UNNAMED")));
        assertTrue(argv(spec).contains("io.github.spencerpark.ijava.IJava"), spec.toString());
    }

    @Test
    void theLauncherOfJJavaIsLeftOutSinceOptionsDoNotPassIt() throws Exception {
        jar("launcher.jar", "Main-Class: org.dflib.jjava.launcher.KernelLauncher\n");
        jar("jjava.jar", "Main-Class: org.dflib.jjava.distro.JJava\n");
        var spec =
                wrapped("java", "-jar", "{resource_dir}/launcher.jar", "{resource_dir}/jjava.jar", "{connection_file}");
        assertEquals("Pathline (JJava)", spec.get("display_name").getAsString());
        assertEquals(
                List.of(
                        "/jdk/bin/java",
                        "-Xmx1g",
                        "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
                        "-cp",
                        "/jars/*:" + folder + "/found/jjava.jar",
                        "org.dflib.jjava.distro.JJava",
                        "{connection_file}"),
                argv(spec));
    }

    @Test
    void pathsOfWindowsGetForwardSlashes() throws Exception {
        var printed = python("import kernelspec; print(kernelspec.slashed('C:\\\\Users\\\\me\\\\*'))");
        assertEquals("C:/Users/me/*", printed);
    }

    @Test
    void whatCannotBeStartedIsSaidInASentence() throws Exception {
        jar("empty.jar", "Manifest-Version: 1.0\n");
        assertTrue(refused("java", "-jar", "{resource_dir}/empty.jar").contains("names no main class"));
        assertTrue(refused("java", "-jar", "{resource_dir}/missing.jar").contains("cannot be read"));
        assertTrue(refused("java", "{connection_file}").contains("neither a jar (-jar) nor a class path"));
        assertTrue(refused("no-such-command").contains("no-such-command does not exist"));
    }

    private void jar(String name, String manifest) throws IOException {
        Files.createDirectories(folder.resolve("found"));
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("found/" + name)))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String wrap(String... argv) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("found"));
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("found/kernel.json"), "{\"argv\": " + new Gson().toJson(argv) + "}");
        return python("import kernelspec, sys\n"
                + "kernelspec.name = lambda folder: None\n"
                + "try: kernelspec.wrap('" + folder + "/found', '" + folder
                + "/out', '/jdk/bin/java', '/jars', ['-Xmx1g'])\n"
                + "except kernelspec.Unusable as reason: print(reason)");
    }

    private JsonObject wrapped(String... argv) throws IOException, InterruptedException {
        assertEquals("", wrap(argv));
        return JsonParser.parseString(Files.readString(folder.resolve("out/kernel.json")))
                .getAsJsonObject();
    }

    private String refused(String... argv) throws IOException, InterruptedException {
        var said = wrap(argv);
        assertFalse(said.isEmpty() || said.contains("Traceback"), said);
        return said;
    }

    private static List<String> argv(JsonObject spec) {
        return List.of(new Gson().fromJson(spec.get("argv"), String[].class));
    }

    private static String python(String code) throws IOException, InterruptedException {
        var launcher = LauncherSandbox.project().resolve("lib/launcher");
        var builder = new ProcessBuilder(LauncherSandbox.python(), "-B", "-c", code).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", launcher.toString());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said;
    }
}
