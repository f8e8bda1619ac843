package pathline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short run of every build: the first calls of the long one. */
class FuzzTest {

    @Test
    void noCallIsUnclearHangsOrCrashes() throws IOException, InterruptedException {
        var settings = Settings.read(1500, 20, "fuzz-short");
        var faults = Fuzz.run(settings).stream()
                .filter(call -> call.isFault())
                .map(call -> call.name() + " " + call.verdict() + " " + call.message())
                .toList();
        assertEquals(List.of(), faults, () -> "see " + settings.out());
    }
}
