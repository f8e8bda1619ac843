package pathline.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pathline.check.Require;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as it is printed: a caption and columns of finished text.
 *
 * <p>The HTML carries its own styles and takes its colours from the page, so it reads the same in JupyterLab's light and
 * dark themes and in an exported page.
 */
record HtmlTable(String caption, List<Cells> columns) {

    /** A span of magnitudes above which fixed decimals would waste most of their digits. */
    private static final int WIDEST_FIXED = 4;

    /** A table with more rows than this is shown by its beginning and its end. */
    private static final int MOST_ROWS = 24;

    private static final int HEAD = 14;
    private static final int TAIL = 6;

    private static final Pattern MEASURED = Pattern.compile("(-?\\d+(?:\\.\\d+)?) ± (\\d+(?:\\.\\d+)?)");
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("[-\\d.e()±∞– *†‡]*");

    private static final String LINE = "1px solid rgba(128,128,128,.45)";

    HtmlTable {
        columns = List.copyOf(columns);
    }

    /**
     * The text of a Tablesaw table; its name is the caption.
     *
     * @param digits significant digits of the floating-point columns: one number for all, or one for each column
     */
    static HtmlTable of(Table table, int... digits) {
        Require.nonNull(table, "table");
        Require.nonNull(digits, "digits");
        int width = table.columnCount();
        if (digits.length != 1 && digits.length != width) {
            throw new IllegalArgumentException("digits must be one number or one for each of the " + width
                    + " columns of \"" + table.name() + "\", got " + digits.length);
        }
        if (Arrays.stream(digits).anyMatch(k -> k < 1 || k > 17)) {
            throw new IllegalArgumentException(
                    "significant digits must lie in 1 to 17, got " + Arrays.toString(digits));
        }
        var columns = new ArrayList<Cells>();
        for (int j = 0; j < width; j++) {
            columns.add(cells(table.column(j), digits[digits.length == 1 ? 0 : j]));
        }
        var caption = table.name() == null ? "" : table.name();
        int rows = table.rowCount();
        return rows <= MOST_ROWS
                ? new HtmlTable(caption, columns)
                : new HtmlTable(
                        (caption + " (" + rows + " rows)").strip(),
                        columns.stream().map(Cells::shortened).toList());
    }

