package pathline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The long run; {@code mvn -o -pl lib test -Pfuzz} starts this class alone. */
class LongFuzz {

    @Test
    void noCallIsUnclearHangsOrCrashes() throws IOException, InterruptedException {
        var settings = Settings.read(50_000, 20, "fuzz");
        var faults = Fuzz.run(settings).stream()
                .filter(Call::isFault)
                .map(Call::name)
                .toList();
        assertEquals(List.of(), faults, () -> "see " + settings.out());
    }
}
