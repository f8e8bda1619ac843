package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.field.EngineCheck;

/** The study of images, on forty small ones: bars at ten places. */
class ImagesExperimentTest {

    private static final int SIDE = 8;

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void files() throws IOException {
        assumeTrue(EngineCheck.refusal().isEmpty(), "convolutions are refused on this processor");
        out = folder.resolve("out");
        write("train", 40);
        write("t10k", 20);
    }

    private void write(String part, int count) throws IOException {
        var images = ByteBuffer.allocate(16 + count * SIDE * SIDE);
        images.put(new byte[] {0, 0, 8, 3}).putInt(count).putInt(SIDE).putInt(SIDE);
        var labels = ByteBuffer.allocate(8 + count);
        labels.put(new byte[] {0, 0, 8, 1}).putInt(count);
        for (int i = 0; i < count; i++) {
            int label = i % 10;
            for (int k = 0; k < SIDE * SIDE; k++) {
                boolean bar = label < 8 ? k % SIDE == label : k / SIDE == label - 4;
                images.put((byte) (bar ? 255 - i : i));
            }
            labels.put((byte) label);
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    private void run(String... more) {
        var arguments = new ArrayList<>(List.of(
                "--data",
                folder.toString(),
                "--out",
                out.toString(),
                "--samples",
                "20",
                "--batch",
                "8",
                "--every",
                "5"));
        arguments.addAll(List.of(more));
        ImagesExperiment.run(arguments);
    }

    @Test
    void aStudyIsMadeOnceAndItsPageShowsIt() throws IOException {
        run("--steps", "10", "--method", "otcfm", "--net", "mixer");
        var results = PictureResults.read(out);
        assertEquals(11, results.samples().rowCount());
        assertEquals(1, results.nets().rowCount());
        assertEquals(3, results.anchors().rowCount());
        assertTrue(results.fid("mixer", "OT-CFM", "Euler 4", 1) > 0);
        assertTrue(results.anchor("noise") > results.anchor("test images"));
        for (var ending : List.of(".png", ".gif")) {
            assertTrue(Files.size(out.resolve("mnist-mixer-otcfm-10-8-1" + ending)) > 0);
        }
        String page = Files.readString(out.resolve("index.html"));
        assertTrue(page.contains("data:image/gif;base64,") && page.contains("midpoint 20"), "the page");
        var before = Files.readString(out.resolve("images.csv"));
        run("--steps", "10", "--method", "otcfm", "--net", "mixer");
        assertEquals(before, Files.readString(out.resolve("images.csv")));
        run("--steps", "10", "--method", "icfm", "--net", "mixer");
        assertTrue(Files.readString(out.resolve("images.csv")).startsWith(before));
        assertEquals(22, PictureResults.read(out).samples().rowCount());
    }

    @Test
    void whatIsNotKnownIsAnsweredWithWhatIs() {
        assertMessage("otcfm", "--method", "diffusion");
        assertMessage("mixer", "--net", "transformer");
        assertMessage("fashion", "--set", "imagenet");
        assertMessage("--samples", "--samples", "none");
    }

    private void assertMessage(String part, String... more) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> run(more)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
