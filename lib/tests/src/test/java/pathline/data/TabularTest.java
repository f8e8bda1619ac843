package pathline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.random.Rng;

/** The readers of text and HDF5, on small files in the real formats. */
class TabularTest {

    @TempDir
    private Path folder;

    /** NumPy 2.4.6: RandomState(42), shuffle of 10 and of 2500 rows, then rand. */
    @Test
    void shufflesAsNumpyDoes() {
        var random = new NumpyRandom(42);
        assertArrayEquals(new int[] {8, 1, 5, 0, 7, 2, 9, 4, 3, 6}, random.shuffled(10));
        assertEquals(0.15599452033620265, random.uniform());
        assertEquals(0.05808361216819946, random.uniform());
        var longer = new NumpyRandom(42);
        int[] order = longer.shuffled(2500);
        assertArrayEquals(new int[] {1447, 1114, 1064, 2287, 1537, 668}, Arrays.copyOf(order, 6));
        assertEquals(860, order[2499]);
        assertEquals(0.2737913075141065, longer.uniform());
    }

    @Test
    void powerDropsMissingRowsAndColumnsAndAddsNoiseOfTheGrain() throws IOException {
        var raw = SmallTables.powerRows(200);
        Path file = write("part.txt", SmallTables.power(raw));
        assertTrue(assertThrows(DataException.class, () -> Tabular.POWER.read(file))
                .getMessage()
                .contains("training rows: 162, published 1659917"));
        Splits splits = Tabular.POWER.slice(file);
        assertEquals(
                "POWER: 162 rows to train on, 18 to validate, 20 to test, in 6 dimensions (not the published counts)",
                splits.toString());
        Npy.write(folder.resolve("data.npy"), Matrix.of(raw));
        assertEquals(splits.train(), Tabular.POWER.slice(folder).train());

        int[] order = new NumpyRandom(42).shuffled(200);
        double[] grain = {0.001, 0.01, 1, 1, 1, 1e-9};
        int[] column = {0, 2, 4, 5, 6, 7};
        for (int i = 0; i < 162; i++) {
            for (int j = 0; j < 6; j++) {
                double back = splits.train().at(i, j) * splits.deviation()[j] + splits.mean()[j];
                double noise = back - raw[order[i]][column[j]];
                assertTrue(noise > -1e-10 && noise < grain[j], "row " + i + ", column " + j + ": noise " + noise);
            }
        }
        // The first draws after the shuffle are voltage's.
        var random = new NumpyRandom(42);
        random.shuffled(200);
        double voltage = splits.train().at(0, 1) * splits.deviation()[1] + splits.mean()[1];
        assertEquals(raw[order[0]][2] + 0.01 * random.uniform(), voltage, 1e-10);
    }

    @Test
    void hepmassKeepsTheSignalAndContinuousFeatures() throws IOException {
        Rng rng = Rng.of(1);
        String train = "# label,f0,f1,f2\n" + SmallTables.events(rng, 100, "");
        String test = "# label,f0,f1,f2\n" + SmallTables.events(rng, 40, ",1000.0");
        write("1000_train.csv", train);
        Files.write(folder.resolve("1000_test.csv.gz"), packed(test));
        Splits splits = Tabular.HEPMASS.slice(folder);
        assertEquals(2, splits.dim());
        assertEquals(45, splits.train().rows());
        assertEquals(5, splits.validation().rows());
        assertEquals(20, splits.test().rows());
        double[] first = train.lines()
                .filter(line -> line.startsWith("1."))
                .mapToDouble(line -> Double.parseDouble(line.split(",")[2]))
                .toArray();
        double mean = Arrays.stream(first).average().orElseThrow();
        double variance = Arrays.stream(first).map(x -> (x - mean) * (x - mean)).sum() / 49; // pandas divides by n - 1
        assertEquals(mean, splits.mean()[0], 1e-12);
        assertEquals(Math.sqrt(variance), splits.deviation()[0], 1e-12);
        assertEquals(
                (first[47] - mean) / Math.sqrt(variance), splits.validation().at(2, 0), 1e-12);
        assertThrows(DataException.class, () -> Tabular.HEPMASS.read(folder));
    }

