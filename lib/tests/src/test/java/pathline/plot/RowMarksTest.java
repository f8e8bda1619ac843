package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where markers in rows stand, seen by the pixels of their colour. */
class RowMarksTest {

    private static final List<String> ROWS = List.of("upper", "lower");
    private static final double[] NONE = {Double.NaN, Double.NaN};
    private static final Plot EMPTY =
            Figures.plot("rows").axes("x", "").rangeX(0, 10).legend(Legend.NONE);

    /** The box around the pixels of a colour in the upper or lower half of the panel, from its upper left corner. */
    private static Rectangle box(Plot plot, Color color, int row) {
        var sheet = new FigureLayout("rows", List.of(plot), 1, Figures.PANEL_WIDTH);
        var image = sheet.draw().image();
        var area = sheet.area(0);
        var box = new Rectangle(-1, -1);
        int middle = area.y + area.height / 2;
        for (int y = row == 0 ? area.y : middle; y < (row == 0 ? middle : area.getMaxY()); y++) {
            for (int x = area.x; x < area.getMaxX(); x++) {
                if (apart(new Color(image.getRGB(2 * x, 2 * y)), color) < 150) {
                    box.add(new Rectangle(x - area.x, y - area.y, 1, 1));
                }
            }
        }
        box.width = Math.max(0, box.width);
        return box;
    }

    /** 0 for one colour, 765 for black and white; half-covered pixels at an edge are somewhere between. */
    private static int apart(Color a, Color b) {
        return Math.abs(a.getRed() - b.getRed())
                + Math.abs(a.getGreen() - b.getGreen())
                + Math.abs(a.getBlue() - b.getBlue());
    }

    /** The x of a pixel in units of the axis, of a panel of that width. */
    private static double value(Plot plot, double pixel) {
        var sheet = new FigureLayout("rows", List.of(plot), 1, Figures.PANEL_WIDTH);
        sheet.draw();
        return 10 * pixel / sheet.area(0).width;
    }

    @Test
    void aMarkerStandsAtItsValueInItsRow() {
        var plot = EMPTY.rowMarks("OT-CFM", ROWS, new double[] {2, 8}, NONE);
        for (int row = 0; row < 2; row++) {
            var box = box(plot, Style.VERMILLION, row);
            assertEquals(new double[] {2, 8}[row], value(plot, box.getCenterX()), 0.05, "a pixel or two");
            assertTrue(box.width >= 6 && box.width <= 10, "a marker alone: " + box);
        }
    }

    @Test
    void whiskersReachAsFarAsTheError() {
        var plot = EMPTY.rowMarks("OT-CFM", ROWS, new double[] {5, 5}, new double[] {1, Double.NaN});
        var box = box(plot, Style.VERMILLION, 0);
        assertEquals(2, value(plot, box.width), 0.1);
        assertTrue(box(plot, Style.VERMILLION, 1).width < 11, "one seed has no whiskers");
    }

    @Test
    void everyNameHasItsLineAndItsHollowMarkersBelow() {
        var two = EMPTY.rowMarks("OT-CFM", ROWS, new double[] {2, 2}, NONE)
                .rowMarks("I-CFM", ROWS, new double[] {2, 2}, NONE);
        assertTrue(box(two, Style.VERMILLION, 0).getMaxY()
                < box(two, Style.BLUE, 0).getMinY());
        var one = EMPTY.rowMarks("OT-CFM", ROWS, new double[] {2, 2}, NONE);
        var both = one.rowMarksBelow("OT-CFM", ROWS, new double[] {7, Double.NaN}, NONE);
        var box = box(both, Style.VERMILLION, 0);
        assertEquals(2, value(both, box.getMinX() + 4), 0.1);
        assertEquals(7, value(both, box.getMaxX() - 4), 0.1);
        assertTrue(box.height > 15, "the hollow one stands lower: " + box);
        assertEquals(box(one, Style.VERMILLION, 1), box(both, Style.VERMILLION, 1), "nothing to compare with here");
    }

    @Test
    void aTickCrossesItsRow() {
        var plot = EMPTY.rowTicks("exact", ROWS, 4, Double.NaN);
        var box = box(plot, Style.BLACK, 0);
        assertEquals(4, value(plot, box.getCenterX()), 0.05);
        assertTrue(box.height > 100 && box.width <= 3, "" + box);
        assertTrue(box(plot, Style.BLACK, 1).isEmpty());
    }

    @Test
    void nothingToDrawIsNoError() {
        var plot = EMPTY.rowMarks("OT-CFM", ROWS, NONE, NONE).rowMarksBelow("OT-CFM", ROWS, NONE, NONE);
        assertTrue(box(plot, Style.VERMILLION, 0).isEmpty());
    }

    @Test
    void errorsBelowZeroReachTheEdgeOfALogarithmicAxis() {
        var plot = Figures.plot("rows")
                .axes("x", "")
                .logX()
                .rowMarks("OT-CFM", ROWS, new double[] {1, 0.1}, new double[] {2, 0.01});
        assertTrue(plot.image().getWidth() > 0);
        var error = assertThrows(
                IllegalArgumentException.class, () -> EMPTY.rowMarks("OT-CFM", ROWS, new double[] {1}, NONE));
        assertTrue(error.getMessage().contains("one value for each of the 2 labels"), error.getMessage());
    }
}
