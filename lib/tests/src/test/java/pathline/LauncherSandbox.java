package pathline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher in a folder of its own, with a library that counts as built and, where the project has been set
 * up, the project's Python and kernel. What the launcher runs sees only the environment that is given here.
 */
final class LauncherSandbox {

    /** The commands every Unix has, for the script {@code pathline} and the tools of the tests. */
    private static final List<String> BASICS =
            List.of("cat chmod cp dirname env mkdir rm sh sleep touch wc".split(" "));

    /** A Python of this machine, itself and not a script that looks for it. */
    private static final String PYTHON = pythonOfThisMachine();

    final Path root;
    /** Commands of this sandbox alone, before the basic ones on its PATH. */
    final Path tools;

    private final Map<String, String> environment = new HashMap<>();

    /** What a command printed (both streams) and its exit code. */
    record Outcome(int code, String text) {}

    LauncherSandbox(Path folder) throws IOException {
        root = folder.resolve("a project");
        tools = folder.resolve("tools");
        copy(project().resolve("lib/launcher"), root.resolve("lib/launcher"));
        Files.copy(project().resolve("pathline"), root.resolve("pathline"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(root.resolve("pom.xml"), "");
        write("lib/core/pom.xml", "");
        write("lib/kernels/pom.xml", "");
        write("build/jars/.built", "");
        write("build/mathjax/.absent", "");
        write("build/fonts-work", "");
        Files.createDirectories(tools);
        python("");
        environment.put("PATH", tools + ":" + basics());
        environment.put("HOME", folder.toString());
    }

    /** The project's root: the nearest folder above that holds the launcher. */
    static Path project() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("pathline"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Whether {@code ./pathline} has set up Jupyter here, as it does before it starts the tests. */
    static boolean isSetUp() {
        var build = project().resolve("build");
        return Files.exists(build.resolve("jupyter/kernels/java/kernel.json"))
                && (Files.exists(build.resolve("venv/.ready")) || Files.exists(build.resolve("python")));
    }

    /** Adds the JDK that runs this test, a Maven that is never needed, and the project's library, Python and kernel. */
    LauncherSandbox complete() throws IOException {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        tool("mvn", "exit 1");
        var build = project().resolve("build");
        write("build/python", python());
        try (var jars =
                Files.newDirectoryStream(build.resolve("jars"), "{pathline-core,pathline-kernels,xchart}-*.jar")) {
            for (var jar : jars) {
                Files.copy(jar, root.resolve("build/jars").resolve(jar.getFileName()));
            }
        }
        set("PATHLINE_KERNEL", build.resolve("jupyter/kernels/java").toString());
        return this;
    }

    /** The Python that runs the project's notebooks. */
    static String python() throws IOException {
        var build = project().resolve("build");
        return build.resolve("venv/.ready").toFile().exists()
                ? build.resolve("venv/bin/python").toString()
                : Files.readString(build.resolve("python"));
    }

    /** The Python that runs the launcher is started behind these lines of a shell script. */
    LauncherSandbox python(String before) throws IOException {
        return tool("python3", before + "\nexec '" + PYTHON + "' \"$@\"");
    }

    /** The Python that runs the launcher has no Jupyter, and its module venv is this script. */
    LauncherSandbox pythonWithVenv(String script) throws IOException {
        var modules = Files.createDirectories(tools.resolve("modules"));
        Files.writeString(modules.resolve("venv.py"), script);
        Files.writeString(modules.resolve("sitecustomize.py"), "import sys\nsys.modules['nbclient'] = None\n");
        return python("export PYTHONPATH='" + modules + "'");
    }

    /** A JDK that only knows its version. */
    LauncherSandbox jdk(String version, boolean compiler) throws IOException {
        Files.createDirectories(tools.resolve("bin"));
        tool("bin/java", "echo 'openjdk version \"" + version + "\"' >&2");
        if (compiler) {
            tool("bin/javac", "exit 0");
        }
        return set("JAVA_HOME", tools.toString());
    }

    /** A JDK whose JVM says what it was to run. */
    LauncherSandbox echoingJdk() throws IOException {
        return jdk("17.0.1", true)
                .tool("bin/java", "case $1 in -version) echo 'version \"17.0.1\"' >&2 ;; *) echo java \"$@\" ;; esac");
    }

    LauncherSandbox set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Makes a shell script a command of this name. */
    LauncherSandbox tool(String name, String script) throws IOException {
        var file = tools.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
        return this;
    }

    /** Puts a notebook of the test resources into {@code notebooks/}. */
    LauncherSandbox notebook(String name) throws IOException {
        try (var stream = LauncherSandbox.class.getResourceAsStream("/launcher/" + name)) {
            if (stream == null) {
                throw new IOException("no test resource launcher/" + name);
            }
            write("notebooks/" + name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
        return this;
    }

    Path write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    /** Runs {@code ./pathline} with these arguments. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sh", root.resolve("pathline").toString()));
        command.addAll(List.of(arguments));
        var output = Files.createTempFile(root, "output", ".txt");
        var process = builder(command, output).start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Outcome(process.waitFor(), Files.readString(output));
    }

    /** A command in this sandbox, both streams into the file. */
    ProcessBuilder builder(List<String> command, Path output) {
        var builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static String pythonOfThisMachine() {
        try {
            var process = new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of links to the basic commands on this test's PATH; kept, since it is the same for every test. */
    private static Path basics() throws IOException {
        var basics = project().resolve("lib/tests/target/launcher-basics");
        Files.createDirectories(basics);
        for (var name : BASICS) {
            for (var folder : System.getenv("PATH").split(":")) {
                var file = Path.of(folder, name);
                if (Files.isExecutable(file) && !Files.exists(basics.resolve(name))) {
                    Files.createSymbolicLink(basics.resolve(name), file);
                }
            }
        }
        return basics;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
