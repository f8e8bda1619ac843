package pathline.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown whose columns line up, so that it can be read as it is. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> header) {
        rows.add(List.copyOf(header));
    }

    /** No rows yet. The first column holds words, the others numbers, which stand at the right. */
    static Table of(String... header) {
        return new Table(List.of(header));
    }

    /** Adds a row. */
    void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "A row must have a cell for each of the columns " + rows.get(0) + ", got " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    /** Whether there is nothing below the header. */
    boolean isEmpty() {
        return rows.size() == 1;
    }

    /** A number in so many digits, without an exponent: 0.0413, 1.29, 152. */
    static String number(double value, int digits) {
        var rounded = new BigDecimal(value).round(new MathContext(digits));
        int decimals = digits - (rounded.precision() - rounded.scale());
        return rounded.signum() == 0
                ? "0"
                : rounded.setScale(Math.max(0, decimals)).toPlainString();
    }

    /** A whole number. */
    static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    @Override
    public String toString() {
        var widths = IntStream.range(0, rows.get(0).size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .map(width -> Math.max(3, width))
                .toArray();
        var lines = new ArrayList<String>();
        for (var row : rows) {
            lines.add(IntStream.range(0, row.size())
                    .mapToObj(i -> String.format(i == 0 ? "%-" + widths[i] + "s" : "%" + widths[i] + "s", row.get(i)))
                    .collect(Collectors.joining(" | ", "| ", " |")));
            if (lines.size() == 1) {
                lines.add(IntStream.range(0, row.size())
                        .mapToObj(i -> "-".repeat(widths[i] - (i == 0 ? 0 : 1)) + (i == 0 ? "" : ":"))
                        .collect(Collectors.joining(" | ", "| ", " |")));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
