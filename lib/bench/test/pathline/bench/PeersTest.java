package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private Peers peers(String... command) {
        return new Peers(List.of(command), folder.resolve("peers.log"), name -> name.startsWith("W1 "), said::add);
    }

    @Test
    void ofTwoRunsTheQuieterCounts() {
        var peers = peers();
        peers.read("{\"work\": \"W1 field forward\", \"who\": \"torch\", \"peer\": \"torch\", \"ms\": [3, 1, 4]}");
        peers.read("{\"work\": \"W1 field forward\", \"who\": \"jax\", \"peer\": \"jax\", \"ms\": [7]}");
        peers.read("{\"work\": \"W1 field forward\", \"who\": \"torch\", \"peer\": \"torch\", \"ms\": [2, 2.5]}");
        peers.read("{\"work\": \"W1 field forward\", \"who\": \"torch\", \"peer\": \"torch\", \"ms\": [9]}");
        peers.read("{\"versions\": {\"torch\": \"2.7\"}}");
        assertEquals(
                List.of(
                        new Entry("W1 field forward", "torch", Measured.of(2, 2.5)),
                        new Entry("W1 field forward", "jax", Measured.of(7))),
                peers.entries());
        assertEquals(Map.of("torch", "2.7"), peers.versions());
        assertEquals(List.of(), said);
    }

    @Test
    void whatIsMissingIsSaidOnceAndOtherWordsAreNoTimes() {
        var peers = peers();
        for (int i = 0; i < 2; i++) {
            peers.read("{\"missing\": \"diffrax (No module named 'diffrax')\", \"works\": [\"W2\"]}");
            peers.read("a warning that some package prints");
            peers.read("");
        }
        assertEquals(1, said.size());
        assertTrue(said.get(0).contains("diffrax"), said.get(0));
        assertEquals(List.of(), peers.entries());
    }

    @Test
    void aWorkThatIsNoneOfOursIsSaid() {
        peers().read("{\"work\": \"W2 dopri5\", \"who\": \"torch\", \"peer\": \"torch\", \"ms\": [3]}");
        assertEquals(1, said.size());
        assertTrue(said.get(0).contains("W2 dopri5"), said.get(0));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is of the Bourne shell")
    void aScriptThatFailsKeepsItsTimesAndIsSaid() throws IOException {
        var script = Files.writeString(folder.resolve("peers.sh"), """
                echo '{"work": "W1 a", "who": "torch", "peer": "torch", "ms": [3]}'
                echo "no memory for $1" >&2
                exit 3
                """);
        var peers = peers("sh", script.toString());
        peers.run(List.of("W1", "W2"));
        assertEquals(List.of(new Entry("W1 a", "torch", Measured.of(3))), peers.entries());
        assertEquals(1, said.size());
        assertTrue(said.get(0).contains("code 3"), said.get(0));
        assertEquals("no memory for W1\n", Files.readString(folder.resolve("peers.log")));
    }

    @Test
    void withoutAPythonNothingRuns() {
        var peers = peers();
        peers.run(List.of("W1"));
        assertEquals(List.of(), peers.entries());
        assertEquals(List.of(), said);
    }
}
