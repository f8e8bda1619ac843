package pathline.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pathline.random.Rng;

/**
 * GAS: sixteen chemical sensors in a changing mixture of ethylene and carbon monoxide.
 *
 * <p>A quarter of the rows is drawn and shuffled, time and the two concentrations are left out, then, again and again, the
 * first sensor whose correlation with another is above 0.98. Scaled by the moments of all rows; the last tenth tests, the
 * last tenth of the rest validates.
 */
final class Gas {

    private static final String TEXT = "ethylene_CO.txt";
    private static final int SENSORS = 16;
    private static final int BEFORE = 3;
    private static final double ALIKE = 0.98;

    private Gas() {}

    static SplitParts read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(TEXT) : path;
        String name = Tabular.name(file);
        if (name.endsWith(".pickle")) {
            throw new DataException(
                    name,
                    0,
                    "a pickle holds Python objects, which only Python reads; take " + TEXT + " as UCI publishes it");
        }
        int rows = count(file);
        Matrix drawn = quarter(file, rows);
        Matrix unlike = Hepmass.chosen(drawn, unlike(drawn));
        SplitParts parts = SplitParts.tenths(name, unlike);
        return parts.standardised(name, SplitParts.Divisor.N_MINUS_ONE, List.of(unlike));
    }

    private static int count(Path file) {
        try (var lines = new Lines(file)) {
            int count = -1; // the header
            while (lines.advance()) {
                count++;
            }
            if (count < 80) {
                throw new DataException(Tabular.name(file), 0, "expected a header and 80 rows or more, got " + count);
            }
            return count;
        }
    }

    /** Each row is taken with the probability that leaves every choice of a quarter equally likely; then they are mixed. */
    private static Matrix quarter(Path file, int rows) {
        int wanted = rows / 4;
        Rng rng = Rng.of(42).child("gas");
        int[] place = rng.child("order").permutation(wanted);
        Rng choice = rng.child("choice");
        var x = new double[wanted * SENSORS];
        try (var lines = new Lines(file)) {
            if (!lines.advance() || !lines.text().startsWith("Time (seconds)")) {
                throw lines.fault("expected a header that begins with \"Time (seconds)\", got \""
                        + NumericCsv.shortened(lines.text()) + "\"");
            }
            int taken = 0;
            for (int i = 0; i < rows && lines.advance(); i++) {
                double[] row = sensors(lines);
                if (choice.below(rows - i) < wanted - taken) {
                    System.arraycopy(row, 0, x, place[taken++] * SENSORS, SENSORS);
                }
            }
        }
        return Matrix.owning(SENSORS, x);
    }

    private static double[] sensors(Lines lines) {
        String[] cells = lines.text().strip().split("\\s+");
        if (cells.length != BEFORE + SENSORS) {
            throw lines.fault("expected " + (BEFORE + SENSORS) + " values separated by blanks, got " + cells.length);
        }
        var row = new double[SENSORS];
        for (int k = 0; k < cells.length; k++) {
            double value = lines.number("value " + (k + 1), cells[k]);
            if (k >= BEFORE) {
                row[k - BEFORE] = value;
            }
        }
        return row;
    }

    /** The columns left when the first with a twin has been dropped until none has one. */
    private static int[] unlike(Matrix x) {
        double[][] correlation = correlation(x);
        var left = new ArrayList<Integer>();
        for (int j = 0; j < x.columns(); j++) {
            int column = j;
            boolean twin = false;
            for (int k = j + 1; k < x.columns(); k++) {
                twin |= correlation[column][k] > ALIKE;
            }
            // Of a pair the first goes, so a column can only fall to one that stands after it.
            if (!twin) {
                left.add(column);
            }
        }
        return left.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[][] correlation(Matrix x) {
        int d = x.columns();
        var mean = new double[d];
        for (int k = 0; k < x.values().length; k++) {
            mean[k % d] += x.values()[k] / x.rows();
        }
        var product = new double[d][d];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < d; j++) {
                double difference = x.at(i, j) - mean[j];
                for (int k = 0; k <= j; k++) {
                    product[k][j] += difference * (x.at(i, k) - mean[k]);
                }
            }
        }
        var correlation = new double[d][d];
        for (int j = 0; j < d; j++) {
            for (int k = 0; k < j; k++) {
                correlation[k][j] = product[k][j] / Math.sqrt(product[j][j] * product[k][k]);
                correlation[j][k] = correlation[k][j];
            }
        }
        return correlation;
    }
}
