package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.data.Matrix;
import pathline.data.Npy;
import pathline.random.Rng;

/** The density table, small: a few hundred rows, a moment of training. */
class DensitiesExperimentTest {

    @TempDir
    private Path folder;

    private void miniboone() throws IOException {
        var own = Files.createDirectory(folder.resolve("miniboone"));
        Npy.write(own.resolve("val.npy"), rows(300, 43, 1));
        Npy.write(own.resolve("test.npy"), rows(200, 43, 2));
    }

    private static Matrix rows(int n, int d, long seed) {
        var rng = Rng.of(seed);
        var rows = new double[n][d];
        for (var row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = rng.normal() + (j > 0 ? 0.5 * row[j - 1] : 0);
            }
        }
        return Matrix.of(rows);
    }

    private List<DensityRow> run(String... options) {
        var arguments = new ArrayList<>(
                List.of("--data", "" + folder, "--out", "" + folder.resolve("out"), "--seeds", "1", "--epochs", "1"));
        arguments.addAll(List.of(options));
        DensitiesExperiment.run(arguments);
        return new DensityStore(folder.resolve("out")).rows();
    }

    @Test
    void everySystemMakesItsRowOnceAndIsComparedWithTheBaseline() throws IOException {
        miniboone();
        var made = run();
        assertEquals(
                DensitySystem.names(), made.stream().map(DensityRow::system).toList());
        for (var row : made) {
            assertEquals("MINIBOONE", row.set());
            assertEquals("small", row.protocol());
            assertTrue(row.error() > 0 && row.worst() >= row.median() && row.parameters() > 0, "" + row);
            assertEquals(row.system().equals("MAF"), Double.isNaN(row.difference()), "the baseline alone has none");
            if (!row.system().equals("MAF")) {
                assertEquals(row.test() - made.get(0).test(), row.difference(), 1e-3 * Math.abs(row.test()));
            }
        }
        var before = Files.readAllLines(folder.resolve("out/densities.csv"));
        run();
        assertEquals(before, Files.readAllLines(folder.resolve("out/densities.csv")), "seconds and all");
        assertTrue(Files.size(folder.resolve("out/densities-miniboone.png")) > 0);
    }

    @Test
    void otherSetsAreReadAsTheyAre() throws IOException {
        var rng = Rng.of(3);
        var raw = new double[400][8];
        for (var row : raw) {
            for (int j = 0; j < 8; j++) {
                row[j] = 1 + rng.uniform();
            }
        }
        var own = Files.createDirectory(folder.resolve("power"));
        Npy.write(own.resolve("data.npy"), Matrix.of(raw));
        var made = run("--systems", "MADE,Gaussian");
        assertEquals(
                List.of("POWER", "POWER"), made.stream().map(DensityRow::set).toList());
        assertTrue(Double.isNaN(made.get(0).difference()), "no baseline was run");
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        miniboone();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> run("--systems", "MAFF"))
                .getMessage()
                .startsWith("--systems: there is no system \"MAFF\"; there are [MAF, "));
        assertThrows(IllegalArgumentException.class, () -> run("--sets", "IRIS"));
    }

    @Test
    void anEmptyFolderIsRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, this::run)
                .getMessage()
                .contains("there is no file that can be read of"));
    }
}
