package pathline.experiment;

import java.util.Arrays;
import java.util.Locale;
import pathline.bijection.ImageShape;
import pathline.image.ImageVelocity;
import pathline.image.PatchMixer;
import pathline.image.UNet;
import pathline.random.Rng;

/** What a velocity of images looks like. */
enum PictureNet {
    /** A U-Net of 16 channels, for two cores: about a quarter of a million parameters. */
    SMALL {
        @Override
        ImageVelocity of(ImageShape image, int classes, Rng rng) {
            return UNet.of(image, 16, 1, 2, 2).classes(classes).init(rng);
        }
    },
    /** A U-Net of 32 channels: about a million parameters. */
    UNET {
        @Override
        ImageVelocity of(ImageShape image, int classes, Rng rng) {
            return UNet.of(image, 32, 1, 2, 2).classes(classes).init(rng);
        }
    },
    /** Patches of 4 x 4 pixels, mixed by matrix products alone. */
    MIXER {
        @Override
        ImageVelocity of(ImageShape image, int classes, Rng rng) {
            return PatchMixer.of(image, 64, 6).classes(classes).init(rng);
        }
    };

    static PictureNet named(String name) {
        return Arrays.stream(values())
                .filter(net -> net.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--net: there is no net \"" + name + "\"; there are "
                        + Arrays.stream(values()).map(PictureNet::toString).toList()));
    }

    /** With first weights from a stream. */
    abstract ImageVelocity of(ImageShape image, int classes, Rng rng);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
