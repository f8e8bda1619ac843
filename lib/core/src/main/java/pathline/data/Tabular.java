package pathline.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;

/**
 * The tables that flows are compared on, read from the files as published and prepared as in Papamakarios, Pavlakou and
 * Murray (<i>Masked autoregressive flow for density estimation</i>, NeurIPS 2017).
 *
 * <p>{@link #read} refuses a file whose counts of rows are not the published ones, since a likelihood on other rows is no
 * number to print beside a paper's. {@link #slice} takes a part of a file, and its result says in {@link Splits#checks}
 * what it is not.
 *
 * <pre>
 * Splits data = Tabular.MINIBOONE.read(Path.of("data/miniboone"));
 * NDArray batch = data.train().take(manager, DataType.FLOAT32, rng.indices(data.train().rows(), 1000));
 * </pre>
 */
public enum Tabular {

    /**
     * A house's electricity by the minute. household_power_consumption.txt, or the data.npy made of it. The published split
     * shuffles data.npy; the text holds the same readings, and gives the same split if data.npy keeps their order.
     */
    POWER("one house's electricity by the minute, 6 features", 6, 1_659_917, 184_435, 204_928),

    /**
     * Gas sensors in mixtures of ethylene and carbon monoxide. ethylene_CO.txt. The published rows are a quarter of it that
     * an unrecorded seed drew: ours are as many, by another draw.
     */
    GAS("chemical sensors in mixtures of gases, 8 features", 8, 852_174, 94_685, 105_206),

    /** Signal collisions of a particle of mass 1000. A folder with 1000_train.csv and 1000_test.csv, packed or not. */
    HEPMASS("simulated collisions that make a particle of mass 1000, 21 features", 21, 315_123, 35_013, 174_987),

    /** MiniBooNE's particle events. A folder with data.npy, or with train.npy, val.npy and test.npy. */
    MINIBOONE("measured particle events, 43 features", 43, 29_556, 3_284, 3_648),

    /** Patches of 8 × 8 pixels of natural images, less their mean and last pixel. BSDS300.hdf5. */
    BSDS300("patches of 8 x 8 pixels of natural images, 63 features", 63, 1_000_000, 50_000, 250_000);

    private final String about;
    private final int dim;
    private final int train;
    private final int validation;
    private final int test;

    Tabular(String about, int dim, int train, int validation, int test) {
        this.about = about;
        this.dim = dim;
        this.train = train;
        this.validation = validation;
        this.test = test;
    }

    /**
     * The data set with the published splits.
     *
     * @param path the file as published, or a folder that holds it under its own name
     * @throws DataException if a file is missing, damaged, or has other counts of rows than the published
     */
    public Splits read(Path path) {
        Require.nonNull(path, "path");
        Splits splits = splits(parts(path));
        for (Check check : splits.checks()) {
            if (!check.holds()) {
                throw new DataException(
                        name(path),
                        0,
                        check + "; for a part of the set, to be named as such, call " + name() + ".slice");
            }
        }
        return splits;
    }

    /**
     * A part of the data set, cut and scaled by the same rule: not the published splits, and its likelihoods are not to be
     * printed beside published ones without saying so.
     *
     * @param path as for {@link #read}
     * @throws DataException if a file is missing or damaged
     */
    public Splits slice(Path path) {
        Require.nonNull(path, "path");
        return splits(this == MINIBOONE ? Miniboone.slice(path) : parts(path));
    }

    /** What it holds, with the published counts of rows. */
    public String about() {
        return about + "; " + train + " rows to train on, " + validation + " to validate, " + test + " to test";
    }

    /** The number of columns after preparation. */
    public int dim() {
        return dim;
    }

    /** The published number of rows to validate by. */
    public int validationRows() {
        return validation;
    }

    private SplitParts parts(Path path) {
        return switch (this) {
            case POWER -> Power.read(path);
            case GAS -> Gas.read(path);
            case HEPMASS -> Hepmass.read(path);
            case MINIBOONE -> Miniboone.read(path);
            case BSDS300 -> Bsds300.read(path);
        };
    }

    private Splits splits(SplitParts parts) {
        var checks = new ArrayList<Check>();
        checks.add(new Check("columns", dim, parts.train().columns()));
        checks.add(new Check("training rows", train, parts.train().rows()));
        checks.add(new Check("validation rows", validation, parts.validation().rows()));
        checks.add(new Check("test rows", test, parts.test().rows()));
        return new Splits(
                name(),
                parts.train(),
                parts.validation(),
                parts.test(),
                parts.mean(),
                parts.deviation(),
                List.copyOf(checks));
    }

    static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
