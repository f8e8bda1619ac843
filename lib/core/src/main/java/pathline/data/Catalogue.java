package pathline.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import pathline.check.Require;

/**
 * The data sets this library reads and does not ship: what each is, where its makers publish it, under which licence, and
 * as which files. Nothing is downloaded; {@link Entry#verify} looks at what is there.
 */
public final class Catalogue {

    private static final String PREPARED =
            "; the prepared file is in record 1161203 of Zenodo (DOI 10.5281/zenodo.1161203), by G. Papamakarios";
    private static final String UCI = "UCI Machine Learning Repository, ";
    private static final String BY = "CC BY 4.0, as its page at UCI says";

    private static final List<String> IDX = List.of(
            "train-images-idx3-ubyte.gz", "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte.gz", "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte");

    private static final List<Entry> ALL = List.of(
            tabular(
                    Tabular.POWER,
                    "\"Individual Household Electric Power Consumption\", DOI 10.24432/C58K54" + PREPARED,
                    BY,
                    List.of("household_power_consumption.txt", "data.npy")),
            tabular(
                    Tabular.GAS,
                    "\"Gas sensor array under dynamic gas mixtures\", DOI 10.24432/C5WP4C",
                    BY,
                    List.of("ethylene_CO.txt")),
            tabular(
                    Tabular.HEPMASS,
                    "\"HEPMASS\", DOI 10.24432/C5PP5W",
                    BY,
                    List.of("1000_train.csv", "1000_train.csv.gz", "1000_test.csv", "1000_test.csv.gz")),
            tabular(
                    Tabular.MINIBOONE,
                    "\"MiniBooNE particle identification\", DOI 10.24432/C5QC87" + PREPARED,
                    BY,
                    List.of("data.npy", "train.npy", "val.npy", "test.npy")),
            new Entry(
                    "BSDS300",
                    Tabular.BSDS300.about(),
                    "Berkeley Segmentation Dataset, University of California, Berkeley" + PREPARED,
                    "images for non-commercial research and teaching only",
                    List.of("BSDS300.hdf5"),
                    folder -> found(Tabular.BSDS300, folder)),
            new Entry(
                    "MNIST",
                    "handwritten digits, 28 x 28 grey pixels, 60 000 to train on and 10 000 to test",
                    "\"The MNIST database of handwritten digits\", Y. LeCun, C. Cortes and C. Burges",
                    "its makers state none; copies of it are commonly marked CC BY-SA 3.0",
                    IDX,
                    folder -> images(
                            Images.mnist(folder, Images.Part.TRAIN),
                            Images.mnist(folder, Images.Part.TEST),
                            new int[] {60_000, 10_000})),
            new Entry(
                    "Fashion-MNIST",
                    "pieces of clothing of ten kinds, 28 x 28 grey pixels, 60 000 to train on and 10 000 to test",
                    "\"Fashion-MNIST\", H. Xiao, K. Rasul and R. Vollgraf, Zalando Research; its files are called as MNIST's are,"
                            + " so give it a folder of its own",
                    "MIT",
                    IDX,
                    folder -> images(
                            Images.mnist(folder, Images.Part.TRAIN),
                            Images.mnist(folder, Images.Part.TEST),
                            new int[] {60_000, 10_000})),
            new Entry(
                    "CIFAR-10",
                    "photographs of ten kinds of things, 32 x 32 coloured pixels, 50 000 to train on and 10 000 to test",
                    "\"The CIFAR-10 dataset\", A. Krizhevsky, University of Toronto; take the binary version",
                    "its maker states none, and asks for the technical report to be cited",
                    IntStream.rangeClosed(1, 6)
                            .mapToObj(i -> i == 6 ? "test_batch.bin" : "data_batch_" + i + ".bin")
                            .toList(),
                    folder -> images(
                            Images.cifar10(folder, Images.Part.TRAIN),
                            Images.cifar10(folder, Images.Part.TEST),
                            new int[] {50_000, 10_000})));

    private Catalogue() {}

    /** All entries, in the papers' order. */
    public static List<Entry> all() {
        return ALL;
    }

    /**
     * The entry of this name, in capitals or not.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Entry named(String name) {
        Require.nonNull(name, "name");
        return ALL.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no data set \"" + name + "\"; there are "
                        + String.join(", ", ALL.stream().map(Entry::name).toList())));
    }

    /**
     * One data set.
     *
     * @param name its name in the papers
     * @param what what it holds
     * @param origin where to get it
     * @param licence what its makers allow
     * @param files the names its files have there; of a file packed and not packed, or of alternatives, some
     * @param reader reads the files of a folder, and says what it found
     */
    public record Entry(
            String name,
            String what,
            String origin,
            String licence,
            List<String> files,
            Function<Path, List<String>> reader) {

        /** Copies the list. */
        public Entry {
            Require.nonNull(name, "name");
            Require.nonNull(what, "what");
            Require.nonNull(origin, "origin");
            Require.nonNull(licence, "licence");
            Require.nonNull(Require.nonNull(files, "files").toArray(), "files");
            Require.nonNull(reader, "reader");
            files = List.copyOf(files);
        }

        /** The folder of this set: the one below {@code data} with its name in small letters, or {@code data} itself. */
        public Path folder(Path data) {
            Path own = Require.nonNull(data, "data").resolve(name.toLowerCase(Locale.ROOT));
            return Files.isDirectory(own) ? own : data;
        }

        /** The files of this set that are in its folder. */
        public List<Path> present(Path data) {
            return files.stream()
                    .map(folder(data)::resolve)
                    .filter(Files::isRegularFile)
                    .toList();
        }

        /**
         * Reads the set, to its end, and holds it against what is published.
         *
         * @return what was found, a line each
         * @throws DataException if it is missing, damaged or not the published one
         */
        public List<String> verify(Path data) {
            return reader.apply(folder(data));
        }
    }

    private static Entry tabular(Tabular set, String origin, String licence, List<String> files) {
        return new Entry(set.name(), set.about(), UCI + origin, licence, files, folder -> found(set, folder));
    }

    private static List<String> found(Tabular set, Path folder) {
        return set.read(folder).checks().stream().map(Check::toString).toList();
    }

    private static List<String> images(Images train, Images test, int... published) {
        var checks = List.of(
                new Check("training images", published[0], train.size()),
                new Check("test images", published[1], test.size()));
        for (Check check : checks) {
            if (!check.holds()) {
                throw new DataException("the images", 0, check + "; fetch the files again");
            }
        }
        return checks.stream().map(Check::toString).toList();
    }
}
