package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.train.TrainingException;

/** The transport study, small: flows between 200 points, trained for a moment. */
class TransportExperimentTest {

    private static final TransportProtocol SMALL = new TransportProtocol(40, 32, 200, 100, 10);
    private static final TransportTask EIGHT = TransportTask.named("normal-8gaussians");

    @TempDir
    private Path folder;

    @Test
    void everyMethodMakesItsRowOnce() throws IOException {
        var rows = TransportRow.of(List.of(TransportTask.named("normal-moons")), List.of(TransportMethod.values()), 1);
        String said = run(rows, folder);
        assertTrue(said.contains("[5 of 5] N → moons, SB-CFM, seed 42"), said);
        var made = flows(folder);
        assertEquals(
                TransportMethod.names(),
                made.stream().map(TransportFlow::method).toList());
        for (var flow : made) {
            assertTrue(flow.follows(SMALL) && flow.seed() == 42, "" + flow);
            assertTrue(flow.w2() > 0 && flow.energy() > 0 && flow.seconds() > 0 && flow.evaluations() > 6, "" + flow);
        }
        var bounds = Files.readAllLines(folder.resolve("transport-ends.csv"));
        assertEquals(2, bounds.size(), "the ends are measured once for all methods");
        var bound = TransportBound.parse(List.of(bounds.get(1).split(",")));
        for (var flow : made) {
            // Both are kept with five digits.
            double npe = Math.abs(flow.energy() / bound.squaredW2() - 1);
            assertEquals(npe, flow.npe(), 1e-4);
        }
        var lines = Files.readAllLines(folder.resolve("transport.csv"));
        said = run(rows, folder);
        assertTrue(said.contains("5 of 5 rows are there already"), said);
        assertEquals(lines, Files.readAllLines(folder.resolve("transport.csv")), "seconds and all");
    }

    @Test
    void anInterruptedStudyEndsAsAWholeOne() throws IOException {
        var rows = TransportRow.of(List.of(EIGHT), List.of(TransportMethod.I_CFM, TransportMethod.RECTIFIED), 1);
        run(rows, folder);
        Path other = Files.createDirectory(folder.resolve("other"));
        Path nets = Files.createDirectory(other.resolve("nets"));
        var ends = TransportEnds.of(EIGHT, 42, 200);
        var stopping = new TransportStudy(SMALL, nets, name -> status -> {
            if (status.step() == 27) {
                Thread.currentThread().interrupt();
            }
        });
        assertThrows(TrainingException.class, () -> stopping.fit(TransportMethod.I_CFM, ends));
        assertTrue(Thread.interrupted());
        var steps = new ArrayList<Long>();
        var watching = new TransportStudy(SMALL, nets, name -> status -> steps.add(status.step()));
        watching.fit(TransportMethod.I_CFM, ends);
        assertEquals(21, steps.get(0), "it goes on behind its checkpoint");
        run(rows.subList(0, 1), other);
        String said = run(rows, other);
        assertTrue(said.contains("1 of 2 rows are there already"), said);
        assertEquals(numbers(folder), numbers(other));
    }

    @Test
    void rowsComeInTheOrderOfWhatTheyTell() {
        var rows = TransportRow.of(TransportTask.all(), List.of(TransportMethod.values()), 2);
        assertEquals(2 * (3 * 5 + 4), rows.size(), "FM needs a Gaussian source");
        assertEquals("N → 8 Gaussians, I-CFM, seed 42", rows.get(0).toString());
        assertEquals("moons → 8 Gaussians, rectified flow, seed 42", rows.get(6).toString());
        assertFalse(rows.subList(0, 30).stream().anyMatch(row -> row.method().slow()));
        assertEquals("moons → 8 Gaussians, SB-CFM, seed 43", rows.get(37).toString());
    }

    @Test
    void refusesNamesThatItDoesNotKnow() {
        refused("There is no task \"moons\"", "--tasks", "moons");
        refused("There is no method \"OT\"", "--methods", "I-CFM,OT");
        refused("There is no option \"--epochs\"", "--epochs", "3");
        refused("at least 1", "--seeds", "0");
    }

    private static void refused(String part, String... arguments) {
        var error =
                assertThrows(IllegalArgumentException.class, () -> TransportExperiment.run(Arrays.asList(arguments)));
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }

    /** All but the seconds. */
    private static List<String> numbers(Path out) throws IOException {
        return Files.readAllLines(out.resolve("transport.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    private static List<TransportFlow> flows(Path out) {
        return Results.open(out.resolve("transport.csv"), TransportFlow.HEADER).rows().stream()
                .map(TransportFlow::parse)
                .toList();
    }

    private static String run(List<TransportRow> rows, Path out) {
        var bytes = new ByteArrayOutputStream();
        TransportExperiment.run(rows, SMALL, out, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
