package pathline.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {

    @Test
    void aGoodArgumentComesBack() {
        var rows = new double[][] {{1, 2}, {3, 4}};
        assertSame(rows, Require.finite(rows, "rows"));
        assertSame(rows[0], Require.finite(rows[0], "row"));
        assertEquals(2, Require.index(2, 3, "k"));
        assertEquals(1, Require.within(1, 0, 1, "t"));
        assertEquals(0, Require.atLeast(0, 0, "n"));
        assertEquals(1e-300, Require.positive(1e-300, "h"));
    }

    @Test
    void theSentenceNamesTheArgumentThePlaceAndTheValue() {
        refuses("source is null; expected a value", () -> Require.nonNull((Object) null, "source"));
        refuses("names[1] is null; expected a value", () -> Require.nonNull(new String[] {"a", null}, "names"));
        refuses("k is 3; expected 0 to 2", () -> Require.index(3, 3, "k"));
        refuses("k is 0; there is nothing to choose from", () -> Require.index(0, 0, "k"));
        refuses("n is -1; expected at least 0", () -> Require.atLeast(-1, 0, "n"));
        refuses("x[1] is NaN; expected a finite number", () -> Require.finite(new double[] {0, Double.NaN}, "x"));
        refuses(
                "data is NaN in row 1, column 0 (counted from 0); expected finite numbers",
                () -> Require.finite(new double[][] {{0, 1}, {Double.NaN, 2}}, "data"));
        refuses(
                "data has 1 columns in row 1 and 2 in row 0; expected rows of one length",
                () -> Require.finite(new double[][] {{0, 1}, {2}}, "data"));
        refuses("data has no rows; expected at least one", () -> Require.finite(new double[0][], "data"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotANumberPassesNoCheck(double value) {
        assertThrows(IllegalArgumentException.class, () -> Require.finite(value, "x"));
        assertThrows(IllegalArgumentException.class, () -> Require.positive(value, "x"));
        assertThrows(IllegalArgumentException.class, () -> Require.within(value, 0, 1, "x"));
    }

    private static void refuses(String sentence, Executable call) {
        assertEquals(
                sentence, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
