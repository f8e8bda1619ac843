package pathline.experiment;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small study as a program of its own, to be killed, and rows added by programs side by side. */
final class Study {

    private static final TransportProtocol SMALL = new TransportProtocol(12, 16, 60, 40, 5);

    private Study() {}

    /** {@code study FOLDER}, or {@code rows FILE NAME COUNT}. */
    public static void main(String[] arguments) {
        if (arguments[0].equals("study")) {
            run(Path.of(arguments[1]));
        } else {
            add(Path.of(arguments[1]), arguments[2], Integer.parseInt(arguments[3]));
        }
    }

    static String run(Path folder) {
        var rows = TransportRow.of(
                List.of(TransportTask.named("normal-8gaussians")),
                List.of(TransportMethod.I_CFM, TransportMethod.FM, TransportMethod.RECTIFIED),
                2);
        var said = new ByteArrayOutputStream();
        TransportExperiment.run(rows, SMALL, folder, new PrintStream(said, true, StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8);
    }

    static Results open(Path file) {
        return Results.open(file, 2, row -> Double.parseDouble(row.get(2)), "program", "number", "value");
    }

    static void add(Path file, String name, int count) {
        var results = open(file);
        for (int k = 0; k < count; k++) {
            results.add(name, k, 0.5 * k);
        }
    }

    /** Starts {@link #main} in a JVM of its own. */
    static Process start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new java.util.ArrayList<>(List.of(
                java,
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-cp",
                System.getProperty("java.class.path"),
                Study.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
    }

    /** All but the seconds, in any order. */
    static List<String> numbers(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("transport.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .sorted()
                .toList();
    }
}
