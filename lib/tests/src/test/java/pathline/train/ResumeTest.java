package pathline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.field.Model;
import pathline.field.Safetensors;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.Batch;
import pathline.objective.Objective;
import pathline.random.Rng;

class ResumeTest {

    private static final Rng RNG = Swirl.RNG.child("training");
    private static final Objective<Velocity> OBJECTIVE = new Swirl(16);

    @TempDir
    private Path folder;

    private NDManager manager;
    private Path file;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        file = folder.resolve("training.safetensors");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Everything that a checkpoint must carry: moments, rate, clipping, average, best, evaluations. */
    private static Trainer trainer() {
        return Trainer.of(
                        Adam.decoupled(0.01),
                        LearningRate.cosine(1e-2, 1e-3, 1_000).warmUp(20))
                .clip(0.5)
                .average(0.99)
                .evaluate("error", 150, v -> OBJECTIVE.loss(v, Rng.of(3)))
                .evaluate("first", 70, v -> v.parameters().flat().getFloat(0))
                .stopAfter("error", 5);
    }

    private static void assertSame(Run<?> expected, Run<?> found) {
        assertArrayEquals(flat(expected.model()), flat(found.model()));
        assertArrayEquals(expected.average().toFloatArray(), found.average().toFloatArray());
        assertArrayEquals(expected.best().toFloatArray(), found.best().toFloatArray());
        for (var column : expected.history().columnNames()) {
            assertEquals(
                    expected.history().column(column).asList(),
                    found.history().column(column).asList());
        }
        for (var column : expected.evaluations().columnNames()) {
            assertEquals(
                    expected.evaluations().column(column).asList(),
                    found.evaluations().column(column).asList());
        }
    }

    private static float[] flat(Model velocity) {
        return velocity.parameters().flat().toFloatArray();
    }

    @Test
    void fiveHundredAndFiveHundredAreAThousandBitForBit() {
        var whole = trainer().steps(1_000).fit(Swirl.net(manager), OBJECTIVE, RNG);
        trainer().steps(500).checkpoint(file, 200).fit(Swirl.net(manager), OBJECTIVE, RNG);
        var fresh =
                VelocityMlp.of(2, 16, 16).activation(Swirl.net(manager).config().activation());
        var resumed = trainer().steps(1_000).checkpoint(file, 200).resume(fresh.zero(manager), OBJECTIVE, RNG);
        assertSame(whole, resumed);
        assertEquals(1_000, resumed.steps());
    }

    @Test
    void aTrainingThatBreaksOffContinuesFromItsLastCheckpoint() {
        var whole = trainer().steps(300).fit(Swirl.net(manager), OBJECTIVE, RNG);
        Breaking.now = true;
        var failure = assertThrows(
                TrainingException.class,
                () -> trainer().steps(300).checkpoint(file, 100).fit(Swirl.net(manager), new Breaking(), RNG));
        Breaking.now = false;
        assertEquals(270, failure.run().steps());
        assertTrue(failure.getMessage().contains("of step 200"), failure.getMessage());
        var resumed = trainer().steps(300).checkpoint(file, 100).resume(Swirl.net(manager), new Breaking(), RNG);
        assertSame(whole, resumed);
    }

    /** The objective, which fails at step 271 while something outside is wrong. */
    private record Breaking() implements Objective<Velocity> {

        static volatile boolean now;

        @Override
        public Batch<Velocity> draw(NDManager own, DataType type, Rng rng) {
            if (now && Swirl.isBatch(270, RNG, rng)) {
                throw new ArithmeticException("planted");
            }
            return OBJECTIVE.draw(own, type, rng);
        }
    }

