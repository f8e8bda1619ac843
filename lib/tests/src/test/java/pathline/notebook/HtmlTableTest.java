package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class HtmlTableTest {

    private static ResultTable methods() {
        var rows = new ResultTable("Error at t = 1", "method", "order", "error");
        rows.add("Euler", 1, 0.0123456);
        rows.add("RK4 & co", 4, 1.5e-8);
        return rows;
    }

    @Test
    void textIsAlignedLikeATable() {
        assertEquals("""
                Error at t = 1
                method    order    error
                Euler         1  1.23e-2
                RK4 & co      4  1.50e-8""", HtmlTable.of(methods().table(), 3).text().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void htmlAlignsNumbersRightAndNamesNoColour() {
        var html = HtmlTable.of(methods().table(), 3).html();
        assertTrue(html.contains("Error at t = 1</caption>"), html);
        assertTrue(html.contains("text-align:right;padding:.25em .8em\">1.23e-2</td>"), html);
        assertTrue(html.contains("text-align:left;padding:.25em .8em\">RK4 &amp; co</td>"), html);
        assertFalse(html.contains("background"), "the page's theme chooses");
        assertFalse(html.contains("class="), "a class would need a style sheet");
    }

    static Stream<Arguments> columns() {
        double nan = Double.NaN;
        return Stream.of(
                Arguments.of(4, new double[] {0.1, 0.05, 0.025}, List.of("0.100", "0.050", "0.025")),
                Arguments.of(3, new double[] {0.98765, 12.3456}, List.of("0.988", "12.346")),
                Arguments.of(2, new double[] {1, 2, 3}, List.of("1", "2", "3")),
                Arguments.of(3, new double[] {0, 1e-9, 1}, List.of("0", "1.00e-9", "1.00e0")),
                Arguments.of(3, new double[] {nan, 1.5, 1 / 0.0}, List.of("\u2013", "1.5", "\u221e")),
                Arguments.of(3, new double[] {0, 0}, List.of("0", "0")),
                Arguments.of(3, new double[] {-12345.6, 20000}, List.of("-12346", "20000")),
                Arguments.of(3, new double[] {3e12, 4e12}, List.of("3.00e12", "4.00e12")));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void aColumnHasOneNotation(int digits, double[] values, List<String> texts) {
        var sheet = HtmlTable.of(Table.create("", DoubleColumn.create("x", values)), digits);
        assertEquals(texts, sheet.columns().get(0).values(), () -> Arrays.toString(values));
    }

    @Test
    void precisionMayDifferByColumn() {
        var table = Table.create("", DoubleColumn.create("a", 1.23456), DoubleColumn.create("b", 1.23456));
        var sheet = HtmlTable.of(table, 2, 5);
        assertEquals(List.of("1.2"), sheet.columns().get(0).values());
        assertEquals(List.of("1.2346"), sheet.columns().get(1).values());
        assertThrows(IllegalArgumentException.class, () -> HtmlTable.of(table, 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> HtmlTable.of(table, 0));
    }

    @Test
    void aLongTableIsShownByItsEnds() {
        var rows = new ResultTable("Steps", "step");
        for (int i = 1; i <= 25; i++) {
            rows.add(i);
        }
        var sheet = HtmlTable.of(rows.table(), 4);
        assertEquals("Steps (25 rows)", sheet.caption());
        assertEquals(
                "1 2 3 4 5 6 7 8 9 10 11 12 13 14 \u22ee 20 21 22 23 24 25",
                String.join(" ", sheet.columns().get(0).values()));
        assertEquals(
                24,
                HtmlTable.of(rows.table().first(24), 4)
                        .columns()
                        .get(0)
                        .values()
                        .size());
    }

    @Test
    void rowsCheckTheirValues() {
        var rows = methods();
        assertThrows(IllegalArgumentException.class, () -> rows.add("Heun", 2));
        assertThrows(IllegalArgumentException.class, () -> rows.add("Heun", 2, 1.0f));
        assertEquals(2, rows.table().rowCount());
        assertThrows(IllegalArgumentException.class, () -> new ResultTable("nothing"));
    }

    @ParameterizedTest
    @CsvSource({
        "17.3812, 0.8134, 17.38 \u00b1 0.81",
        "0.3731, 0.1034, 0.37 \u00b1 0.10",
        "1234.5, 123.4, 1235 \u00b1 123",
        "3, 0.00096, 3.00000 \u00b1 0.00096",
        "2.5, 0.0999, 2.50 \u00b1 0.10",
        "-1.2e-9, 3.1e-10, (-1.20 \u00b1 0.31)e-9",
        "NaN, 0.1, \u2013 \u00b1 0.1",
        "0.25, 0, 0.25 \u00b1 0",
    })
    void aMeanHasTheDigitsOfItsError(double mean, double error, String text) {
        assertEquals(text, Notebook.plusMinus(mean, error));
    }

    @Test
    void aMeanAndItsErrorStandOnOneLineInMatchingDigits() {
        var rows = new ResultTable("W2", "method", "W2", "other");
        rows.add("I-CFM", "0.3731 \u00b1 0.1034", 1.23456789);
        rows.add("OT-CFM", "0.153 \u00b1 0.001", "\u2013");
        var sheet = HtmlTable.of(rows.table(), 3);
        assertEquals(
                List.of("0.37 \u00b1 0.10", "0.153 \u00b1 0.001"),
                sheet.columns().get(1).values());
        assertEquals(List.of("1.235", "\u2013"), sheet.columns().get(2).values());
        assertTrue(sheet.html().contains("text-align:right;padding:.25em .8em\">0.37\u00a0\u00b1\u00a00.10</td>"));
    }

    @Test
    void aTableIsPrintedWithoutKernel() {
        assertTrue(Printed.by(() -> Notebook.show(methods().table(), 3)).contains("RK4 & co      4  1.50e-8"));
        assertTrue(Printed.by(() -> Notebook.show(methods().table())).contains("1.235e-2"));
    }
}
