package pathline.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import pathline.bijection.ImageShape;
import pathline.check.Require;
import pathline.data.Catalogue;
import pathline.data.Images;

/**
 * Labelled images to learn to make, and others of the same kind to measure by.
 *
 * @param name of the set
 * @param train to learn from
 * @param test to measure by; of a folder, every fifth picture, which then is not among those to learn from
 */
record PictureSet(String name, Images train, Images test) {

    private static final int FOLDS = 5;

    private static final List<String> NAMES = List.of("mnist", "fashion", "cifar10", "folder");

    PictureSet {
        Require.that(
                train.dim() == test.dim(),
                "the images to train on have " + train.dim() + " numbers, those to test " + test.dim()
                        + "; take both from one set");
    }

    /** The set of this name in a folder. */
    static PictureSet read(String name, Path data) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "mnist" -> published(name, "MNIST", data, Images::mnist);
            case "fashion" -> published(name, "Fashion-MNIST", data, Images::mnist);
            case "cifar10" -> published(name, "CIFAR-10", data, Images::cifar10);
            case "folder" -> cut(Images.pictures(data));
            default ->
                throw new IllegalArgumentException("--set: there is no set \"" + name + "\"; there are " + NAMES
                        + ", folder being one folder of" + " pictures for each class in --data");
        };
    }

    private interface Reader {
        Images read(Path folder, Images.Part part);
    }

    private static PictureSet published(String name, String title, Path data, Reader reader) {
        var folder = Catalogue.named(title).folder(data);
        return new PictureSet(name, reader.read(folder, Images.Part.TRAIN), reader.read(folder, Images.Part.TEST));
    }

    private static PictureSet cut(Images all) {
        Require.that(all.size() >= FOLDS, "--data has " + all.size() + " pictures; expected at least " + FOLDS);
        return new PictureSet("folder", all.subset(part(all.size(), false)), all.subset(part(all.size(), true)));
    }

    private static int[] part(int size, boolean test) {
        return IntStream.range(0, size).filter(i -> (i % FOLDS == 0) == test).toArray();
    }

    ImageShape shape() {
        return new ImageShape(train.channels(), train.height(), train.width());
    }

    /** How many labels there are: one more than the largest. */
    int classes() {
        return 1 + Arrays.stream(train.labels()).max().orElse(0);
    }

    @Override
    public String toString() {
        return name + ": " + train.size() + " images to train on, " + test.size() + " to measure by, of " + shape()
                + ", " + classes() + " classes";
    }
}
