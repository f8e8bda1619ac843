package pathline.bench;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.util.Version;

/** What a time depends on besides the code. */
final class Machine {

    private Machine() {}

    /** Processor, system, Java, and what the library stands on. */
    static Map<String, String> setup() {
        var setup = new LinkedHashMap<String, String>();
        setup.put(
                "machine",
                processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        setup.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        setup.put(
                "library",
                "DJL " + Engine.getDjlVersion() + ", PyTorch "
                        + Engine.getEngine("PyTorch").getVersion() + ", one thread of the engine; JMH "
                        + Version.getPlainVersion());
        return setup;
    }

    /** Packages and their versions in one line. */
    static String list(Map<String, String> versions) {
        return versions.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Threads that wanted to run in the last minute, on average; negative where the system does not say. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() {
        var file = Path.of("/proc/cpuinfo");
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor"; // no Linux
        }
    }
}
