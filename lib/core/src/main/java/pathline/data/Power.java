package pathline.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

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

    private static final int MINUTES = 1440;
    private static final int SEED = 42;
    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):[0-5]\\d:[0-5]\\d");

    private Power() {}

    static SplitParts read(Path path) {
        Path file = path;
        if (Files.isDirectory(path)) {
            file = path.resolve(Files.isRegularFile(path.resolve(ARRAY)) ? ARRAY : TEXT);
        }
        Matrix raw = Tabular.name(file).endsWith(".npy") ? array(file) : text(file);
        String name = Tabular.name(file);
        SplitParts parts = SplitParts.tenths(name, noisy(raw));
        return parts.standardised(name, SplitParts.Divisor.N, List.of(parts.train(), parts.validation()));
    }

    private static Matrix array(Path file) {
        Matrix raw = Npy.read(file);
        if (raw.columns() != RAW) {
            throw new DataException(
                    Tabular.name(file),
                    0,
                    "expected " + RAW + " columns, seven readings and the minute of the day, got " + raw.columns());
        }
        for (int i = 0; i < raw.rows(); i++) {
            double minute = raw.at(i, RAW - 1);
            if (!(minute >= 0 && minute < MINUTES)) {
                throw new DataException(
                        Tabular.name(file),
                        0,
                        "row " + i + ", column " + (RAW - 1) + " (from 0) is " + minute
                                + "; expected the minute of the day, from 0 to 1439");
            }
        }
        return raw;
    }

    private static Matrix text(Path file) {
        var rows = new Lines.Gathered(Tabular.name(file), RAW);
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
                if (!isMissing(lines, cells)) {
                    rows.add(row(lines, cells), 0);
                }
            }
        }
        return rows.matrix();
    }

    /** Whether the meter gave nothing: the published file then lacks all seven readings, never some of them. */
    private static boolean isMissing(Lines lines, String... cells) {
        long missing = Arrays.stream(cells)
                .skip(2)
                .filter(cell -> cell.isEmpty() || cell.equals("?"))
                .count();
        if (missing > 0 && missing < cells.length - 2) {
            throw lines.fault(missing + " of the " + (cells.length - 2)
                    + " readings are missing; expected all or none, as published; fetch the file again");
        }
        return missing > 0;
    }

    private static double[] row(Lines lines, String... cells) {
        var row = new double[RAW];
        for (int k = 2; k < cells.length; k++) {
            row[k - 2] = lines.number(HEADER.get(k), cells[k]);
        }
        row[RAW - 1] = minute(lines, cells[1]);
        return row;
    }

    private static int minute(Lines lines, String cell) {
        if (!TIME.matcher(cell).matches()) {
            throw lines.fault("Time must be hours:minutes:seconds, from 00:00:00 to 23:59:59, got \""
                    + NumericCsv.shortened(cell) + "\"");
        }
        String[] time = cell.split(":", -1);
        return 60 * Integer.parseInt(time[0]) + Integer.parseInt(time[1]);
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
