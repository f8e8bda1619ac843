package pathline.data;

import java.nio.file.Path;
import java.util.List;
import pathline.check.Require;
import pathline.distribution.Empirical;

/**
 * A table of numbers from a text file of one's own: comma, semicolon or tab between the cells, with a line of names or
 * without one.
 *
 * <pre>
 * NumberTable table = NumberTable.read(Path.of("mine.csv"));
 * System.out.println(table);                     // mine.csv: 272 rows of eruptions, waiting, named by line 1; ...
 * Empirical data = table.matrix().empirical();
 * </pre>
 *
 * <p>Nothing is guessed, filled or left out: a cell that is no finite number, a row that is too short, an empty or missing
 * value is refused with its line and column. Columns of words are left out by naming the columns to take.
 *
 * @param file the file's name
 * @param names of the columns: those of the file, or column 1, column 2 and so on if it has none
 * @param header the line that the names are of, from 1; 0 if the file has no names and begins with numbers
 * @param separator what stands between cells; a comma where there is one column
 * @param matrix the numbers
 */
public record NumberTable(String file, List<String> names, int header, Separator separator, Matrix matrix) {

    /** What cells are separated by. */
    public enum Separator {
        COMMA(',', "commas"),
        SEMICOLON(';', "semicolons"),
        TAB('\t', "tabs");

        private final char character;
        private final String words;

        Separator(char character, String words) {
            this.character = character;
            this.words = words;
        }

        /** That of a line whose quoted parts are left out of {@code unquoted}. */
        static Separator of(String text, String unquoted) {
            return text.indexOf(TAB.character) >= 0
                    ? TAB
                    : unquoted.indexOf(SEMICOLON.character) >= 0 ? SEMICOLON : COMMA;
        }

        char character() {
            return character;
        }

        /** {@code commas} and so on. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** Copies the names, of which there is one for each column. */
    public NumberTable {
        Require.nonNull(file, "file");
        Require.nonNull(Require.nonNull(names, "names").toArray(), "names");
        Require.nonNull(separator, "separator");
        Require.nonNull(matrix, "matrix");
        Require.atLeast(header, 0, "header");
        Require.that(
                names.size() == matrix.columns(),
                "names are " + names.size() + "; expected one for each of the " + matrix.columns() + " columns");
        names = List.copyOf(names);
    }

    /**
     * Reads all columns. Whether the first line has names is seen by its cells: if none is a number they are names, if all
     * are it is a row, and a mixture is refused. Lines before it that begin with # are comments. Cells may stand in quotes,
     * and the file may begin with a byte order mark and be packed by gzip.
     *
     * @throws DataException if the file is missing, cut, no table, or has a cell that is no finite number: which, and why
     */
    public static NumberTable read(Path path) {
        return new TableReader(path, List.of()).read();
    }

    /**
     * Reads the columns of these names, in this order; what stands in the others does not matter.
     *
     * @throws DataException as {@link #read(Path)}, or if the file has no such column
     */
    public static NumberTable read(Path path, String... columns) {
        Require.that(Require.nonNull(columns, "columns").length > 0, "columns are none; expected at least one name");
        return new TableReader(path, List.of(columns)).read();
    }

    /** The number of rows. */
    public int rows() {
        return matrix.rows();
    }

    /** The column of this name. */
    public double[] column(String name) {
        int at = names.indexOf(Require.nonNull(name, "name"));
        Require.that(at >= 0, "name is \"" + name + "\"; expected one of " + names);
        return matrix.column(at);
    }

    /** The rows as a law to draw from, each with probability 1/n. */
    public Empirical empirical() {
        return matrix.empirical();
    }

    /** What was read, and what was taken for names and separators: worth a look before the numbers are used. */
    @Override
    public String toString() {
        return file + ": " + rows() + " rows of " + String.join(", ", names)
                + (header > 0 ? ", named by line " + header : ", no line of names: the first is a row")
                + (names.size() > 1 ? "; cells separated by " + separator : "");
    }
}