    @Test
    void gasDrawsAQuarterAndDropsTwins() throws IOException {
        var text = SmallTables.gas(Rng.of(2), 4000);
        Path file = write("ethylene_CO.txt", text);
        Splits splits = Tabular.GAS.slice(folder);
        assertEquals(14, splits.dim());
        assertEquals(810, splits.train().rows());
        assertEquals(90, splits.validation().rows());
        assertEquals(100, splits.test().rows());
        assertEquals(100, splits.mean()[0], 0.2); // sensor 0 went, sensor 1 is first
        assertEquals(0, splits.mean()[7], 0.2); // and sensor 9 stayed of the three
        // Every row is one of the file's, and none comes twice.
        double[] there = text.lines()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[4]))
                .sorted()
                .toArray();
        double[] taken = splits.train().column(0);
        for (double z : taken) {
            double x = z * splits.deviation()[0] + splits.mean()[0];
            int at = Arrays.binarySearch(there, x - 1e-9);
            assertEquals(x, there[-at - 1], 1e-9);
        }
        assertEquals(810, Arrays.stream(taken).distinct().count());
        assertTrue(assertThrows(DataException.class, () -> Tabular.GAS.read(folder.resolve("ethylene_CO.pickle")))
                .reason()
                .contains("only Python reads"));
        assertEquals("ethylene_CO.txt", file.getFileName().toString());
    }

    @Test
    void bsdsIsReadAsItIsAndRefusedCutAnywhere() throws IOException {
        Path file = folder.resolve("BSDS300.hdf5");
        double[][] train = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
        try (var out = HdfFile.write(file)) {
            out.putDataset("train", train);
            out.putDataset("validation", new double[][] {{1, 0, 1}});
            out.putDataset("test", new float[][] {{1.5f, 0, 1}, {2, 2, 2}});
        }
        Splits splits = Tabular.BSDS300.slice(folder);
        assertEquals(Matrix.of(train), splits.train());
        assertEquals(1.5, splits.test().at(0, 0));
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.hdf5");
        for (int length = 0; length < whole.length; length += length < 100 ? 1 : 37) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThrows(DataException.class, () -> Tabular.BSDS300.slice(cut), "cut at byte " + length);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                    | 1 | expected the header",
                "'Date;Time\n'                                         | 1 | expected the header",
                "'H1/1/2007;00:00:00;1;1;1;1;1;1\n'                    | 2 | expected 9 values separated by ;, got 8",
                "'H1/1/2007;00:00:00;1;1;1;1;1;1;x\n'                  | 2 | Sub_metering_3 must be a finite number, got \"x\"",
                "'H1/1/2007;00:00:00;1;1;NaN;1;1;1;1\n'                | 2 | Voltage must be a finite number",
                "'H1/1/2007;0000;1;1;1;1;1;1;1\n'                      | 2 | Time must be hours",
                "'H1/1/2007;99:99:00;1;1;1;1;1;1;1\n'                  | 2 | Time must be hours:minutes:seconds, from 00:00:00",
                "'H1/1/2007;23:60:00;1;1;1;1;1;1;1\n'                  | 2 | got \"23:60:00\"",
                "'H1/1/2007;00:00:00;1;1;?;1;1;1;1\n'                  | 2 | 1 of the 7 readings are missing",
                "'H1/1/2007;00:00:00;1;1;9007199254740993;1;1;1;1\n'   | 2 | beyond 2^53",
                "'H1/1/2007;00:00:00;1;1;1;1;1;1;1'                    | 2 | has no end, so the file was cut",
                "'H1/1/2007;00:00:00;?;?;?;?;?;?;\n'                   | 0 | has no row of numbers",
                "'H1/1/2007;00:00:00;1;1;1;1;1;1;1\n'                  | 0 | too few to cut",
            })
    void powerRefusesWithLineAndReason(String text, int line, String reason) throws IOException {
        Path file = write("power.txt", text.replace("H", SmallTables.POWER_HEADER));
        var e = assertThrows(DataException.class, () -> Tabular.POWER.slice(file));
        assertEquals("power.txt", e.file());
        assertEquals(line, e.line());
        assertTrue(e.reason().contains(reason), e.getMessage());
    }

    /** Cut anywhere within a line the text is refused; cut between lines it has other counts, and only a slice takes it. */
    @Test
    void textCutAnywhereIsRefused() throws IOException {
        String text = "# label,f0,f1\n" + "1.0,0.5,2.5\n1.0,0.25,3.5\n0.0,1.5,-1.25\n".repeat(8);
        write("1000_test.csv", text);
        for (int length = 0; length < text.length(); length++) {
            write("1000_train.csv", text.substring(0, length));
            assertThrows(DataException.class, () -> Tabular.HEPMASS.read(folder), "cut at " + length);
            if (length > 0 && text.charAt(length - 1) != '\n') {
                assertThrows(DataException.class, () -> Tabular.HEPMASS.slice(folder), "cut at " + length);
            }
        }
        byte[] packed = packed(text);
        Files.delete(folder.resolve("1000_train.csv"));
        for (int length = 0; length < packed.length; length++) {
            Files.write(folder.resolve("1000_train.csv.gz"), Arrays.copyOf(packed, length));
            assertThrows(DataException.class, () -> Tabular.HEPMASS.slice(folder), "packed, cut at " + length);
        }
    }

    /** Each comma of the header, changed to any of the eight bytes that differ from it by a bit. */
    @Test
    void aFlippedCommaOfHepmassDropsNoColumn() throws IOException {
        String text = "# label,f0,f1\n" + "1.0,0.5,2.5\n1.0,0.25,3.5\n0.0,1.5,-1.25\n".repeat(8);
        String longer = text.replaceAll("(?m)^([01].*)$", "$1,1000.0");
        for (String file : new String[] {"1000_train.csv", "1000_test.csv"}) {
            write("1000_train.csv", text);
            write("1000_test.csv", longer);
            byte[] whole = Files.readAllBytes(folder.resolve(file));
            for (int at = 0; at < 20; at++) {
                for (int bit = 0; whole[at] == ',' && bit < 8; bit++) {
                    byte[] flipped = whole.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    Files.write(folder.resolve(file), flipped);
                    var error = assertThrows(DataException.class, () -> Tabular.HEPMASS.slice(folder));
                    assertEquals(file, error.file());
                }
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static byte[] packed(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }
}
