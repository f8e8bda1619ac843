package pathline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own table is read as it is or refused by line and column; nothing is dropped, filled or guessed. */
class NumberTableTest {

    private static final Matrix TWO = Matrix.of(new double[][] {{1.5, 2.5}, {3.5, -4}});

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,y\n1.5,2.5\n3.5,-4\n",
                "x;y\n1.5;2.5\n3.5;-4\n",
                "x\ty\n1.5\t2.5\n3.5\t-4\n",
                "x,y\r\n1.5,2.5\r\n3.5,-4.0\r\n",
                "\uFEFFx,y\n1.5,2.5\n3.5,-4\n",
                "\"x\",\"y\"\n\"1.5\",\"2.5\"\n3.5,-4\n",
                " x , y\n 1.5 , 2.5\n3.5 ,-4e0 \n\n\n",
                "# x,y\n1.5,2.5\n3.5,-4\n",
                "# of nobody, in 1999, at all\nx,y\n+1.5,2.5\n35e-1,-4.\n",
            })
    void namesAndSeparatorsAreNoticed(String text) throws IOException {
        var table = NumberTable.read(file(text));
        assertEquals(List.of("x", "y"), table.names());
        assertEquals(TWO, table.matrix());
        assertArrayEquals(new double[] {2.5, -4}, table.column("y"));
        assertTrue(table.toString().contains("2 rows of x, y, named by line"), table.toString());
        assertEquals(2, table.empirical().size());
    }

    @Test
    void aFileWithoutNamesKeepsItsFirstRowAndSaysSo() throws IOException {
        var table = NumberTable.read(file("1.5,2.5\n3.5,-4\n"));
        assertEquals(TWO, table.matrix());
        assertEquals(
                "mine.csv: 2 rows of column 1, column 2, no line of names: the first is a row; cells separated by commas",
                table.toString());
        assertEquals(
                TWO, NumberTable.read(file("# a comment\n1.5,2.5\n3.5,-4\n")).matrix());
    }

    @Test
    void separatorsMayStandInQuotedNames() throws IOException {
        var table = NumberTable.read(file("\"a, \"\"b\"\"; c\",d\n1,2\n"));
        assertEquals(List.of("a, \"b\"; c", "d"), table.names());
        assertEquals(NumberTable.Separator.COMMA, table.separator());
        assertEquals(
                NumberTable.Separator.SEMICOLON,
                NumberTable.read(file("a;\"b\tc\"\n1;2\n".replace("\t", ","))).separator());
        assertEquals(
                NumberTable.Separator.TAB,
                NumberTable.read(file("a\tb\n1\t2\n")).separator());
    }

    @Test
    void columnsAreChosenByName() throws IOException {
        Path file = file("kind,x,y\nrose,1.5,2.5\n?,3.5,-4\n");
        assertEquals(TWO, NumberTable.read(file, "x", "y").matrix());
        assertEquals(List.of("y"), NumberTable.read(file, "y").names());
        refused(1, "there is no column \"z\"; there are kind, x, y", () -> NumberTable.read(file, "z"));
        Path years = file("id,1999,2000\na,1,2\n");
        assertArrayEquals(new double[] {2}, NumberTable.read(years, "2000").column("2000"));
        assertThrows(IllegalArgumentException.class, () -> NumberTable.read(file, new String[0]));
    }

    @Test
    void packedFilesAndLongLinesAreRead() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write("x,y\n1.5,2.5\n3.5,-4\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(
                TWO,
                NumberTable.read(Files.write(folder.resolve("mine.csv.gz"), out.toByteArray()))
                        .matrix());
        String wide = "1.25,".repeat(50_000) + "7\n";
        assertEquals(50_001, NumberTable.read(file(wide)).matrix().columns());
    }

    @Test
    void aGermanLocaleChangesNothing() throws IOException {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals(TWO, NumberTable.read(file("x,y\n1.5,2.5\n3.5,-4\n")).matrix());
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'x,y\n1,2\n5,?\n'       | 3 | 'column 2 (y): \"?\" stands for a missing value'",
                "'x,y\n1,2\nNA,4\n'      | 3 | 'column 1 (x): \"NA\" stands for a missing value'",
                "'x,y\n1,2\n,4\n'        | 3 | 'column 1 (x): the cell is empty'",
                "'x,y\n1,NaN\n'          | 2 | 'column 2 (y): \"NaN\" stands for a missing value'",
                "'x,y\n1,2\n3,-inf\n'    | 3 | 'column 2 (y): \"-inf\" is not finite'",
                "'x,y\n1,2\nabc,4\n'     | 3 | 'column 1 (x): expected a finite number, got \"abc\"'",
                "'x,y\n$1.5,1\n'         | 2 | 'column 1 (x): expected a finite number, got \"$1.5\"'",
                "'x;y\n1,5;2,5\n'        | 2 | 'column 1 (x): \"1,5\" has a decimal comma'",
                "'x,y\n1,2\n3\n'         | 3 | 'expected 2 cells, as in the first line, got 1'",
                "'x,y\n1,2,\n'           | 2 | 'expected 2 cells, as in the first line, got 3'",
                "'x,y\n1,2\n\n3,4\n'     | 3 | 'the line is empty, but others follow'",
                "'1,2\n3,x\n'            | 2 | 'column 2: expected a finite number, got \"x\"'",
                "'1,x\n3,4\n'            | 1 | 'column 2: expected a finite number, got \"x\"'",
                "'1.5x\n2.5\n'           | 1 | 'column 1: expected a finite number, got \"1.5x\"'",
                "'?,?\n2.5,3\n'          | 1 | 'column 1: \"?\" stands for a missing value'",
                "',x\n1,2\n'             | 1 | 'column 1 has no name'",
                "'x,x\n1,2\n'            | 1 | 'column 2 has the name \"x\" of another'",
                "'x,y\n'                 | 0 | 'has no row of numbers'",
                "''                      | 0 | 'has no row of numbers'",
                "'x,y\n1,2\n3,4'         | 3 | 'the last line has no end'",
                "'x,y\n1,\"2\n3,4\n'     | 2 | 'a quote is not closed'",
                "'x,y\n1,\"2\"3\n'       | 2 | 'something stands behind it'",
                "'x,y\n1,0x10\n'         | 2 | 'expected a finite number, got \"0x10\"'",
                "'x,y\n1,2d\n'           | 2 | 'expected a finite number, got \"2d\"'",
                "'x,y\n1,1e999\n'        | 2 | 'is beyond the range of double precision'",
                "'x,y\n1,9007199254740993\n' | 2 | 'whole number beyond 2^53 that a double would round'",
                "'x y\n1 2\n'            | 2 | 'expected a finite number, got \"1 2\"'",
            })
    void refusesWithLineAndColumn(String text, int line, String reason) throws IOException {
        Path file = file(text);
        refused(line, reason, () -> NumberTable.read(file));
    }

    @Test
    void refusesOtherEncodingsAndWhatIsNoFile() throws IOException {
        Path file = Files.write(folder.resolve("mine.csv"), "gr\u00f6sse\n1\n".getBytes(StandardCharsets.ISO_8859_1));
        refused(1, "not text in UTF-8", () -> NumberTable.read(file));
        Path wide = Files.write(folder.resolve("mine.csv"), "x\n1\n".getBytes(StandardCharsets.UTF_16));
        refused(1, "not text in UTF-8", () -> NumberTable.read(wide));
        assertTrue(assertThrows(DataException.class, () -> NumberTable.read(folder))
                .getMessage()
                .contains("is a folder"));
        assertTrue(assertThrows(DataException.class, () -> NumberTable.read(folder.resolve("none.csv")))
                .getMessage()
                .startsWith("none.csv: not found in"));
    }

    private void refused(int line, String reason, org.junit.jupiter.api.function.Executable reading) {
        var error = assertThrows(DataException.class, reading);
        assertEquals("mine.csv", error.file());
        assertEquals(line, error.line());
        assertTrue(error.reason().contains(reason), error.getMessage());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.csv"), text);
    }
}
