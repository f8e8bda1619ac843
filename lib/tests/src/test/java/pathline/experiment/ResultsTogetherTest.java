package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Experiments in one folder keep each other's rows, and one that is killed leaves a table that can be read and goes on. */
@Timeout(300)
class ResultsTogetherTest {

    @TempDir
    private static Path alone;

    /** The numbers of a study that was left alone; made once. */
    private static List<String> numbers = List.of();

    @TempDir
    private Path folder;

    private static List<String> leftAlone() throws IOException {
        if (numbers.isEmpty()) {
            Study.run(alone);
            numbers = Study.numbers(alone);
        }
        return numbers;
    }

    @Test
    void programsSideBySideKeepEachOthersRows() throws IOException, InterruptedException {
        Path file = folder.resolve("table.csv");
        var first = Study.start("rows", file.toString(), "a", "40");
        var second = Study.start("rows", file.toString(), "b", "40");
        assertEquals(0, first.waitFor());
        assertEquals(0, second.waitFor());
        assertEquals(80, Study.open(file).rows().size());
        for (String name : List.of("a", "b")) {
            assertTrue(IntStream.range(0, 40).allMatch(k -> Study.open(file).has(name, k)), name);
        }
    }

    @Test
    void threadsAndTablesOpenedBeforeKeepEachOthersRows() throws IOException, InterruptedException {
        Path file = folder.resolve("table.csv");
        var threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> Study.add(file, "t" + t, 15)))
                .toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        assertEquals(60, Study.open(file).rows().size());
        var one = Study.open(file);
        var other = Study.open(file);
        one.add("x", 1, 1.0);
        other.add("y", 1, 2.0);
        other.add("x", 1, 3.0); // made by the one already: the first row stays
        assertEquals("1.0000", one.find("x", 1).orElseThrow().get(2));
        assertEquals(62, one.rows().size());
    }

    @Test
    void aProgramKilledWhileItWritesLeavesWholeRows() throws IOException, InterruptedException {
        Path file = folder.resolve("table.csv");
        for (int round = 0; round < 2; round++) {
            long before = Files.exists(file) ? Files.size(file) : 0;
            var program = Study.start("rows", file.toString(), "round" + round, "1000000");
            while (program.isAlive() && (!Files.exists(file) || Files.size(file) < before + 500 + 37L * round)) {
                Thread.onSpinWait();
            }
            program.destroyForcibly().waitFor();
            int rows = Study.open(file).rows().size();
            Study.open(file).add("between", round, 1.0);
            assertEquals(rows + 1, Study.open(file).rows().size());
            assertTrue(Files.readString(file).endsWith("\n"));
        }
    }

    @Test
    void aRowThatWasCutDoesNotCountAndIsMadeAgain() throws IOException {
        Path file = folder.resolve("table.csv");
        Study.add(file, "a", 2);
        String whole = Files.readString(file);
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));
            Study.add(file, "a", 2);
            assertEquals(whole, Files.readString(file), "cut at " + length);
        }
    }

    /** Killed after two of its rows, the study ends with the numbers of one that was left alone. */
    @Test
    void aKilledExperimentGoesOn() throws IOException, InterruptedException {
        Path killed = Files.createDirectory(folder.resolve("killed"));
        Path table = killed.resolve("transport.csv");
        var program = Study.start("study", killed.toString());
        while (!Files.exists(table) || Files.readAllLines(table).size() <= 2) {
            assertFalse(program.waitFor(5, TimeUnit.MILLISECONDS), "it ended before it was killed");
        }
        program.destroyForcibly().waitFor();
        Results.open(table, TransportFlow.NAMED, TransportFlow::parse, TransportFlow.HEADER);
        String said = Study.run(killed);
        assertTrue(said.contains(" of 6 rows are there already") && !said.startsWith("0"), said);
        assertEquals(leftAlone(), Study.numbers(killed));
    }

    @Test
    void twoExperimentsInOneFolderMakeAllRowsOnce() throws IOException, InterruptedException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        var other = Study.start("study", shared.toString());
        assertTrue(other.waitFor(200, TimeUnit.SECONDS));
        Study.run(shared);
        assertEquals(leftAlone(), Study.numbers(shared));
    }

    @Test
    void aRowThatIsNoneIsNamedWithItsLine() throws IOException {
        Path file = folder.resolve("transport.csv");
        Files.writeString(file, String.join(",", TransportFlow.HEADER) + "\ngarbage\n");
        refused("transport.csv, line 2, \"garbage\": expected 12 values, got 1");
        Files.writeString(
                file, String.join(",", TransportFlow.HEADER) + "\na,FM,42,40,32,200,0.5,oops,1.5,2.5,700,3.5\n");
        refused("line 2, \"a,FM,42,40,32,200,0.5,oops,1.5,2.5,700,3.5\": For input string: \"oops\"");
        Files.writeString(
                file, String.join(",", TransportFlow.HEADER) + "\na,FM,42,40,32,200,0.5,NaN,1.5,2.5,700,3.5\n");
        refused("npe is NaN; expected a finite number; mend or delete the row");
        Files.write(file, new byte[] {(byte) 0xff, 0, '\n'});
        refused("is no text");
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "x");
        for (Path out : List.of(file, file.resolve("below"), Path.of("/proc/none"))) {
            var error = assertThrows(IllegalArgumentException.class, () -> Results.folder(out));
            assertTrue(
                    error.getMessage().startsWith("The folder " + out + " cannot be written to: "), error.getMessage());
            assertTrue(error.getMessage().endsWith("; name another by --out"), error.getMessage());
            assertFalse(error.getMessage().contains("\n"));
        }
        assertEquals(2, Experiments.run(() -> Results.folder(file), "transport"));
    }

    private void refused(String part) {
        var error = assertThrows(IllegalArgumentException.class, () -> Study.run(folder));
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }
}
