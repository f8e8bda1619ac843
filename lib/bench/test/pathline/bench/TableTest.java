package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsLineUp() {
        var table = Table.of("work", "ms");
        assertTrue(table.isEmpty());
        table.row(List.of("W1", "0.0413"));
        table.row(List.of("a long name", "152"));
        assertEquals("""
                | work        |     ms |
                | ----------- | -----: |
                | W1          | 0.0413 |
                | a long name |    152 |
                """, table.toString());
    }

    @Test
    void numbersHaveTheirDigitsAndNoExponent() {
        assertEquals("0.0413", Table.number(0.041319, 3));
        assertEquals("1.30", Table.number(1.2999, 3));
        assertEquals("152", Table.number(152.3, 3));
        assertEquals("12300", Table.number(12_345, 3));
        assertEquals("0.00000012", Table.number(1.23e-7, 2));
        assertEquals("-0.50", Table.number(-0.5, 2));
        assertEquals("0", Table.number(0, 3));
        assertEquals("16384", Table.whole(16_384));
    }

    @Test
    void refusesARowOfAnotherLength() {
        var table = Table.of("work", "ms");
        assertThrows(IllegalArgumentException.class, () -> table.row(List.of("W1")));
    }
}
