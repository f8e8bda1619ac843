package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import pathline.train.Status;

/** How long the transport study says it will take, by a clock that is set by hand. */
class TransportProgressTest {

    private static final TransportTask EIGHT = TransportTask.named("normal-8gaussians");
    private static final TransportRow ICFM = new TransportRow(EIGHT, TransportMethod.I_CFM, 42);
    private static final TransportRow OTCFM = new TransportRow(EIGHT, TransportMethod.OT_CFM, 42);
    private static final TransportRow FM = new TransportRow(EIGHT, TransportMethod.FM, 42);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seconds = 1_000;
    private final TransportProgress progress =
            new TransportProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> seconds * 1_000_000_000);

    private String said() {
        String words = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return words;
    }

    private void made(TransportRow row, int took) {
        progress.begin(1, 9, List.of(row));
        seconds += took;
        progress.end(row, "numbers");
    }

    @Test
    void rowsTakeWhatRowsOfTheirMethodTook() {
        progress.begin(1, 9, List.of(ICFM, OTCFM));
        assertEquals("[1 of 9] N → 8 Gaussians, I-CFM, seed 42\n", said(), "nothing is known yet");
        made(ICFM, 10);
        made(ICFM, 20);
        made(OTCFM, 300);
        assertTrue(said().contains("    numbers, in 5 min\n"));
        // 15 for I-CFM, 300 for OT-CFM, and for FM, never seen, the mean of all rows, 110
        assertEquals(15 + 2 * 300 + 110, progress.estimate(List.of(ICFM, OTCFM, OTCFM, FM)), 1e-9);
        progress.begin(4, 9, List.of(ICFM));
        assertEquals("[4 of 9] N → 8 Gaussians, I-CFM, seed 42; 15 s for all that is left\n", said());
    }

    @Test
    void aTrainingIsHeardOfTwiceAMinute() {
        var listener = progress.training("I-CFM");
        for (int step = 1; step <= 100; step++) {
            seconds++;
            listener.step(new Status(step, 100, 0.5, step, 100 - step));
        }
        var lines = said().lines().toList();
        assertEquals(3, lines.size());
        assertEquals("    I-CFM: step 30 of 100, loss 0.5000, 70 s left", lines.get(0));
    }
}
