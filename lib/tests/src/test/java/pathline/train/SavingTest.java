package pathline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file of a checkpoint is, who may write it, and what happens where it cannot be written. */
class SavingTest {

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

    private Run<?> fit(Trainer trainer) {
        return trainer.fit(Swirl.net(manager), new Swirl(4), Swirl.RNG);
    }

    private Trainer trainer() {
        return Trainer.adam(1e-2).steps(4).checkpoint(file, 2);
    }

    @Test
    void twoTrainingsCannotHaveOneFile() {
        var refused = new ArrayList<String>();
        fit(trainer().listener(status -> {
            var other = assertThrows(IllegalArgumentException.class, () -> fit(trainer()));
            refused.add(other.getMessage());
        }));
        assertEquals(4, refused.size());
        assertTrue(refused.get(0).contains("another training") && refused.get(0).contains(file.toString()));
        fit(trainer()); // free again
    }

    @Test
    void whatKilledWritersLeftIsCleared() throws IOException {
        Files.createFile(folder.resolve("training.safetensors.12345.part"));
        Files.createFile(folder.resolve("training.safetensors.0f0e-11.part"));
        var other = Files.createFile(folder.resolve("another.safetensors.12345.part"));
        fit(trainer());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(other, file), left.sorted().toList());
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeTheFirstStep() {
        var steps = new ArrayList<Status>();
        var device = Trainer.adam(1e-2).steps(2).listener(steps::add).checkpoint(Path.of("/dev/null"), 1);
        var refused = assertThrows(IllegalArgumentException.class, () -> fit(device));
        assertTrue(refused.getMessage().contains("no regular file"), refused.getMessage());
        var onFolder = Trainer.adam(1e-2).steps(2).listener(steps::add).checkpoint(folder, 1);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> fit(onFolder))
                .getMessage()
                .contains("is a folder"));
        assertEquals(List.of(), steps);
    }

    @Test
    void aFailingWriteTellsTheStepAndTheLastCheckpoint() {
        var failing = trainer().steps(6).listener(status -> {
            if (status.step() == 3) {
                replaceByFolder();
            }
        });
        var failure = assertThrows(TrainingException.class, () -> fit(failing));
        assertEquals(Ending.NOT_SAVED, failure.ending());
        assertEquals(4, failure.run().steps());
        assertTrue(failure.getMessage().startsWith("Step 4:"), failure.getMessage());
        assertTrue(failure.getMessage().contains("the last checkpoint, of step 2"), failure.getMessage());
    }

    private void replaceByFolder() {
        try {
            Files.delete(file);
            Files.createDirectory(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFailingListenerIsReportedWithTheRun() {
        var ended = new ArrayList<Run<?>>();
        TrainingListener hears = new TrainingListener() {
            @Override
            public void step(Status status) {}

            @Override
            public void end(Run<?> run) {
                ended.add(run);
            }
        };
        var failing = trainer().listener(hears).listener(status -> {
            if (status.step() == 3) {
                throw new IllegalStateException("planted");
            }
        });
        var failure = assertThrows(TrainingException.class, () -> fit(failing));
        assertEquals(Ending.LISTENER_FAILED, failure.ending());
        assertEquals(3, failure.run().steps());
        assertTrue(failure.getMessage().contains("planted"), failure.getMessage());
        assertTrue(failure.getMessage().contains("of step 2"), failure.getMessage());
        assertEquals(List.of(failure.run()), ended);
    }

    @Test
    void aSecondListenerIsHeardToo() {
        var heard = new ArrayList<String>();
        fit(trainer().listener(status -> heard.add("a" + status.step())).listener(s -> heard.add("b" + s.step())));
        assertEquals(List.of("a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4"), heard);
    }

    @Test
    void linksAreFollowedAndModesAreKept() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        var fresh = Files.createFile(folder.resolve("fresh")); // with the mode that the umask leaves
        fit(trainer());
        assertEquals(Files.getPosixFilePermissions(fresh), Files.getPosixFilePermissions(file));
        var mode = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(file, mode);
        var link = Files.createSymbolicLink(folder.resolve("link"), file.getFileName());
        fit(Trainer.adam(1e-2).steps(6).checkpoint(link, 2));
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.isSymbolicLink(file));
        assertEquals(mode, Files.getPosixFilePermissions(file));
        var read = Trainer.adam(1e-2).steps(6).checkpoint(file, 2);
        assertEquals(6, read.resume(Swirl.net(manager), new Swirl(4), Swirl.RNG).steps());
    }
}
