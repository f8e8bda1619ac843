package pathline.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import pathline.bijection.ImageShape;
import pathline.check.Require;
import pathline.data.Catalogue;
import pathline.data.Images;
import pathline.distribution.Distribution;
import pathline.random.Rng;

/**
 * Images cut into those to train on, to choose by, and to score on once.
 *
 * @param name the data set
 * @param given the published training part
 * @param train which of these to train on
 * @param validation which of these to choose by
 * @param test the published test part
 */
record ImageSplits(String name, Images given, int[] train, int[] validation, Images test) {

    private static final int PARTS = 6; // 60 000 become 50 000 and 10 000, as published

    ImageSplits {
        Require.that(
                given.dim() == test.dim(),
                "the images to train on have " + given.dim() + " pixels, those to test " + test.dim()
                        + "; take both from one set");
        Require.that(train.length > 0 && validation.length > 0, "both parts need an image at least");
    }

    /** MNIST; a sixth of its training part, drawn once for all, is kept to choose by. */
    static ImageSplits mnist(Path data) {
        var folder = Catalogue.named("MNIST").folder(data);
        var given = Images.mnist(folder, Images.Part.TRAIN);
        var order = Rng.of(0).child("validation").permutation(given.size());
        int cut = given.size() - Math.max(1, given.size() / PARTS);
        return new ImageSplits(
                "MNIST",
                given,
                Arrays.copyOfRange(order, 0, cut),
                Arrays.copyOfRange(order, cut, order.length),
                Images.mnist(folder, Images.Part.TEST));
    }

    ImageShape shape() {
        return new ImageShape(given.channels(), given.height(), given.width());
    }

    /** Training images with fresh noise at each draw, numbers in [0, 256]. */
    Distribution drawn() {
        return (manager, type, n, rng) -> {
            var chosen = rng.child("images").indices(train.length, n);
            return given.dequantised(
                    manager,
                    type,
                    rng.child("noise"),
                    Arrays.stream(chosen).map(k -> train[k]).toArray());
        };
    }

    /** As many training images as there are to choose by. */
    int[] some() {
        return Arrays.copyOf(train, Math.min(train.length, validation.length));
    }

    @Override
    public String toString() {
        return name + ": " + train.length + " images to train on, " + validation.length + " to validate, " + test.size()
                + " to test, of " + shape();
    }
}
