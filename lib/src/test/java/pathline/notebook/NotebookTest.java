package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookTest {

    @Test
    void openingTwiceGivesTheSameNumbers() {
        var first = Notebook.open();
        var second = Notebook.open();
        assertArrayEquals(
                first.rng().child("data").normal(first.manager(), 5).toFloatArray(),
                second.rng().child("data").normal(second.manager(), 5).toFloatArray());
        assertEquals("true", System.getProperty("java.awt.headless"));
    }

    @Test
    void itsTextIsTheSameInEveryRun() {
        assertTrue(
                Notebook.open(7).toString().matches("Notebook\\[(LECTURE|SMOKE), seed 7, PyTorch \\d+\\.\\d+\\.\\d+]"),
                Notebook.open(7).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.9, 1e-9, 0.900000000 = 0.9 within 1e-9",
        "0.5, 0.501, 0.01, 0.50 = 0.5 within 0.01",
        "4, 4, 0, 4 = 4 exactly",
        "1e-12, 1.004e-12, 1e-14, 1.00e-12 = 1e-12 within 1e-14",
        "-2.5, -2.4999, 1e-3, -2.500 = -2.5 within 0.001",
    })
    void aClaimThatHoldsIsOneLine(double expected, double actual, double tolerance, String line) {
        assertEquals(
                "ok   Euler: " + line + "\n", Printed.by(() -> Notebook.check("Euler", expected, actual, tolerance)));
    }

    static Stream<Arguments> falseClaims() {
        double nan = Double.NaN;
        return Stream.of(
                Arguments.of(0.9, 0.85, 1e-9),
                Arguments.of(0.9, nan, 1e9),
                Arguments.of(nan, 0.9, 1e9),
                Arguments.of(nan, nan, 1e9),
                Arguments.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1e9),
                Arguments.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e9),
                Arguments.of(Double.POSITIVE_INFINITY, 1.0, 1e9),
                Arguments.of(1.0, Double.POSITIVE_INFINITY, 1e9));
    }

    @ParameterizedTest
    @MethodSource("falseClaims")
    void aFalseClaimThrowsWithBothNumbers(double expected, double actual, double tolerance) {
        var printed = Printed.by(() -> {
            var failure =
                    assertThrows(ClaimException.class, () -> Notebook.check("Euler", expected, actual, tolerance));
            assertTrue(failure.getMessage().startsWith("Euler: expected "), failure.getMessage());
            assertTrue(failure.getMessage().contains(Numbers.shortest(expected)), failure.getMessage());
            assertTrue(failure.getMessage().contains("got " + actual), failure.getMessage());
        });
        assertEquals("", printed);
    }

    @Test
    void arraysAreComparedNumberByNumber() {
        var manager = Notebook.open().manager();
        var expected = new double[] {1, 2, 3};
        var actual = manager.create(new float[] {1, 2, 3.5f});
        var line = "ok   states: 3 numbers equal within 0.6\n";
        assertEquals(line, Printed.by(() -> Notebook.check("states", expected, actual, 0.6)));
        assertEquals(line, Printed.by(() -> Notebook.check("states", manager.create(expected), actual, 0.6)));
        var failure = assertThrows(ClaimException.class, () -> Notebook.check("states", expected, actual, 0.1));
        assertTrue(failure.getMessage().contains("number 3 of 3"), failure.getMessage());
        assertTrue(failure.getMessage().contains("expected 3 within 0.1, got 3.5"), failure.getMessage());
        assertEquals(DataType.FLOAT32, actual.getDataType());
        int alive = manager.getManagedArrays().size();
        Printed.by(() -> Notebook.check("states", expected, actual, 0.6));
        assertEquals(alive, manager.getManagedArrays().size());
    }

    @Test
    void boundsAreStrict() {
        assertEquals("ok   energy: 0.123 < 0.2\n", Printed.by(() -> Notebook.checkBelow("energy", 0.12345, 0.2)));
        // Three digits would print 0.2 < 0.2.
        assertEquals("ok   energy: 0.19999 < 0.2\n", Printed.by(() -> Notebook.checkBelow("energy", 0.199991, 0.2)));
        assertEquals("ok   order: 4.02 > 3.9\n", Printed.by(() -> Notebook.checkAbove("order", 4.0231, 3.9)));
        assertThrows(ClaimException.class, () -> Notebook.checkBelow("energy", 0.2, 0.2));
        assertThrows(ClaimException.class, () -> Notebook.checkBelow("energy", Double.NaN, 0.2));
        assertThrows(ClaimException.class, () -> Notebook.checkAbove("order", 3.9, 3.9));
        assertThrows(ClaimException.class, () -> Notebook.checkAbove("order", Double.NaN, 3.9));
    }

    @Test
    void infinitySupportsNoClaim() {
        double far = Double.POSITIVE_INFINITY;
        assertThrows(ClaimException.class, () -> Notebook.checkBelow("energy", -far, 0));
        assertThrows(ClaimException.class, () -> Notebook.checkBelow("energy", 1, far));
        assertThrows(ClaimException.class, () -> Notebook.checkAbove("order", far, 3.9));
        var failure = assertThrows(ClaimException.class, () -> Notebook.checkAbove("order", 4, -far));
        assertTrue(failure.getMessage().contains("a claim needs two finite numbers"), failure.getMessage());
        var infinite = new double[] {1, far};
        assertThrows(ClaimException.class, () -> Notebook.check("states", infinite, infinite, 1));
    }

    @Test
    void aClaimMayBeTrueOrFalse() {
        assertEquals("ok   no step was rejected\n", Printed.by(() -> Notebook.check("no step was rejected", true)));
        assertThrows(ClaimException.class, () -> Notebook.check("no step was rejected", false));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aToleranceThatProvesNothingIsRefused(double tolerance) {
        assertThrows(IllegalArgumentException.class, () -> Notebook.check("claim", 1, 1, tolerance));
    }

    @Test
    void arraysOfOtherShapesAreRefused() {
        var manager = Notebook.open().manager();
        var row = manager.create(new double[] {1, 2});
        assertThrows(IllegalArgumentException.class, () -> Notebook.check("c", new double[1], new double[2], 1));
        assertThrows(IllegalArgumentException.class, () -> Notebook.check("c", new double[0], new double[0], 1));
        assertThrows(IllegalArgumentException.class, () -> Notebook.check("c", row, row.reshape(2, 1), 1));
    }

    @Test
    void whatIsShownIsPrintedWithoutKernel() {
        assertEquals(
                "[animation, 6 bytes]\n", Printed.by(() -> Notebook.show(new byte[] {'G', 'I', 'F', '8', '9', 'a'})));
        assertEquals("One two.\n", Printed.by(() -> Notebook.showHtml("<p>One <b>two</b>.</p>")));
        assertThrows(IllegalArgumentException.class, () -> Notebook.show(new byte[] {1, 2, 3, 4, 5, 6, 7}));
    }
}
