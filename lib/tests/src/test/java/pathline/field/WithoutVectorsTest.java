package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import pathline.coupling.Assignment;
import pathline.coupling.Costs;
import pathline.random.Rng;

/** A JVM that was started without the vector module, or without the kernels on its class path; and one that has both. */
class WithoutVectorsTest {

    /** Runs in the other JVM. */
    static final class Other {

        private Other() {}

        public static void main(String[] arguments) {
            try (var manager = NDManager.newBaseManager()) {
                var velocity = VelocityMlp.of(2, 8).init(Rng.of(1), manager);
                var value = velocity.at(0, manager.ones(new ai.djl.ndarray.types.Shape(3, 2)));
                System.out.println(velocity.passes() + " " + value.getShape());
                try {
                    velocity.with(Passes.COMPILED);
                } catch (IllegalArgumentException e) {
                    System.out.println(e.getMessage());
                }
                var costs = Costs.matrix(new double[][] {{3, 1, 2}, {2, 3, 1}, {1, 2, 3}});
                System.out.println(Arrays.toString(Assignment.solve(costs).targets()));
            }
        }
    }

    @Test
    void arrayOperationsAndLoopsStandIn() throws IOException, InterruptedException {
        assertEquals(
                "ARRAYS (3, 2)\nThis net cannot be computed with COMPILED: this JVM runs without the vector module;"
                        + " start it with --add-modules jdk.incubator.vector\n[1, 2, 0]\n",
                other(System.getProperty("java.class.path")));
    }

    @Test
    void soTheyDoWhereTheKernelsAreNotOnTheClassPath() throws IOException, InterruptedException {
        var kernels = kernels();
        var without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(kernels))
                .collect(Collectors.joining(File.pathSeparator));
        assertEquals(
                "ARRAYS (3, 2)\nThis net cannot be computed with COMPILED: pathline-kernels is not on the class path;"
                        + " add the dependency io.github.pathline-flow:pathline-kernels\n[1, 2, 0]\n",
                other(without, "--add-modules=jdk.incubator.vector"));
    }

    @Test
    void theKernelsAreFoundWhereBothAreThere() throws IOException, InterruptedException {
        assertEquals(
                "COMPILED (3, 2)\n[1, 2, 0]\n",
                other(System.getProperty("java.class.path"), "--add-modules=jdk.incubator.vector"));
    }

    /** The folder or jar that has the kernels. */
    private static Path kernels() {
        try {
            return Path.of(Class.forName("pathline.field.kernel.Kernels")
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String other(String classes, String... options) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Dai.djl.offline=true", "-cp", classes));
        command.addAll(List.of(options));
        command.add(Other.class.getName());
        var other = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        var output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, other.waitFor());
        return output.replace(System.lineSeparator(), "\n");
    }
}
