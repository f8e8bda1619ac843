package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    @TempDir
    Path folder;

    private static Section times(double ms) {
        return new Section(
                Map.of("command", "./pathline bench"),
                List.of(new Entry("W1 field forward", "arrays", Measured.of(ms))),
                List.of());
    }

    @Test
    void aRunReplacesItsSectionAndLeavesTheOthers() {
        var memory = new Section(
                Map.of(),
                List.of(),
                List.of(new Section.Series("training", "arrays", new double[] {1, 2}, new double[] {3, 4.5})));
        Results.open(folder.resolve("new")).put("memory", memory);
        Results.open(folder.resolve("new")).put("workloads", times(2));
        Results.open(folder.resolve("new")).put("workloads", times(3));
        var read = Results.open(folder.resolve("new"));
        assertEquals(times(3), read.section("workloads").orElseThrow());
        var series = read.section("memory").orElseThrow().series().get(0);
        assertEquals("training", series.panel());
        assertArrayEquals(new double[] {3, 4.5}, series.ys());
        assertTrue(read.section("scaling").isEmpty());
    }

    @Test
    void thePageShowsWhatThereIs() throws IOException {
        var results = Results.open(folder);
        results.put("workloads", times(2));
        Page.write(results);
        var page = Files.readString(folder.resolve("RESULTS.md"));
        assertTrue(page.contains("| W1 field forward"), page);
        assertTrue(page.contains("- command: ./pathline bench"), page);
        assertTrue(!page.contains("## Memory") && page.contains("](times.png)"), page);
        assertTrue(Files.size(folder.resolve("times.png")) > 0);
    }
}
