package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.random.Rng;

/** Images of the density table, through its command: files in MNIST's format, with images of 4 x 4 pixels. */
class ImageDensitiesTest {

    private static final int SIDE = 4;
    private static final int PIXELS = SIDE * SIDE;

    @TempDir
    private Path folder;

    /** Each pixel is one of two values that are equally likely, and all pixels of an image are the same one. */
    private void images() throws IOException {
        var own = Files.createDirectory(folder.resolve("mnist"));
        write(own, "train", 300, 1);
        write(own, "t10k", 100, 2);
    }

    private static void write(Path own, String part, int count, long seed) throws IOException {
        var rng = Rng.of(seed);
        var images = ByteBuffer.allocate(16 + count * PIXELS).put(new byte[] {0, 0, 8, 3});
        images.putInt(count).putInt(SIDE).putInt(SIDE);
        for (int i = 0; i < count; i++) {
            byte value = (byte) (rng.below(2) == 0 ? 0 : 200);
            for (int k = 0; k < PIXELS; k++) {
                images.put(value);
            }
        }
        Files.write(own.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(
                own.resolve(part + "-labels-idx1-ubyte"),
                ByteBuffer.allocate(8 + count)
                        .put(new byte[] {0, 0, 8, 1})
                        .putInt(count)
                        .array());
    }

    private List<DensityRow> run(String... options) {
        var arguments = new ArrayList<>(
                List.of("--data", "" + folder, "--out", "" + folder.resolve("out"), "--seeds", "2", "--epochs", "1"));
        arguments.addAll(List.of(options));
        DensitiesExperiment.run(arguments);
        return new DensityStore(folder.resolve("out")).rows();
    }

    @Test
    void everySystemIsFittedOnceAndScoredWithEachNoise() throws IOException {
        images();
        var made = run();
        assertEquals(
                ImageSystem.names().stream()
                        .flatMap(name -> List.of(name + " 1", name + " 2").stream())
                        .toList(),
                made.stream().map(row -> row.system() + " " + row.seed()).toList());
        for (var row : made) {
            assertEquals("MNIST", row.set());
            assertEquals("images", row.protocol());
            assertEquals(row.system().equals("Gaussian") || row.system().equals("pixel histograms"), row.steps() == 0);
            assertEquals(made.indexOf(row) < 4, Double.isNaN(row.difference()), "after the baseline each has one");
        }
        for (int k = 0; k < made.size(); k += 2) {
            assertEquals(
                    made.get(k).validation(), made.get(k + 1).validation(), 0, "one training, one validation noise");
        }
        var before = Files.readAllLines(folder.resolve("out/densities.csv"));
        run();
        assertEquals(before, Files.readAllLines(folder.resolve("out/densities.csv")), "seconds and all");
        assertTrue(Files.size(folder.resolve("out/densities-mnist.png")) > 0);
    }

    /** The table is lost, the states of the trainings are there: the same rows, without another step. */
    @Test
    void aTrainingGoesOnWhereItWas() throws IOException {
        images();
        var made = run("--systems", "Gaussian,MADE,Glow");
        Files.delete(folder.resolve("out/densities.csv"));
        assertEquals(numbers(made), numbers(run("--systems", "Gaussian,MADE,Glow")));
    }

    /** All but the seconds, which are the last. */
    private static List<List<Object>> numbers(List<DensityRow> rows) {
        return rows.stream()
                .map(row -> Arrays.asList(row.values()).subList(0, row.values().length - 1))
                .toList();
    }

    /** Two values of a pixel, as often each: one bit, and a little for the values that did not occur. */
    @Test
    void histogramsAloneTakeOneBitForEachPixel() throws IOException {
        images();
        var made = run("--systems", "pixel histograms,Gaussian,TAN");
        assertEquals(4, made.size(), "a system that images do not have is left out");
        int train = 250;
        double expected = -Math.log((train / 2.0 + 1) / (train + 256)) / Math.log(2);
        assertEquals(expected, made.get(0).test(), 0.02);
        assertEquals(made.get(0).test(), made.get(1).test(), 0, "noise within a pixel's value changes nothing");
        assertTrue(made.get(2).test() < 8, "better than uniform");
        assertTrue(Math.abs(made.get(2).test() - made.get(3).test()) > 0, "noise is not the same");
    }

    @Test
    void damagedImagesAreLeftOutUnlessAskedFor() throws IOException {
        images();
        Files.write(folder.resolve("mnist/train-images-idx3-ubyte"), new byte[5]);
        assertTrue(assertThrows(IllegalArgumentException.class, this::run)
                .getMessage()
                .contains("there is no file that can be read"));
        assertThrows(pathline.data.DataException.class, () -> run("--sets", "mnist"));
    }
}
