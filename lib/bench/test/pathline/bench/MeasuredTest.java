package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MeasuredTest {

    @Test
    void quartilesStandBetweenSortedTimes() {
        assertEquals(new Measured(1, 2, 3, 4, 5), Measured.of(5, 1, 4, 2, 3));
        // places 0.75, 1.5, 2.25 of 0 to 3
        assertEquals(new Measured(1, 1.75, 2.5, 4.75, 4), Measured.of(1, 2, 3, 10));
        assertEquals(new Measured(7, 7, 7, 7, 1), Measured.of(7));
    }

    @Test
    void timesOfATrainingAreDividedAmongItsSteps() {
        assertEquals(new Measured(1, 2, 3, 4, 9), new Measured(200, 400, 600, 800, 9).per(200));
    }

    @Test
    void anEntryKeepsFiveDigits() {
        var entry = new Entry("W1", "arrays", new Measured(0.123456789, 1.23456789, 12345.6789, 1234567.89, 1));
        assertEquals(new Measured(0.12346, 1.2346, 12346, 1234600, 1), entry.ms());
    }

    @Test
    void refusesWhatIsNoTime() {
        assertThrows(IllegalArgumentException.class, Measured::of);
        assertThrows(IllegalArgumentException.class, () -> Measured.of(0, 1));
        assertThrows(IllegalArgumentException.class, () -> Measured.of(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Measured(1, 3, 2, 4, 1));
    }
}
