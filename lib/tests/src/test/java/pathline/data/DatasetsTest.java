package pathline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.data.NumericCsv.Column;
import pathline.data.NumericCsv.Kind;
import tech.tablesaw.api.Table;

class DatasetsTest {

    private static final NumericCsv TWO_ROWS = new NumericCsv(
            List.of(new Column("duration", Kind.REAL, 0, 10), new Column("count", Kind.WHOLE, 0, 100)), 2);

    @TempDir
    private Path folder;

    /** Counts and means as the sets' documentation and R's summary(faithful) give them. */
    @Test
    void aNameThatNoFileCanHaveIsRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> DataFolder.find("a\0b"));
        assertTrue(e.getMessage().startsWith("file is no name of a file on this system: "), e.getMessage());
    }

    @Test
    void readsTheShippedFiles() {
        Table faithful = Datasets.faithful();
        assertEquals(272, faithful.rowCount());
        assertEquals(3.487783, faithful.doubleColumn("eruptions").mean(), 1e-6);
        assertEquals(70.897059, faithful.intColumn("waiting").mean(), 1e-6);

        var digits = Datasets.labelledDigits();
        assertEquals(1797, digits.size());
        assertEquals(64, digits.dim());
        var counts = new int[10];
        for (int label : digits.labels().orElseThrow()) {
            counts[label]++;
        }
        assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts);
        assertEquals(65, Datasets.digits().columnCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits.csv", "faithful.csv"})
    void checksumsInTheReadmeAreRight(String file) throws IOException, NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(DataFolder.find(file)));
        assertTrue(Files.readString(DataFolder.find("README.md"))
                .contains(HexFormat.of().formatHex(hash)));
    }

    @Test
    void readsWhatIsRight() throws IOException {
        Table table = TWO_ROWS.read(written("duration,count\n1.5,3\n2e0,100\n"));
        assertEquals(2, table.doubleColumn("duration").get(1));
        assertEquals(100, table.intColumn("count").get(1));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'duration;count\n1,2\n3,4\n'     | 1 | expected the header duration,count",
                "'duration,count\n1,2\n3\n'       | 3 | expected 2 numbers, got 1",
                "'duration,count\n1,2,5\n3,4\n'   | 2 | expected 2 numbers, got 3",
                "'duration,count\n1,2\n3,x\n'     | 3 | count must be a number, got \"x\"",
                "'duration,count\n,2\n3,4\n'      | 2 | duration must be a number, got \"\"",
                "'duration,count\nNaN,2\n3,4\n'   | 2 | duration must be a number from 0.0 to 10.0, got NaN",
                "'duration,count\n1,2.5\n3,4\n'   | 2 | count must be a whole number",
                "'duration,count\n1,2\n3,101\n'   | 3 | from 0.0 to 100.0, got 101.0",
                "'duration,count\n1,2\n'          | 2 | expected 2 rows below the header, got 1",
                "'duration,count\n1,2\n3,4\n5,6\n'| 4 | expected 2 rows below the header, got more",
                "'duration,count\n1,2\n3,4'       | 3 | the file was cut",
                "''                               | 0 | empty"
            })
    void refusesWithFileLineAndReason(String text, int line, String reason) throws IOException {
        Path path = written(text);
        var e = assertThrows(DataException.class, () -> TWO_ROWS.read(path));
        assertEquals("numbers.csv", e.file());
        assertEquals(line, e.line());
        assertTrue(e.reason().contains(reason), e.getMessage());
        assertTrue(e.getMessage().startsWith("numbers.csv" + (line > 0 ? ", line " + line : "")), e.getMessage());
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
        Path path = Files.write(folder.resolve("numbers.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertTrue(assertThrows(DataException.class, () -> TWO_ROWS.read(path))
                .reason()
                .contains("UTF-8"));
    }

    @Test
    void looksForTheFolderUpwards() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path file = Files.writeString(data.resolve("here.csv"), "x\n");
        Path below = Files.createDirectories(folder.resolve("notebooks/deeper"));
        assertEquals(file, DataFolder.above(below, "here.csv"));
        var e = assertThrows(DataException.class, () -> DataFolder.above(below, "absent.csv"));
        assertTrue(e.getMessage().contains(DataFolder.PROPERTY), e.getMessage());
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("numbers.csv"), text);
    }
}