    /** The table as HTML with inline styles. */
    String html() {
        var html = new StringBuilder(
                "<table style=\"border-collapse:collapse;margin:.3em 0 .6em .5em;font-variant-numeric:tabular-nums\">");
        if (!caption.isBlank()) {
            html.append(
                            "<caption style=\"caption-side:top;text-align:left;padding:.3em .8em;font-weight:600;color:inherit;white-space:nowrap\">")
                    .append(escape(caption))
                    .append("</caption>");
        }
        html.append("<thead><tr>");
        columns.forEach(column -> html.append(cell("th", column, column.header(), ";border-bottom:" + LINE)));
        html.append("</tr></thead><tbody>");
        for (int i = 0; i < rows(); i++) {
            html.append("<tr>");
            for (var column : columns) {
                html.append(cell("td", column, column.values().get(i), ""));
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    /** The table as aligned text. */
    String text() {
        var lines = new ArrayList<String>();
        if (!caption.isBlank()) {
            lines.add(caption);
        }
        lines.add(line(columns.stream().map(Cells::header).toList()));
        for (int i = 0; i < rows(); i++) {
            int row = i;
            lines.add(line(columns.stream().map(c -> c.values().get(row)).toList()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private int rows() {
        return columns.isEmpty() ? 0 : columns.get(0).values().size();
    }

    private String line(List<String> row) {
        return IntStream.range(0, row.size())
                .mapToObj(j -> columns.get(j).pad(row.get(j)))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static String cell(String tag, Cells column, String text, String style) {
        return "<" + tag + " style=\"text-align:" + (column.numeric() ? "right" : "left") + ";padding:.25em .8em"
                + style + "\">" + onOneLine(escape(text)) + "</" + tag + ">";
    }

    /** Keeps a mean and its error together. */
    private static String onOneLine(String text) {
        return text.replace(Numbers.PLUS_MINUS, "\u00a0\u00b1\u00a0");
    }

    private static Cells cells(Column<?> column, int digits) {
        // By class: which instance ColumnType.DOUBLE is depends on the order in which Tablesaw's classes were loaded.
        boolean floating = column instanceof DoubleColumn || column instanceof FloatColumn;
        if (floating && column instanceof NumericColumn<?> numbers) {
            var values = IntStream.range(0, column.size())
                    .mapToDouble(numbers::getDouble)
                    .toArray();
            return new Cells(column.name(), true, decimals(values, digits));
        }
        var values = IntStream.range(0, column.size())
                .mapToObj(i -> column.isMissing(i) ? "" : matched(String.valueOf(column.get(i))))
                .toList();
        return new Cells(column.name(), column instanceof NumericColumn<?> || measured(values), values);
    }

    /** Whether the texts of a column are means with errors, so that they stand on the right as numbers do. */
    private static boolean measured(List<String> values) {
        return values.stream().anyMatch(value -> MEASURED.matcher(value).find())
                && values.stream()
                        .allMatch(value -> value.length() < 2
                                || LIKE_A_NUMBER.matcher(value).matches());
    }

    /** A mean and its error in the same digits, at most two of the error; every other text as it is. */
    private static String matched(String text) {
        var parts = MEASURED.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        int given = Math.min(decimals(parts.group(1)), decimals(parts.group(2)));
        double error = Double.parseDouble(parts.group(2));
        int wanted = error == 0 ? given : Math.max(0, 1 - Numbers.exponent(Numbers.rounded(error, 2)));
        int kept = Math.min(given, wanted);
        return Numbers.fixed(Double.parseDouble(parts.group(1)), kept)
                + Numbers.PLUS_MINUS
                + Numbers.fixed(error, kept);
    }

    private static int decimals(String number) {
        int point = number.indexOf('.');
        return point < 0 ? 0 : number.length() - point - 1;
    }

    /**
     * One notation for a whole column, so that its numbers can be compared at a glance: fixed decimals, enough for the
     * smallest, or powers of ten where the magnitudes span more than four of them.
     */
    private static List<String> decimals(double[] values, int digits) {
        var sizes = Arrays.stream(values)
                .filter(x -> x != 0 && Double.isFinite(x))
                .mapToInt(Numbers::exponent)
                .summaryStatistics();
        if (sizes.getCount() == 0) {
            return inTable(values, Numbers::shortest);
        }
        boolean wide = sizes.getMax() - sizes.getMin() > WIDEST_FIXED || sizes.getMax() > 6 || sizes.getMin() < -4;
        if (wide) {
            return inTable(values, x -> x == 0 ? "0" : Numbers.scientific(x, digits));
        }
        int decimals = Math.max(0, digits - 1 - sizes.getMin());
        while (decimals > 0 && endInZero(values, decimals)) {
            decimals--;
        }
        int kept = decimals;
        return inTable(values, x -> Numbers.fixed(x, kept));
    }

    private static List<String> inTable(double[] values, DoubleFunction<String> notation) {
        return Arrays.stream(values)
                .mapToObj(x -> Numbers.inTable(x, notation.apply(x)))
                .toList();
    }

    private static boolean endInZero(double[] values, int decimals) {
        return Arrays.stream(values)
                .filter(Double::isFinite)
                .allMatch(x -> Numbers.fixed(x, decimals).endsWith("0"));
    }

    /** One column: its header and its values as text. */
    record Cells(String header, boolean numeric, List<String> values) {

        Cells shortened() {
            var kept = new ArrayList<>(values.subList(0, HEAD));
            kept.add("\u22ee");
            kept.addAll(values.subList(values.size() - TAIL, values.size()));
            return new Cells(header, numeric, List.copyOf(kept));
        }

        String pad(String text) {
            int width = Math.max(
                    header.length(),
                    values.stream().mapToInt(String::length).max().orElse(0));
            return String.format(Locale.ROOT, "%" + (numeric ? "" : "-") + Math.max(1, width) + "s", text);
        }
    }
}
