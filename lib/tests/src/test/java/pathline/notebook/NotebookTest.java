package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import java.awt.image.BufferedImage;
import java.util.List;
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
        // Both numbers in the digits of the allowance: three to six of the larger.
        "3.14159, 3.4412345678, 1.0897, 3.44 \u2248 3.14 (allowed \u00b1 1.09)",
        "0.5, 0.501, 0.01, 0.501 \u2248 0.500 (allowed \u00b1 0.01)",
        "0.3333333333333333, 0.3333343333, 1e-5, 0.333334 \u2248 0.333333 (allowed \u00b1 1e-5)",
        "0, 4e-4, 1e-3, 0.0004 \u2248 0.0000 (allowed \u00b1 0.001)",
        "-2.5, -2.4999, 1e-3, -2.4999 \u2248 -2.5000 (allowed \u00b1 0.001)",
        "120, 98.76, 30, 99 \u2248 120 (allowed \u00b1 30)",
        "20000, 20123.4, 500, 20123 \u2248 20000 (allowed \u00b1 500)",
        "1e-12, 1.004e-12, 1e-14, 1.004e-12 \u2248 1.000e-12 (allowed \u00b1 1e-14)",
        // What is equal in all these digits is written once as short as it is.
        "0.9, 0.9000000001, 1e-9, 0.9 \u2248 0.9 (allowed \u00b1 1e-9)",
        "3, 3.0000000001, 1e-9, 3 \u2248 3 (allowed \u00b1 1e-9)",
        "3.141592653589793, 3.1415926535897936, 1e-9, 3.14159 \u2248 3.14159 (allowed \u00b1 1e-9)",
        "0, 1.3e-14, 1e-9, 0 \u2248 0 (allowed \u00b1 1e-9)",
        // Whole numbers that are equal.
        "3, 3, 0.1, 3 = 3",
        "4, 4, 0, 4 = 4",
        "0.25, 0.25, 0, 0.25 = 0.25",
    })
    void aClaimThatHoldsIsOneLine(double expected, double actual, double tolerance, String line) {
        assertEquals(
                "ok  Euler   " + line + "\n", Printed.by(() -> Notebook.check("Euler", expected, actual, tolerance)));
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
        var line = "ok  states   3 numbers agree, the largest difference is 0.5 (allowed \u00b1 0.6)\n";
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
        assertEquals("ok  energy   0.123 < 0.2\n", Printed.by(() -> Notebook.checkBelow("energy", 0.12345, 0.2)));
        assertEquals("ok  loss   0.158 < 0.25\n", Printed.by(() -> Notebook.checkBelow("loss", 0.1577412390123, 0.25)));
        assertEquals(
                "ok  error   1.23e-9 < 3.7e-8\n",
                Printed.by(() -> Notebook.checkBelow("error", 1.2345678901e-9, 3.70000001e-8)));
        assertEquals(
                "ok  evaluations   12346 > 4096\n",
                Printed.by(() -> Notebook.checkAbove("evaluations", 12345.6, 4096)));
        // Three digits would print 0.2 < 0.2.
        assertEquals("ok  energy   0.19999 < 0.2\n", Printed.by(() -> Notebook.checkBelow("energy", 0.199991, 0.2)));
        assertEquals("ok  order   4.02 > 3.9\n", Printed.by(() -> Notebook.checkAbove("order", 4.0231, 3.9)));
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
        assertEquals("ok  no step was rejected\n", Printed.by(() -> Notebook.check("no step was rejected", true)));
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
    void arraysThatAgreeToRoundingSayNoMore() {
        var one = new double[] {1, 0.1 + 0.2};
        var line = "ok  states   2 numbers agree (allowed \u00b1 1e-9)\n";
        assertEquals(line, Printed.by(() -> Notebook.check("states", new double[] {1, 0.3}, one, 1e-9)));
        assertEquals(
                "ok  state   1 number agrees (exactly)\n",
                Printed.by(() -> Notebook.check("state", new double[] {1}, new double[] {1}, 0)));
    }

    @Test
    void anExerciseNeverThrowsAndNeverTells() {
        assertEquals("to do    1.1\n", Printed.by(() -> Notebook.exercise("1.1", Double.NaN, 1.7, 0.01)));
        assertEquals("ok       1.1   1.7042\n", Printed.by(() -> Notebook.exercise("1.1", 1.7042, 1.7, 0.01)));
        assertEquals("not yet  1.1   11 is not it\n", Printed.by(() -> Notebook.exercise("1.1", 11, 1.7, 0.01)));
        assertEquals(
                "not yet  1.1   inf is not it\n",
                Printed.by(() -> Notebook.exercise("1.1", Double.POSITIVE_INFINITY, 1.7, 0.01)));
        assertThrows(IllegalArgumentException.class, () -> Notebook.exercise("1.1", 1, Double.NaN, 0.01));
        assertThrows(IllegalArgumentException.class, () -> Notebook.exercise("1.1", 1, 1, -0.01));
    }

    @Test
    void anExerciseMayAskForMoreThanABound() {
        assertEquals("to do    1.1\n", Printed.by(() -> Notebook.exerciseAbove("1.1", Double.NaN, 1)));
        assertEquals("ok       1.1   1.5\n", Printed.by(() -> Notebook.exerciseAbove("1.1", 1.5, 1)));
        assertEquals("not yet  1.1   1 is not it\n", Printed.by(() -> Notebook.exerciseAbove("1.1", 1, 1)));
        assertEquals(
                "not yet  1.1   inf is not it\n",
                Printed.by(() -> Notebook.exerciseAbove("1.1", Double.POSITIVE_INFINITY, 1)));
        assertThrows(IllegalArgumentException.class, () -> Notebook.exerciseAbove("1.1", 1, Double.NaN));
    }

    @Test
    void stepsAndStreamsAreThoseOfTheBudgetAndTheSeed() {
        var notebook = Notebook.open(3);
        assertEquals(notebook.budget().steps(20_000), notebook.steps(20_000));
        assertEquals(notebook.rng().child("net").uniform(), notebook.rng("net").uniform());
    }

    @Test
    void lerpGoesFromAToB() {
        assertEquals(2.5, Notebook.lerp(2, 4, 0.25));
        assertArrayEquals(new double[] {2.5, 1}, Notebook.lerp(new double[] {2, 2}, new double[] {4, -2}, 0.25));
        assertThrows(IllegalArgumentException.class, () -> Notebook.lerp(new double[1], new double[2], 0.5));
        var manager = Notebook.open().manager();
        var a = manager.create(new double[][] {{2, 2}, {0, 0}});
        var b = manager.create(new double[][] {{4, -2}, {1, 8}});
        int alive = manager.getManagedArrays().size();
        assertArrayEquals(
                new double[] {2.5, 1, 0.25, 2}, Notebook.lerp(a, b, 0.25).toDoubleArray());
        assertEquals(alive + 1, manager.getManagedArrays().size());
        var t = manager.create(new double[][] {{0}, {1}});
        assertArrayEquals(new double[] {2, 2, 1, 8}, Notebook.lerp(a, b, t).toDoubleArray());
        assertThrows(IllegalArgumentException.class, () -> Notebook.lerp(a, b.get(0), 0.5));
        assertThrows(IllegalArgumentException.class, () -> Notebook.lerp(a.get(0), b.get(0), t));
    }

    @Test
    void anAnimationHasWordsForThoseWhoDoNotSeeIt() {
        var frame = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        var notebook = Notebook.open();
        assertTrue(Printed.by(() -> notebook.animation(List.of(frame, frame), 100, "A dot moves."))
                .startsWith("[animation, "));
        assertThrows(IllegalArgumentException.class, () -> notebook.animation(List.of(frame), 100, " "));
    }

    @Test
    void whatIsShownIsPrintedWithoutKernel() {
        assertEquals(
                "[animation, 6 bytes]\n", Printed.by(() -> Notebook.show(new byte[] {'G', 'I', 'F', '8', '9', 'a'})));
        assertThrows(IllegalArgumentException.class, () -> Notebook.show(new byte[] {1, 2, 3, 4, 5, 6, 7}));
    }
}
