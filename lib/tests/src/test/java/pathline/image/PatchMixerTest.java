package pathline.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import pathline.bijection.ImageShape;
import pathline.random.Rng;

/** The mixer as a velocity. */
class PatchMixerTest extends ImageVelocityContract {

    private static final PatchMixer SMALL =
            PatchMixer.of(new ImageShape(1, 8, 8), 8, 2).patch(2).hidden(5, 12).classes(3);

    @Override
    String stored() {
        return "mixer";
    }

    @Override
    Config small() {
        return SMALL::init;
    }

    @Override
    Config withDropout(double share) {
        return SMALL.dropout(share)::init;
    }

    @Override
    Config withoutLabels() {
        return SMALL.classes(0)::init;
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        refused("patch is 3", () -> SMALL.patch(3));
        refused("patch is 0", () -> SMALL.patch(0));
        refused("patch is 4", () -> PatchMixer.of(new ImageShape(1, 8, 6), 6, 2));
        refused("width is 5", () -> PatchMixer.of(new ImageShape(1, 8, 8), 5, 2));
        refused("depth is 0", () -> PatchMixer.of(new ImageShape(1, 8, 8), 4, 0));
        refused("tokenHidden", () -> SMALL.hidden(0, 12));
        refused("hidden is 0", () -> SMALL.hidden(5, 0));
        refused("classes", () -> SMALL.classes(-1));
    }

    /** Of 2 channels of 4 x 6 pixels in squares of 2 x 2: token 4 is the square in the second row and column. */
    @Test
    void tokensAreSquaresOfPixels() {
        try (var manager = NDManager.newBaseManager()) {
            var patches = new Patches(new ImageShape(2, 4, 6), 2);
            var images = manager.arange(96f).reshape(2, 2, 4, 6);
            var tokens = patches.tokens(DualArray.of(images)).value();
            assertEquals(new Shape(6, 2, 8), tokens.getShape());
            float[] square = {62, 63, 68, 69, 86, 87, 92, 93}; // second image: 48 + 12 + 2, ..., second channel 24 more
            assertEquals(manager.create(square), tokens.get(4, 1));
            assertEquals(images, patches.images(DualArray.of(tokens)).value());
        }
    }

    @Test
    void itIsAsSmallAsItSays() {
        var net = PatchMixer.of(new ImageShape(1, 28, 28), 64, 4).classes(10).init(Rng.of(1));
        long count = net.parameters().count();
        assertTrue(count > 200_000 && count < 300_000, count + " parameters");
    }
}
