package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The transport table from its rows, against numbers worked out by hand. */
class TransportResultsTest {

    private static final String EIGHT = "normal-8gaussians";

    private static TransportFlow flow(String method, int seed, double w2, double npe, double seconds) {
        return new TransportFlow(EIGHT, method, seed, 10, 512, 10_000, w2, npe, 15, 2.0 * seed, 30 + seed, seconds);
    }

    private static final TransportResults RESULTS = TransportResults.of(
            List.of(
                    flow("OT-CFM", 42, 0.2, 0.01, 9),
                    flow("OT-CFM", 43, 0.3, 0.02, 7),
                    flow("OT-CFM", 44, 0.7, 0.06, 8),
                    flow("I-CFM", 42, 0.5, 0.25, 3)),
            List.of(new TransportBound(EIGHT, 42, 10_000, 15, 0.2), new TransportBound(EIGHT, 43, 10_000, 15, 0.3)));

    @Test
    void meansAndDeviationsAreOverSeeds() {
        var w2 = RESULTS.w2(EIGHT, "OT-CFM").orElseThrow();
        assertEquals(0.4, w2.mean(), 1e-12);
        assertEquals(Math.sqrt((0.04 + 0.01 + 0.09) / 2), w2.deviation(), 1e-12);
        assertEquals(3, w2.seeds());
        assertEquals("0.030 ± 0.026", RESULTS.npe(EIGHT, "OT-CFM").orElseThrow().toString());
        assertEquals("0.250", RESULTS.npe(EIGHT, "I-CFM").orElseThrow().toString(), "one seed has no deviation");
        assertEquals("0.250 ± 0.071", RESULTS.floor(EIGHT).orElseThrow().toString());
        assertEquals(Optional.empty(), RESULTS.npe("normal-moons", "OT-CFM"));
    }

    @Test
    void theTableStandsBesideThePublishedOne() {
        var table = RESULTS.quality();
        assertEquals(2, table.rowCount());
        var row = table.row(1);
        assertEquals("N → 8 Gaussians", row.getString("task"));
        assertEquals("OT-CFM", row.getString("method"));
        assertEquals("0.400 ± 0.265", row.getString("W2"));
        assertEquals("0.303 ± 0.043", row.getString("W2 published"));
        assertEquals("0.250 ± 0.071", row.getString("W2 floor"));
        assertEquals("0.031 ± 0.027", row.getString("NPE published"));
        assertEquals("", row.getString("NPE exact"));
        assertEquals("0.21", table.row(0).getString("NPE exact"));
        var cost = RESULTS.cost().row(1);
        assertEquals(2 * 43, cost.getDouble("loss"), 1e-12);
        assertEquals(73, cost.getDouble("evaluations"), 1e-12);
        assertEquals(7, cost.getDouble("seconds"), 1e-12, "the least: others waited for their turn");
    }

    @Test
    void rowsOfAnotherProtocolDoNotMix() {
        var longer = new TransportFlow(EIGHT, "FM", 42, 20, 512, 10_000, 1, 1, 1, 1, 1, 1);
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> TransportResults.of(List.of(flow("FM", 42, 1, 1, 1), longer), List.of()));
        assertTrue(error.getMessage().contains("one protocol"), error.getMessage());
    }

    /** Every published and exact number belongs to a task and a method that the study knows. */
    @Test
    void whatIsStoredFitsTheStudy() {
        var stored = PublishedTransport.stored();
        assertEquals(18, stored.published().size());
        for (var row : stored.published()) {
            assertTrue(TransportMethod.named(row.get(1)).does(TransportTask.named(row.get(0))), "" + row);
        }
        stored.exact().forEach(row -> TransportTask.named(row.get(0)));
        var kept = TransportResults.stored();
        assertTrue(kept.command().startsWith("./pathline experiment transport --seeds "), kept.command());
        assertTrue(kept.npe(EIGHT, "OT-CFM").orElseThrow().mean() < 0.1);
        var longer = TransportResults.storedLonger();
        assertTrue(longer.command().endsWith("--steps 20000"), longer.command());
        assertEquals(5, longer.npe("normal-scurve", "OT-CFM").orElseThrow().seeds());
    }
}
