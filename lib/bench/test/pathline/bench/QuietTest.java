package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuietTest {

    @Test
    void onlyTheExpectedWarningIsLeftOut() {
        var heard = new ByteArrayOutputStream();
        try (var out = new PrintStream(
                new Quiet(new PrintStream(heard, true, StandardCharsets.UTF_8)), true, StandardCharsets.UTF_8)) {
            out.print("WARNING: Using incubator modules: jdk.incubator.vector\nan ä");
            out.print("rror\n");
        }
        assertEquals("an ärror\n", heard.toString(StandardCharsets.UTF_8));
    }
}
