package pathline.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * POWER: one house's electricity, minute by minute.
 *
 * <p>Kept are active power, voltage, three sub-meters and the minute of the day; rows with a missing value are left out.
 * The readings are rounded, so uniform noise of their grain is added: 0.001 kW, 0.01 V, 1 Wh (none to the minute). Rows are
 * shuffled first, both by NumPy's seed 42; then the last tenth is the test. Scaled by the moments of all but the test rows.
 */
final class Power {

    private static final String TEXT = "household_power_consumption.txt";
    private static final String ARRAY = "data.npy";
    private static final List<String> HEADER = List.of(
            "Date",
            "Time",
            "Global_active_power",
            "Global_reactive_power",
            "Voltage",
            "Global_intensity",
            "Sub_metering_1",
            "Sub_metering_2",
            "Sub_metering_3");

    /** Columns of data.npy: the seven readings in the file's order, then the minute. */
    private static final int RAW = 8;

    /** The columns that are kept. */
    private static final int[] KEPT = {0, 2, 4, 5, 6, 7};

    private static final int SEED = 42;

    private Power() {}

    static Parts read(Path path) {
        Path file = path;
        if (Files.isDirectory(path)) {
            file = path.resolve(Files.isRegularFile(path.resolve(ARRAY)) ? ARRAY : TEXT);
        }
        Matrix raw = Tabular.name(file).endsWith(".npy") ? array(file) : text(file);
        String name = Tabular.name(file);
        Parts parts = Parts.tenths(name, noisy(raw));
        return parts.standardised(name, Parts.Divisor.N, List.of(parts.train(), parts.validation()));
    }

    private static Matrix array(Path file) {
        Matrix raw = Npy.read(file);
        if (raw.columns() != RAW) {
            throw new DataException(
                    Tabular.name(file),
                    0,
                    "expected " + RAW + " columns, seven readings and the minute of the day, got " + raw.columns());
        }
        return raw;
    }

    private static Matrix text(Path file) {
        var rows = new Lines.Gathered(RAW);
        try (var lines = new Lines(file)) {
            String header = String.join(";", HEADER);
            if (!lines.advance() || !header.equals(lines.text())) {
                throw lines.fault(
                        "expected the header " + header + ", got \"" + NumericCsv.shortened(lines.text()) + "\"");
            }
            while (lines.advance()) {
                String[] cells = lines.text().split(";", -1);
                if (cells.length != HEADER.size()) {
                    throw lines.fault("expected " + HEADER.size() + " values separated by ;, got " + cells.length);
                }
                if (Arrays.stream(cells).noneMatch(cell -> cell.isEmpty() || cell.equals("?"))) {
                    rows.add(row(lines, cells), 0);
                }
            }
        }
        return rows.matrix(file);
    }

    private static double[] row(Lines lines, String... cells) {
        var row = new double[RAW];
        for (int k = 2; k < cells.length; k++) {
            row[k - 2] = lines.number(HEADER.get(k), cells[k]);
        }
        String[] time = cells[1].split(":", -1);
        if (time.length != 3) {
            throw lines.fault("Time must be hours:minutes:seconds, got \"" + NumericCsv.shortened(cells[1]) + "\"");
        }
        row[RAW - 1] = 60 * lines.number("Time", time[0]) + lines.number("Time", time[1]);
        return row;
    }

    private static Matrix noisy(Matrix raw) {
        int n = raw.rows();
        int d = KEPT.length;
        var random = new NumpyRandom(SEED);
        int[] order = random.shuffled(n);
        var x = new double[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                x[i * d + j] = raw.values()[order[i] * RAW + KEPT[j]];
            }
        }
        // In the order of the published split: voltage for all rows, then power, then the sub-meters row by row.
        for (int i = 0; i < n; i++) {
            x[i * d + 1] += 0.01 * random.uniform();
        }
        for (int i = 0; i < n; i++) {
            x[i * d] += 0.001 * random.uniform();
        }
        for (int i = 0; i < n; i++) {
            for (int j = 2; j < 5; j++) {
                x[i * d + j] += random.uniform();
            }
        }
        return Matrix.owning(d, x);
    }
}
