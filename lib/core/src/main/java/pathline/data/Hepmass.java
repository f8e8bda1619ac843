package pathline.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * HEPMASS: the signal events of mass 1000; the file of test events is the test, the last tenth of the others validates.
 *
 * <p>A feature is dropped if its smallest value occurs more than five times among the training events: it is not continuous.
 * Scaled by the moments of all training events, validation included.
 */
final class Hepmass {

    private static final String TRAIN = "1000_train.csv";
    private static final String TEST = "1000_test.csv";
    private static final int MOST_REPEATS = 5;

    private Hepmass() {}

    static SplitParts read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    Tabular.name(folder), 0, "expected a folder with " + TRAIN + " and " + TEST + ", packed or not");
        }
        Matrix known = signal(either(folder, TRAIN), 0);
        Matrix test = signal(either(folder, TEST), 1);
        if (test.columns() != known.columns()) {
            throw new DataException(
                    TEST, 0, "has " + test.columns() + " features, but " + TRAIN + " has " + known.columns());
        }
        int[] kept = IntStream.range(0, known.columns())
                .filter(j -> repeatsOfSmallest(known.column(j)) <= MOST_REPEATS)
                .toArray();
        if (kept.length == 0 || known.rows() < 10) {
            throw new DataException(TRAIN, 0, "has no continuous feature, or fewer than 10 signal events");
        }
        Matrix chosen = chosen(known, kept);
        int train = chosen.rows() - chosen.rows() / 10;
        SplitParts parts =
                SplitParts.unscaled(chosen.part(0, train), chosen.part(train, chosen.rows()), chosen(test, kept));
        return parts.standardised(TRAIN, SplitParts.Divisor.N_MINUS_ONE, List.of(parts.train(), parts.validation()));
    }

    private static Path either(Path folder, String name) {
        Path packed = folder.resolve(name + ".gz");
        return Files.isRegularFile(packed) ? packed : folder.resolve(name);
    }

    /**
     * The rows of label 1 without their label.
     *
     * @param more values that every row may have beyond its header: the published test file has one
     */
    private static Matrix signal(Path file, int more) {
        try (var lines = new Lines(file)) {
            int features = features(lines);
            var rows = new Lines.Gathered(Tabular.name(file), features);
            int width = 0;
            while (lines.advance()) {
                String[] cells = lines.text().split(",", -1);
                if (width == 0 && cells.length == features + 1 + more) {
                    width = cells.length;
                }
                if (cells.length != (width == 0 ? features + 1 : width)) {
                    throw lines.fault("expected " + (width == 0 ? features + 1 : width)
                            + " values separated by commas, got " + cells.length);
                }
                width = cells.length;
                double label = lines.number("label", cells[0]);
                if (label != 0 && label != 1) {
                    throw lines.fault("label must be 0 or 1, got " + label);
                }
                var row = new double[features];
                for (int j = 0; j < features; j++) {
                    row[j] = lines.number("feature " + j, cells[j + 1]);
                }
                if (label == 1) {
                    rows.add(row, 0);
                }
            }
            return rows.matrix();
        }
    }

    /** The number of features by the header, "# label,f0,f1" and so on: a name that is none of these may be two. */
    private static int features(Lines lines) {
        boolean there = lines.advance();
        String[] names = lines.text().split(",", -1);
        if (!there || !names[0].strip().equals("# label") || names.length < 2) {
            throw lines.fault("expected a header that begins with \"# label,\", got \""
                    + NumericCsv.shortened(lines.text()) + "\"");
        }
        for (int j = 1; j < names.length; j++) {
            if (!names[j].strip().equals("f" + (j - 1))) {
                throw lines.fault("expected f" + (j - 1) + " as name " + j + " of the header, got \""
                        + NumericCsv.shortened(names[j]) + "\"; fetch the file again");
            }
        }
        return names.length - 1;
    }

    private static int repeatsOfSmallest(double... column) {
        double smallest = Arrays.stream(column).min().orElseThrow();
        return (int) Arrays.stream(column).filter(x -> x == smallest).count();
    }

    static Matrix chosen(Matrix from, int... columns) {
        var x = new double[from.rows() * columns.length];
        for (int k = 0; k < x.length; k++) {
            x[k] = from.at(k / columns.length, columns[k % columns.length]);
        }
        return Matrix.owning(columns.length, x);
    }
}
