package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuietestTest {

    private static final Work WORK = Catalogue.called("W1").get(0);

    private final Quietest times = new Quietest();

    private void add(String who, double ms) {
        times.add(new Entry(WORK.name(), who, Measured.of(ms)));
    }

    @Test
    void theLeastMedianOfAllRoundsCounts() {
        add("arrays", 3);
        add("compiled", 1);
        add("arrays", 2);
        add("arrays", 2.5);
        assertEquals(
                List.of(
                        new Entry(WORK.name(), "arrays", Measured.of(2)),
                        new Entry(WORK.name(), "compiled", Measured.of(1))),
                times.entries());
    }

    @Test
    void aTimeIsSettledByASecondRoundThatAgreesWithTheLeast() {
        add("arrays", 3);
        assertFalse(times.settled(WORK), "one round");
        add("arrays", 3);
        assertTrue(times.settled(WORK), "two equal rounds");
        add("arrays", 2);
        assertFalse(times.settled(WORK), "a quieter one than both");
        add("arrays", 2.05);
        assertTrue(times.settled(WORK));
        add("arrays", 4);
        assertTrue(times.settled(WORK), "noise takes nothing back");
    }

    @Test
    void aWorkIsSettledWhenAllWhoDoItAre() {
        add("arrays", 3);
        add("arrays", 3);
        add("compiled", 1);
        assertFalse(times.settled(WORK));
        add("compiled", 1.2);
        assertFalse(times.settled(WORK), "a fifth slower does not confirm");
        add("compiled", 1.04);
        assertTrue(times.settled(WORK));
    }

    @Test
    void whatNobodyDoesIsSettled() {
        assertTrue(times.settled(WORK));
    }
}
