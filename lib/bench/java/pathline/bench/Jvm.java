package pathline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** JVMs like this one, for what must not see what ran before it. */
final class Jvm {

    /** One thread for the engine, as its peer has, and nothing fetched. */
    static final List<String> ENGINE = List.of(
            "-Dai.djl.pytorch.num_threads=1", "-Dai.djl.pytorch.num_interop_threads=1", "-Dai.djl.offline=true");

    private Jvm() {}

    /**
     * Runs a main class with this JVM's class path and options.
     *
     * @param options more of them
     * @param line is told what it prints
     */
    static void run(Class<?> main, List<String> options, List<String> arguments, Consumer<String> line) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(ENGINE);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        int code = run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT), line);
        if (code != 0) {
            throw new IllegalStateException(main.getSimpleName() + " " + arguments + " ended with code " + code);
        }
    }

    /** Runs a program to its end and returns its code. */
    static int run(ProcessBuilder builder, Consumer<String> line) {
        try {
            var process = builder.start();
            var ending = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(ending);
            try (var lines = process.inputReader()) {
                lines.lines().forEach(line);
            }
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(ending);
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + builder.command().get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Interrupted while " + builder.command().get(0) + " ran", e);
        }
    }
}
