package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import pathline.coupling.Assignment;
import pathline.coupling.Costs;
import pathline.random.Rng;

/** A JVM that was started without the vector module. */
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
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        var other = new ProcessBuilder(java, "-Dai.djl.offline=true", "-cp", classes, Other.class.getName())
                .redirectError(Redirect.DISCARD)
                .start();
        var output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, other.waitFor());
        assertEquals(
                "ARRAYS (3, 2)\nThis net cannot be computed with COMPILED: this JVM runs without the vector module;"
                        + " start it with --add-modules jdk.incubator.vector\n[1, 2, 0]\n",
                output.replace(System.lineSeparator(), "\n"));
    }
}
