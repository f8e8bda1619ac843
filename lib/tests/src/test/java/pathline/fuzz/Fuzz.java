package pathline.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A run: JVMs that make the calls, one after the other, and the tables of what came of them. */
final class Fuzz {

    /** Starts without a call in between, after which the run is given up. */
    private static final int STILLBORN = 3;

    private final Settings settings;
    private final List<Settings.Planned> plan;
    private int position;
    private int stillborn;

    private Fuzz(Settings settings) {
        this.settings = settings;
        this.plan = settings.plan();
    }

    /** Runs all calls, writes the tables and returns what came of each call. */
    static List<Call> run(Settings settings) throws IOException, InterruptedException {
        Files.createDirectories(settings.out());
        Files.deleteIfExists(Caller.calls(settings));
        Files.deleteIfExists(settings.out().resolve("journal"));
        var fuzz = new Fuzz(settings);
        while (fuzz.position < fuzz.plan.size()) {
            fuzz.oneJvm();
        }
        var calls = Report.calls(settings);
        new Report(settings, calls).write();
        return calls;
    }

    private void oneJvm() throws IOException, InterruptedException {
        var process = start();
        var ender = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            watch(process);
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(ender);
        }
    }

    private void watch(Process process) throws IOException, InterruptedException {
        int before = position;
        boolean stuck = false;
        int seen = -1;
        long since = System.nanoTime();
        while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
            int at = journal();
            if (at != seen) {
                seen = at;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > 5_000_000_000L * settings.limit() && !stuck) {
                stuck = true; // not even its own watch gets a turn
                process.destroyForcibly();
            }
        }
        int status = process.exitValue();
        int at = journal();
        if (status == 0) {
            position = plan.size();
        } else if (status == Caller.STOPPED || status == Caller.ENOUGH) {
            position = at + 1;
        } else if (at < before) {
            stillborn++;
            if (stillborn == STILLBORN) {
                throw new IOException("the JVM for the calls does not start; see "
                        + settings.out().resolve("jvm.txt"));
            }
        } else {
            ended(at, status, stuck);
            position = at + 1;
            stillborn = 0;
        }
    }

    private void ended(int at, int status, boolean stuck) throws IOException {
        var journal = Files.readString(settings.out().resolve("journal"));
        var arguments = journal.substring(journal.indexOf('\n') + 1);
        var call = Call.of(
                plan.get(at), stuck ? Verdict.HANG : Verdict.CRASH, "exit status " + status, tail(), "", arguments);
        Files.writeString(
                Caller.calls(settings),
                call.line() + System.lineSeparator(),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
    }

    /** The last words of a JVM. */
    private String tail() throws IOException {
        var lines = Files.readAllLines(settings.out().resolve("jvm.txt"), java.nio.charset.StandardCharsets.ISO_8859_1);
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    /** The number of the call that was begun last; -1 if none was. */
    private int journal() throws IOException {
        var file = settings.out().resolve("journal");
        if (!Files.exists(file)) {
            return -1;
        }
        var text = Files.readString(file, java.nio.charset.StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        return end < 0 ? -1 : Integer.parseInt(text.substring(0, end).strip());
    }

    private Process start() throws IOException {
        var folder = Files.createDirectories(settings.out().resolve("sandbox"));
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1200m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:ErrorFile=/dev/null",
                "-Djava.awt.headless=true",
                "--add-modules=jdk.incubator.vector",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.pytorch.num_interop_threads=1"));
        command.addAll(settings.options());
        command.addAll(List.of("-cp", classPath(), Caller.class.getName(), String.valueOf(position)));
        if (!File.separator.equals("/")) {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        }
        // What the engine takes is bounded too: 12 GB of addresses, JVM included.
        var bounded = new ArrayList<String>(List.of("/bin/sh", "-c", "ulimit -v 12000000; exec \"$@\"", "sh"));
        bounded.addAll(command);
        return new ProcessBuilder(bounded)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(settings.out().resolve("jvm.txt").toFile())
                .start();
    }

    private static String classPath() {
        var path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The long run without Maven; see the package for its properties. */
    public static void main(String[] words) throws IOException, InterruptedException {
        var settings = Settings.read(50_000, 20, "fuzz");
        run(settings);
        System.out.print(Files.readString(settings.out().resolve("table.txt")));
    }
}
