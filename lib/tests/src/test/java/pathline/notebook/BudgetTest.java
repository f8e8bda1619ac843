package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

    @ParameterizedTest
    @CsvSource({"20000, 20000, 200", "1200, 1200, 12", "100, 100, 10", "4, 4, 4"})
    void stepsShrinkButNeverVanish(int wanted, int lecture, int smoke) {
        assertEquals(lecture, Budget.LECTURE.steps(wanted));
        assertEquals(smoke, Budget.SMOKE.steps(wanted));
    }

    @Test
    void eachBudgetPicksItsOwn() {
        assertEquals(10_000, Budget.LECTURE.of(10_000, 500));
        assertEquals(500, Budget.SMOKE.of(10_000, 500));
        assertEquals(0.5, Budget.SMOKE.of(0.02, 0.5));
        assertEquals("short", Budget.SMOKE.of("long", "short"));
    }

    @Test
    void theEnvironmentNamesTheBudget() {
        assertEquals(Budget.LECTURE, Budget.named(Optional.empty()));
        assertEquals(Budget.LECTURE, Budget.named(Optional.of("")));
        assertEquals(Budget.LECTURE, Budget.named(Optional.of("LECTURE")));
        assertEquals(Budget.SMOKE, Budget.named(Optional.of("SMOKE")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smoke", "FAST", "LECTURE2"})
    void anotherNameIsRefused(String name) {
        var failure = assertThrows(IllegalArgumentException.class, () -> Budget.named(Optional.of(name)));
        assertTrue(failure.getMessage().contains("PATHLINE_BUDGET"), failure.getMessage());
        assertTrue(failure.getMessage().contains(name), failure.getMessage());
    }
}
