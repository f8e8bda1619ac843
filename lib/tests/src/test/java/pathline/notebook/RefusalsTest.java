package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tech.tablesaw.api.Table;

/** Bad arguments are refused at the call that is given them, by their name. */
@SuppressWarnings("NullAway")
class RefusalsTest {

    private static final double[] ONE = {1};

    private static void refused(String words, Executable call) {
        var message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(message.contains(words), message);
    }

    @Test
    void claimsRefuseWhatIsNotThere() {
        refused("claim is null", () -> Notebook.check(null, 1, 1, 0));
        refused("claim is null", () -> Notebook.check(null, true));
        refused("claim is null", () -> Notebook.checkBelow(null, 1, 2));
        refused("claim is null", () -> Notebook.checkAbove(null, 2, 1));
        refused("expected is null", () -> Notebook.check("c", null, ONE, 0));
        refused("actual is null", () -> Notebook.check("c", ONE, (double[]) null, 0));
        refused("actual is null", () -> Notebook.check("c", ONE, (NDArray) null, 0));
        try (var manager = NDManager.newBaseManager()) {
            var array = manager.create(ONE);
            refused("expected is null", () -> Notebook.check("c", (NDArray) null, array, 0));
            refused("string", () -> Notebook.check("c", ONE, manager.create("text"), 0));
            array.close();
            refused("actual was closed", () -> Notebook.check("c", ONE, array, 0));
        }
    }

    @Test
    void statesAreFiniteNumbers() {
        var notebook = Notebook.open();
        refused("coordinates is null", () -> notebook.point((double[]) null));
        refused("coordinates[1] is NaN", () -> notebook.point(1, Double.NaN));
        refused("number of coordinates is 0", notebook::point);
        refused("rows has no rows", notebook::points);
        refused("rows[1] is null", () -> notebook.points(ONE, null));
        refused("2 columns in row 1", () -> notebook.points(ONE, new double[] {1, 2}));
        refused("in row 1, column 0", () -> notebook.points(ONE, new double[] {Double.POSITIVE_INFINITY}));
    }

    @Test
    void whatIsShownIsThere() {
        refused("table is null", () -> Notebook.show((Table) null));
        refused("digits is null", () -> Notebook.show(Table.create("t"), (int[]) null));
        refused("image is null", () -> Notebook.show((BufferedImage) null));
        refused("gif is null", () -> Notebook.show((byte[]) null));
    }

    @Test
    void tablesRefuseWhatTheyCannotHold() {
        refused("caption is null", () -> new ResultTable(null, "a"));
        refused("header is null", () -> new ResultTable("c", (String[]) null));
        refused("header[1] is null", () -> new ResultTable("c", "a", null));
        refused("header[1] is \"A\"", () -> new ResultTable("c", "a", "A"));
        var rows = new ResultTable("c", "a", "b");
        refused("values is null", () -> rows.add((Object[]) null));
        refused("values[1] is null", () -> rows.add(1, null));
        assertEquals(0, rows.table().rowCount());
    }

    @Test
    void theLeastIntIsANumberAndNoMissingValue() {
        var rows = new ResultTable("c", "n");
        rows.add(Integer.MIN_VALUE);
        assertTrue(HtmlTable.of(rows.table(), 4).text().contains("-2147483648"));
    }

    @Test
    void budgetsAndProgressCountForwards() {
        refused("lecture is -1", () -> Budget.SMOKE.steps(-1));
        refused("smoke is null", () -> Budget.LECTURE.of("long", null));
        refused("lecture is null", () -> Budget.SMOKE.of(null, "short"));
        refused("smoke NaN", () -> Budget.LECTURE.of(1, Double.NaN));
        refused("task is null", () -> Progress.start(null, 1));
        refused("task is null", () -> Progress.training(null));
        var progress = Progress.start("task", 3);
        refused("done is -1", () -> progress.at(-1));
        refused("note is null", () -> progress.at(1, null));
    }
}
