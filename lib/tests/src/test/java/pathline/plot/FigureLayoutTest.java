package pathline.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FigureLayoutTest {

    static List<HardFigures.Case> hard() {
        return HardFigures.all();
    }

    @ParameterizedTest
    @MethodSource("hard")
    void noLabelStandsOnAnotherOrLeavesTheSheet(HardFigures.Case figure) {
        var canvas = figure.sheet().draw();
        var boxes = canvas.boxes();
        var image = canvas.image();
        var sheet = new Rectangle2D.Double(0, 0, image.getWidth() / 2.0, image.getHeight() / 2.0);
        for (int i = 0; i < boxes.size(); i++) {
            assertTrue(sheet.contains(boxes.get(i)), "a label leaves the sheet: " + boxes.get(i));
            for (int k = 0; k < i; k++) {
                assertFalse(boxes.get(i).intersects(boxes.get(k)), boxes.get(i) + " meets " + boxes.get(k));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hard")
    void theSameFigureGivesTheSameBytesAndSmallOnes(HardFigures.Case figure) {
        var first = figure.sheet().image();
        assertArrayEquals(Png.bytes(first), Png.bytes(figure.sheet().image()));
        assertTrue(Png.bytes(first).length <= Png.LIMIT, "PNG of " + Png.bytes(first).length + " bytes");
    }

    @Test
    void equalAxesHaveOneScaleInPixels() {
        for (var plot : List.of(
                HardFigures.cloud("wide"),
                HardFigures.map("map", 1),
                HardFigures.cloud("stated").range(-9, 9, -1, 1))) {
            var sheet = new FigureLayout("", List.of(plot), 1, Figures.PANEL_WIDTH);
            sheet.draw();
            var panel = sheet.panel(0);
            double perX = panel.area.width / (panel.x.max() - panel.x.min());
            double perY = panel.area.height / (panel.y.max() - panel.y.min());
            // sides are whole pixels: half a pixel in a side of at least 60
            assertEquals(perX, perY, perX / 100);
        }
    }

    @Test
    void aStatedRangeHolds() {
        var sheet =
                new FigureLayout("", List.of(HardFigures.cloud("stated").range(-9, 9, -1, 1)), 1, Figures.PANEL_WIDTH);
        sheet.draw();
        assertEquals(new AxisScale.Linear(-9, 9), sheet.panel(0).x);
        assertEquals(new AxisScale.Linear(-1, 1), sheet.panel(0).y);
    }

    @Test
    void axesOfOneNameShareTheRangeAndAreLabelledAtTheEdge() {
        var narrow = Figures.plot("a").axes("x", "y").curve("a", x -> x, 0, 1);
        var wide = Figures.plot("b").axes("x", "y").curve("b", x -> 10 * x, -1, 5);
        var other = Figures.plot("c").axes("x", "z").curve("c", x -> x, 0, 1);
        var sheet = new FigureLayout("", List.of(narrow, wide, other), 3, Figures.ROW_WIDTH);
        sheet.draw();
        assertEquals(sheet.panel(0).x, sheet.panel(2).x);
        assertEquals(sheet.panel(0).y, sheet.panel(1).y);
        assertTrue(sheet.panel(0).showsY);
        assertFalse(sheet.panel(1).showsY);
        assertTrue(sheet.panel(2).showsY);
        assertEquals(sheet.panel(0).area.height, sheet.panel(2).area.height);
    }

    @Test
    void mapsOfOneLabelShareTheColoursAndTheBar() {
        var sheet =
                new FigureLayout("", List.of(HardFigures.map("a", 1), HardFigures.map("b", 0.1)), 2, Figures.ROW_WIDTH);
        assertEquals(sheet.panel(0).colors, sheet.panel(1).colors);
        assertFalse(sheet.panel(0).showsBar);
        assertTrue(sheet.panel(1).showsBar);
    }
}
