package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.bijection.ImageShape;
import pathline.distribution.Gaussian;
import pathline.image.ImageVelocity;
import pathline.image.PatchMixer;
import pathline.objective.ConditionalFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.path.AffinePath;
import pathline.path.Schedule;
import pathline.plot.Png;
import pathline.random.Rng;
import pathline.train.Trainer;

class PreviewTest {

    private static final Rng RNG = Rng.of(5);

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray noise = RNG.normal(manager, 3, 1, 4, 4);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        manager.close();
    }

    private Preview<ImageVelocity> preview() {
        return Preview.of(noise, OdeSolver.fixed(Tableaus.EULER, 2), net -> net);
    }

    private static ImageVelocity net() {
        return PatchMixer.of(new ImageShape(1, 4, 4), 8, 1).init(RNG.child("net"));
    }

    private static ConditionalFlowMatching task() {
        return ConditionalFlowMatching.of(
                Gaussian.standard(16), Gaussian.isotropic(new double[16], 0.1), AffinePath.of(Schedule.linear()), 16);
    }

    @Test
    void aPictureIsDrawnEverySoManySteps() throws IOException {
        var preview = preview();
        var run = preview.every(Trainer.adam(1e-2).steps(25), 10, ImageVelocity.class)
                .fit(net(), task(), RNG.child("fit"));
        assertEquals(2, preview.frames().size());
        assertEquals(List.of(10L, 20L), run.evaluations().longColumn("step").asList());
        assertNotEquals(
                List.of(Png.bytes(preview.frames().get(0))),
                List.of(Png.bytes(preview.frames().get(1))));
        var readers = ImageIO.getImageReadersByFormatName("gif");
        var reader = readers.next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(preview.gif())));
        assertEquals(5, reader.getNumImages(true)); // two, and the last one three times more
    }

    @Test
    void aResumedTrainingHasThePicturesOfAnUninterruptedOne() throws IOException {
        var whole = preview();
        whole.every(Trainer.adam(1e-2).average(0.9).steps(40), 10, ImageVelocity.class)
                .fit(net(), task(), RNG.child("fit"));
        var state = folder.resolve("state.safetensors");
        var pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int steps : new int[] {25, 40}) {
            var kept = preview().in(pictures);
            kept.every(Trainer.adam(1e-2).average(0.9).steps(steps).checkpoint(state, 7), 10, ImageVelocity.class)
                    .resume(net(), task(), RNG.child("fit"));
            assertEquals(steps / 10, kept.frames().size());
        }
        var kept = preview().in(pictures);
        assertArrayEquals(whole.gif(), kept.gif());
        try (var files = Files.list(pictures)) {
            assertTrue(files.anyMatch(file -> file.endsWith("step-0000030.png")));
        }
    }

    @Test
    void withoutAPictureThereIsNoAnimation() {
        assertThrows(IllegalArgumentException.class, () -> preview().gif());
    }
}
