package pathline.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.bijection.ImageShape;
import pathline.field.EngineCheck;

/** The U-Net as a velocity. */
class UNetTest extends ImageVelocityContract {

    private static final UNet SMALL =
            UNet.of(new ImageShape(1, 8, 8), 4, 1, 2).attention(2, 4).groups(2).classes(3);

    @BeforeEach
    void convolutionsAreRight() {
        assumeTrue(EngineCheck.refusal().isEmpty(), "convolutions are refused on this processor");
    }

    @Override
    String stored() {
        return "u-net";
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
        refused("fewer levels", () -> UNet.of(new ImageShape(1, 7, 7), 4, 1, 2));
        refused("width", () -> UNet.of(new ImageShape(1, 8, 8), 5, 1));
        refused("multipliers", () -> UNet.of(new ImageShape(1, 8, 8), 4));
        refused("groups", () -> SMALL.groups(3));
    }
}
