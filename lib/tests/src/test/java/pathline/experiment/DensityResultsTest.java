package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The density table from its rows, against numbers worked out by hand, and the published numbers as they were printed. */
class DensityResultsTest {

    private static DensityRow row(String system, int seed, double test, double difference) {
        return new DensityRow(
                "MINIBOONE", system, "small", seed, 100, 50, 10, 20, test, 0.3, test - 2, 300, difference, 0.1, 7);
    }

    private static final DensityResults RESULTS = DensityResults.of(List.of(
            row("MAF", 1, 18, Double.NaN),
            row("MADE", 1, 22, 4),
            row("MAF", 2, 17, Double.NaN),
            row("MADE", 2, 21, 4.2)));

    @Test
    void theBestMeanStandsFirst() {
        assertEquals(List.of("MAF", "MADE"), RESULTS.systems("MINIBOONE"));
        assertEquals(17.5, RESULTS.test("MINIBOONE", "MAF").orElseThrow().mean(), 1e-12);
        var row = RESULTS.table("MINIBOONE").row(1);
        assertEquals("21.500 ± 0.707", row.getString("test, mean ± deviation over seeds"));
        assertEquals("4.10 ± 0.10", row.getString("less MAF, same rows"));
        assertEquals("15.59 ± 0.50", row.getString("published"));
        assertEquals("15.59", row.getString("on the slide"));
        assertTrue(RESULTS.figure("MINIBOONE").getWidth() > 100);
        assertThrows(IllegalArgumentException.class, () -> RESULTS.table("POWER"));
    }

    @Test
    void theSlideIsNotAlwaysWhatIsPublishedNow() {
        var published = PublishedDensities.stored();
        var tan = published.of("TAN", "BSDS300").orElseThrow();
        assertEquals(-157.03, tan.lecture().orElseThrow(), 0);
        assertEquals(-159.80, tan.nll(), 0);
        assertEquals("2 standard errors over test rows", tan.meaning());
        assertTrue(published.of("MADE MoG", "POWER").orElseThrow().lecture().isEmpty());
        assertEquals(66, published.values().size());
        assertTrue(published.of("MAF", "CIFAR-10").isEmpty());
    }

    @Test
    void imagesAreInBitsOverNoises() {
        var rows = Stream.of(1, 2)
                .flatMap(seed -> Stream.of(image("Gaussian", seed, 2, Double.NaN), image("Glow", seed, 1.2, -0.8)))
                .toList();
        var results = DensityResults.of(rows);
        var table = results.table("MNIST");
        assertTrue(table.name().endsWith("bits per dimension"), table.name());
        assertEquals("1.202 ± 0.001", table.row(0).getString("test, mean ± deviation over noise seeds"));
        assertEquals("-0.800 ± 0.002", table.row(0).getString("less Gaussian, same images"));
        assertEquals("1.05", table.row(0).getString("published"), "without ±, which was not printed");
        assertEquals("2.01 ± 0.003", table.row(1).getString("published"));
        assertTrue(results.figure("MNIST").getWidth() > 100);
    }

    private static DensityRow image(String system, int noise, double bits, double difference) {
        return new DensityRow(
                "MNIST",
                system,
                "images",
                noise,
                100,
                50,
                2,
                2,
                bits + noise * 1.4e-3,
                0.003,
                2,
                3,
                difference,
                0.002,
                7);
    }
}
