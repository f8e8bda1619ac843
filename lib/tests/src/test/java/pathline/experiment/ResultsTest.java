package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a long study keeps, and how it is asked for. */
class ResultsTest {

    @TempDir
    private Path folder;

    @Test
    void rowsOfAnEarlierRunAreFoundAgain() throws IOException {
        Path file = folder.resolve("table.csv");
        Results.open(file, "model", "seed", "nll").add("FFJORD", 1, 19.65625);
        var again = Results.open(file, "model", "seed", "nll");
        assertTrue(again.has("FFJORD", 1));
        assertFalse(again.has("FFJORD", 11));
        assertFalse(again.has("FFJORD", 2));
        again.add("FFJORD", 2, 20.0);
        assertEquals(List.of("model,seed,nll", "FFJORD,1,19.656", "FFJORD,2,20.000"), Files.readAllLines(file));
        try (var left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void anotherTableIsNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "something,else\n1,2\n");
        var error = assertThrows(IllegalArgumentException.class, () -> Results.open(file, "model", "nll"));
        assertTrue(error.getMessage().contains("something,else"), error.getMessage());
    }

    @Test
    void optionsAreNamedAndChecked() {
        var options = Options.parse(List.of("--steps", "20"), Set.of("steps", "data"));
        assertEquals(20, options.count("steps", 5));
        assertEquals(5, options.count("seed", 5));
        refused("--stps", () -> Options.parse(List.of("--stps", "1"), Set.of("steps")));
        refused("value", () -> Options.parse(List.of("--steps"), Set.of("steps")));
        refused(
                "at least 1, got 0",
                () -> Options.parse(List.of("--steps", "0"), Set.of("steps")).count("steps", 1));
        refused("--data is missing", () -> options.folder("data"));
    }

    private static void refused(String part, org.junit.jupiter.api.function.Executable mistake) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        assertTrue(message.contains(part), message);
    }
}