    @Test
    void aFinishedTrainingIsReadBackAsItWas() {
        var trainer = trainer().steps(160).checkpoint(file, 1_000);
        var run = trainer.resume(Swirl.net(manager), OBJECTIVE, RNG); // no file yet: begins
        var read = trainer.resume(Swirl.net(manager), OBJECTIVE, RNG);
        assertSame(run, read);
        double saved =
                Double.parseDouble(Safetensors.read(file, manager).metadata().get("seconds"));
        assertTrue(saved > 0 && read.seconds() >= saved, "the time already spent counts");
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> trainer().steps(100).checkpoint(file, 1_000).resume(Swirl.net(manager), OBJECTIVE, RNG));
        assertTrue(refused.getMessage().contains("160") && refused.getMessage().contains("100"));
    }

    @Test
    void otherProgramsCanReadACheckpoint() {
        var run = trainer().steps(30).checkpoint(file, 30).fit(Swirl.net(manager), OBJECTIVE, RNG);
        var content = Safetensors.read(file, manager);
        var parameters = run.model().parameters();
        assertEquals(parameters.get("layers.1.weight"), content.arrays().get("parameters.layers.1.weight"));
        assertEquals("30", content.metadata().get("step"));
        assertEquals(RNG.toString(), content.metadata().get("seed"));
        try (var beside = Files.list(folder)) {
            assertEquals(List.of(file), beside.toList()); // nothing half-written is left
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMissingFolderIsFoundBeforeTheTrainingNotAfterIt() {
        var lost = folder.resolve("no-such-folder").resolve("training.safetensors");
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> trainer().checkpoint(lost, 1).fit(Swirl.net(manager), OBJECTIVE, RNG));
        assertTrue(refused.getMessage().contains("no-such-folder"), refused.getMessage());
    }

    private void refuses(String reason, Trainer trainer, Velocity velocity, Rng rng) {
        var before = flat(velocity);
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> trainer.steps(60).checkpoint(file, 30).resume(velocity, OBJECTIVE, rng));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
        assertArrayEquals(before, flat(velocity));
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefused() {
        trainer().steps(30).checkpoint(file, 30).fit(Swirl.net(manager), OBJECTIVE, RNG);
        var wide = VelocityMlp.of(2, 17, 16).init(RNG, manager);
        refuses("(16, 3)", trainer(), wide, RNG);
        refuses("(2, 16)", trainer(), VelocityMlp.of(2, 16, 16, 16).init(RNG, manager), RNG);
        refuses("seed", trainer(), Swirl.net(manager), RNG.child("another"));
        refuses("clipped at 2.0", trainer().clip(2), Swirl.net(manager), RNG);
        var plain = Trainer.adam(1e-2);
        refuses("settings", plain, Swirl.net(manager), RNG);
    }

    @Test
    void aDamagedCheckpointIsRefused() throws IOException {
        trainer().steps(30).checkpoint(file, 30).fit(Swirl.net(manager), OBJECTIVE, RNG);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        refuses("truncated", trainer(), Swirl.net(manager), RNG);
        var flipped = whole.clone();
        flipped[whole.length - 1_000] ^= 1;
        Files.write(file, flipped);
        refuses("checksum", trainer(), Swirl.net(manager), RNG);
        Files.write(file, new byte[3]);
        refuses("3 bytes", trainer(), Swirl.net(manager), RNG);
        Safetensors.write(file, Map.of("parameters.layers.0.weight", manager.create(1f)), Map.of());
        refuses("format", trainer(), Swirl.net(manager), RNG);
    }

    @Test
    void aCheckpointWithAMissingPartIsRefused() {
        trainer().steps(30).checkpoint(file, 30).fit(Swirl.net(manager), OBJECTIVE, RNG);
        var content = Safetensors.read(file, manager);
        for (var name : List.of("adam.square", "average", "best", "history.loss", "evaluations.value")) {
            var arrays = new LinkedHashMap<>(content.arrays());
            arrays.remove(name);
            Safetensors.write(file, arrays, content.metadata());
            refuses(name, trainer(), Swirl.net(manager), RNG);
        }
        var notes = new LinkedHashMap<>(content.metadata());
        notes.put("step", "29");
        Safetensors.write(file, content.arrays(), notes);
        refuses("29 steps", trainer(), Swirl.net(manager), RNG);
    }
}
