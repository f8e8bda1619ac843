package pathline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.field.Damage;
import pathline.random.Rng;

/** A thousand damaged checkpoints: each is refused with its file and a reason, or is right. */
class DamagedCheckpointTest {

    @TempDir
    private Path folder;

    @Test
    void aThousandDamagedCheckpointsAreRefusedOrRight() throws IOException {
        var file = folder.resolve("training.safetensors");
        try (var manager = NDManager.newBaseManager()) {
            var trainer = Trainer.adam(1e-2)
                    .steps(6)
                    .average(0.9)
                    .evaluate("error", 2, v -> v.parameters().flat().getFloat(0))
                    .stopAfter("error", 5)
                    .checkpoint(file, 3);
            var run = trainer.fit(Swirl.net(manager), new Swirl(4), Swirl.RNG);
            var right = run.model().parameters().flat().toFloatArray();
            var whole = Files.readAllBytes(file);
            var damage = new Damage(whole, Rng.of(24).child("checkpoints"));
            var net = Swirl.net(manager);
            var start = net.parameters().flat().toFloatArray();
            int refused = 0;
            for (int k = 0; k < 1_000; k++) {
                Files.write(file, damage.next());
                try {
                    var read = trainer.resume(net, new Swirl(4), Swirl.RNG);
                    assertArrayEquals(right, read.model().parameters().flat().toFloatArray(), damage.toString());
                    assertEquals(run.history().toString(), read.history().toString(), damage.toString());
                    net.parameters().set(Swirl.net(manager).parameters().flat());
                } catch (IllegalArgumentException e) {
                    refused++;
                    assertTrue(e.getMessage().contains(file.toString()), damage + ": " + e.getMessage());
                    assertArrayEquals(start, net.parameters().flat().toFloatArray(), damage.toString());
                }
            }
            assertTrue(refused > 990, refused + " refused"); // a flip of a bit that JSON reads the same is none
        }
    }
}
