package pathline.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import pathline.check.Require;

/** Reads a {@link NumberTable}, line by line. */
final class TableReader {

    /** Bytes of a line: some 100 000 columns. */
    private static final int LONGEST = 1 << 21;

    private final Path path;
    private final String file;
    private final List<String> wanted;
    private NumberTable.Separator separator = NumberTable.Separator.COMMA;
    private List<String> names = List.of();
    private int header;
    /** The place of each column that is taken. */
    private int[] taken = {};

    /** @param wanted names of the columns to take; all if there are none */
    TableReader(Path path, List<String> wanted) {
        this.path = Require.nonNull(path, "path");
        this.file = Tabular.name(path);
        this.wanted = wanted;
    }

    NumberTable read() {
        try (var lines = new Lines(path, LONGEST)) {
            List<String> first = begin(lines);
            var rows = new Lines.Gathered(file, taken.length);
            if (header != lines.line()) {
                rows.add(numbers(lines, first), 0);
            }
            int blank = 0;
            while (lines.advance()) {
                String text = decoded(lines);
                if (text.isBlank()) {
                    blank = blank == 0 ? lines.line() : blank;
                } else if (blank > 0) {
                    throw new DataException(file, blank, "the line is empty, but others follow; fill or delete it");
                } else {
                    rows.add(numbers(lines, split(lines, text)), 0);
                }
            }
            List<String> chosen = IntStream.of(taken).mapToObj(names::get).toList();
            return new NumberTable(file, chosen, header, separator, rows.matrix());
        }
    }

    /** Finds separator, names and columns; returns the cells of the first line that is no comment. */
    private List<String> begin(Lines lines) {
        String comment = "";
        while (lines.advance()) {
            String text = decoded(lines);
            if (text.startsWith("#")) {
                comment = text.substring(1);
                continue;
            }
            if (text.isBlank()) {
                throw lines.fault("the line is empty; expected names or numbers");
            }
            separator = NumberTable.Separator.of(text, unquoted(text));
            List<String> cells = split(lines, text);
            name(lines, cells, comment);
            taken = wanted.isEmpty() ? IntStream.range(0, cells.size()).toArray() : chosen(lines);
            return cells;
        }
        throw new DataException(
                file, 0, "has no row of numbers; expected rows of them below a line of names, or without");
    }

    private static String unquoted(String text) {
        return text.replaceAll("\"[^\"]*\"", "");
    }

    /** Names are the first line's, or those of a comment right above numbers, which is how NumPy writes them. */
    private void name(Lines lines, List<String> cells, String comment) {
        long numbers = cells.stream().filter(Cells::isNumber).count();
        List<String> said = comment.isEmpty() ? List.of() : split(lines, comment);
        if (numbers == 0 ? isNamed(cells) : numbers < cells.size() && cells.containsAll(wanted) && !wanted.isEmpty()) {
            names = cells;
            header = lines.line();
        } else if (said.size() == cells.size() && isNamed(said)) {
            names = said;
            header = lines.line() - 1;
        } else {
            names = IntStream.rangeClosed(1, cells.size())
                    .mapToObj(k -> "column " + k)
                    .toList();
        }
        if (header == 0 && numbers < cells.size()) {
            int at = 0;
            while (Cells.isNumber(cells.get(at))) {
                at++;
            }
            throw fault(
                    lines,
                    at,
                    Cells.fault(cells.get(at)) + "; it stands in the first line, which has neither names"
                            + " only nor numbers only");
        }
        if (wanted.isEmpty()) {
            checkNames();
        }
    }

    /** Whether no cell is a number or stands for a missing one, and at least one begins as names do. */
    private static boolean isNamed(List<String> cells) {
        return cells.stream().noneMatch(cell -> Cells.isNumber(cell) || (!cell.isEmpty() && Cells.isMissing(cell)))
                && cells.stream()
                        .anyMatch(cell ->
                                !cell.isEmpty() && (Character.isLetter(cell.codePointAt(0)) || cell.charAt(0) == '_'));
    }

    private void checkNames() {
        var different = new HashSet<String>();
        for (int k = 0; k < names.size(); k++) {
            String name = names.get(k);
            if (name.isEmpty() || !different.add(name)) {
                throw new DataException(
                        file,
                        header,
                        "column " + (k + 1)
                                + (name.isEmpty()
                                        ? " has no name; name it, or leave it out of the file if it counts the rows"
                                        : " has the name \"" + NumericCsv.shortened(name) + "\" of another"));
            }
        }
    }

    private int[] chosen(Lines lines) {
        if (header == 0) {
            throw lines.fault("the file has no names, so no column can be chosen by " + wanted);
        }
        return wanted.stream()
                .mapToInt(name -> {
                    int at = names.indexOf(name);
                    if (at < 0 || names.lastIndexOf(name) != at) {
                        throw new DataException(
                                file,
                                header,
                                (at < 0 ? "there is no column \"" : "there is more than one column \"") + name
                                        + "\"; there are " + NumericCsv.shortened(String.join(", ", names)));
                    }
                    return at;
                })
                .toArray();
    }

    private double[] numbers(Lines lines, List<String> cells) {
        if (cells.size() != names.size()) {
            throw lines.fault("expected " + names.size() + " cells, as in the first line, got " + cells.size()
                    + "; cells are taken to be separated by "
                    + separator);
        }
        var row = new double[taken.length];
        for (int k = 0; k < row.length; k++) {
            row[k] = Cells.number(cells.get(taken[k]));
            if (Double.isNaN(row[k])) {
                throw fault(lines, taken[k], Cells.fault(cells.get(taken[k])));
            }
        }
        return row;
    }

    private DataException fault(Lines lines, int column, String reason) {
        String name = header == 0 ? "" : " (" + NumericCsv.shortened(names.get(column)) + ")";
        return lines.fault("column " + (column + 1) + name + ": " + reason);
    }

    /** The line as text, without a byte order mark. */
    private static String decoded(Lines lines) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(lines.bytes()))
                    .toString();
            return Lines.text(lines.line() == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw lines.fault("not text in UTF-8; save the table as comma separated values in UTF-8");
        }
    }

    /** The cells without blanks around them and without quotes; of two quotes within quotes one is left. */
    private List<String> split(Lines lines, String text) {
        var cells = new ArrayList<String>();
        int at = 0;
        while (at <= text.length()) {
            int from = at;
            while (from < text.length() && text.charAt(from) == ' ') {
                from++;
            }
            if (from < text.length() && text.charAt(from) == '"') {
                var cell = new StringBuilder();
                at = quoted(lines, text, from + 1, cell);
                cells.add(cell.toString());
            } else {
                int end = text.indexOf(separator.character(), from);
                at = end < 0 ? text.length() : end;
                cells.add(withoutBlanks(text, from, at));
            }
            at++;
        }
        return cells;
    }

    /** Reads a cell behind its first quote; returns where the cell ends, which is at a separator or the line's end. */
    private int quoted(Lines lines, String text, int start, StringBuilder cell) {
        int at = start;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '"') {
                cell.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                while (at < text.length() && text.charAt(at) == ' ') {
                    at++;
                }
                if (at < text.length() && text.charAt(at) != separator.character()) {
                    break;
                }
                return at;
            }
        }
        throw lines.fault("a quote is not closed, or something stands behind it, in \"" + NumericCsv.shortened(text)
                + "\"; a cell stands on one line");
    }

    private static String withoutBlanks(String text, int from, int to) {
        int end = to;
        while (end > from && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(from, end);
    }
}
