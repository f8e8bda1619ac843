package pathline.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import pathline.data.NumericCsv.Column;
import pathline.data.NumericCsv.Kind;
import pathline.distribution.Empirical;
import tech.tablesaw.api.Table;

/**
 * The data sets in the project's {@code data} folder; origin, licence and checksums are in its README.
 *
 * <p>A table becomes points by {@code Empirical.of(table.as().doubleMatrix())}. That is for these tables, which were read
 * strictly: of a table that Tablesaw read itself, a column with one word in it is left out and an empty cell becomes NaN. A
 * file of one's own is read by {@link NumberTable}.
 */
public final class Datasets {

    private static final int PIXELS = 64;

    private Datasets() {}

    /**
     * 272 eruptions of the Old Faithful geyser.
     *
     * @return columns {@code eruptions}, duration in minutes, and {@code waiting}, minutes to the next eruption
     * @throws DataException if the file is missing or damaged
     */
    public static Table faithful() {
        var columns = List.of(new Column("eruptions", Kind.REAL, 1, 6), new Column("waiting", Kind.WHOLE, 40, 100));
        return new NumericCsv(columns, 272).read(DataFolder.find("faithful.csv"));
    }

    /**
     * 1797 images of handwritten digits, 8 × 8 pixels.
     *
     * @return columns {@code pixel0} to {@code pixel63}, row after row from the top left, each 0 (white) to 16 (black),
     *     and {@code label}, the digit 0 to 9
     * @throws DataException if the file is missing or damaged
     */
    public static Table digits() {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < PIXELS; i++) {
            columns.add(new Column("pixel" + i, Kind.WHOLE, 0, 16));
        }
        columns.add(new Column("label", Kind.WHOLE, 0, 9));
        return new NumericCsv(columns, 1797).read(DataFolder.find("digits.csv"));
    }

    /** The images of {@link #digits} as points in 64 dimensions, values 0 to 16, labelled by their digit. */
    public static Empirical labelledDigits() {
        Table table = digits();
        int[] labels = IntStream.range(0, table.rowCount())
                .map(i -> table.intColumn("label").getInt(i))
                .toArray();
        return Empirical.of(table.rejectColumns("label").as().doubleMatrix()).withLabels(labels);
    }
}
