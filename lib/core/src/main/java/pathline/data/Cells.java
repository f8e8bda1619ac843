package pathline.data;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Cells of text tables, read as numbers: decimal points, no other words, and nothing trimmed or guessed. */
final class Cells {

    /** Whole numbers up to this are doubles, beyond only some. */
    static final double EXACT = 0x1p53;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+(?:[eE][+-]?\\d+)?");
    private static final Set<String> MISSING =
            Set.of("", "?", "na", "n/a", "nan", "null", "none", "-", "--", ".", "nd", "missing");
    private static final Set<String> INFINITE = Set.of("inf", "infinity", "∞");

    private Cells() {}

    /** Whether the cell is written as a number is. */
    static boolean isNumber(String cell) {
        return NUMBER.matcher(cell).matches();
    }

    /** Whether the cell says that there is no value. */
    static boolean isMissing(String cell) {
        return MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** The number, or NaN if {@link #fault} has something to say of the cell. */
    static double number(String cell) {
        if (!isNumber(cell)) {
            return Double.NaN;
        }
        double value = Double.parseDouble(cell);
        return Double.isFinite(value) && !isRounded(cell, value) ? value : Double.NaN;
    }

    /** Beyond 2^53 a whole number may lie between two doubles: an identifier would then be another one. */
    private static boolean isRounded(String cell, double value) {
        return Math.abs(value) >= EXACT
                && cell.indexOf('e') < 0
                && cell.indexOf('E') < 0
                && new BigDecimal(cell).compareTo(new BigDecimal(value)) != 0;
    }

    /** What is wrong with a cell that is no number, and what to do. */
    static String fault(String cell) {
        if (cell.isBlank()) {
            return "the cell is empty; fill it, or leave the row or the column out of the file";
        }
        String quoted = "\"" + NumericCsv.shortened(cell) + "\"";
        String word = cell.strip().toLowerCase(Locale.ROOT);
        if (isMissing(cell)) {
            return quoted + " stands for a missing value; fill it, or leave the row or the column out of the file";
        }
        if (INFINITE.contains(word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word)) {
            return quoted + " is not finite";
        }
        if (DECIMAL_COMMA.matcher(cell).matches()) {
            return quoted + " has a decimal comma; write numbers with a decimal point";
        }
        if (isNumber(cell)) {
            return Double.isFinite(Double.parseDouble(cell))
                    ? quoted
                            + " is a whole number beyond 2^53 that a double would round; leave the column out, or shift it"
                    : quoted + " is beyond the range of double precision";
        }
        return "expected a finite number, got " + quoted;
    }
}
