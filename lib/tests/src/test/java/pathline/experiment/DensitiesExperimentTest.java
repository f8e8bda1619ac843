package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.data.DataException;
import pathline.data.Matrix;
import pathline.data.Npy;
import pathline.data.SmallTables;
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

    /** Small files in the real formats, sets without files left out. */
    @Test
    void allOtherTablesAreReadAsTheyAre() throws IOException {
        SmallTables.write(folder);
        var made = run("--systems", "MADE,Gaussian");
        assertEquals(
                List.of("POWER", "GAS", "HEPMASS", "BSDS300"),
                made.stream().map(DensityRow::set).distinct().toList());
        assertEquals(8, made.size());
        for (var row : made) {
            assertEquals("small", row.protocol(), "counts are not the published ones");
            assertTrue(Double.isNaN(row.difference()), "no baseline was run");
            assertTrue(row.error() > 0, "" + row);
        }
    }

    @Test
    void aDamagedSetIsLeftOutWithItsReason() throws IOException {
        SmallTables.write(folder);
        Files.writeString(folder.resolve("hepmass/1000_train.csv"), "# label,f0");
        var said = new ByteArrayOutputStream();
        var before = System.out;
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            assertEquals(3, run("--systems", "Gaussian").size());
        } finally {
            System.setOut(before);
        }
        assertTrue(
                said.toString(StandardCharsets.UTF_8).contains("HEPMASS is left out: 1000_train.csv"),
                said.toString(StandardCharsets.UTF_8));
        assertThrows(DataException.class, () -> run("--sets", "HEPMASS"));
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
