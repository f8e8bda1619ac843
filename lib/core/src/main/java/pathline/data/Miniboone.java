package pathline.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * MiniBooNE: the last tenth to test, a tenth of the rest to validate, scaled by the moments of all but the test rows.
 *
 * <p>data.npy has the 36 488 rows and 43 columns that are left without the rows of failed measurements (first feature
 * below -100) and without the columns that repeat one value.
 */
final class Miniboone {

    private static final String WHOLE = "data.npy";
    private static final String TRAIN = "train.npy";
    private static final String VALIDATION = "val.npy";
    private static final String TEST = "test.npy";

    private Miniboone() {}

    static SplitParts read(Path path) {
        if (!Files.isDirectory(path) || Files.isRegularFile(path.resolve(WHOLE))) {
            return cut(path);
        }
        boolean scored = Files.isRegularFile(path.resolve(VALIDATION)) && Files.isRegularFile(path.resolve(TEST));
        if (!scored || !Files.isRegularFile(path.resolve(TRAIN))) {
            throw new DataException(
                    Tabular.name(path),
                    0,
                    "expected " + WHOLE + ", or " + TRAIN + " with " + VALIDATION + " and " + TEST + "; "
                            + (scored
                                    ? TRAIN + " is missing: to train on a part of " + VALIDATION
                                            + " instead, and say so, call MINIBOONE.slice"
                                    : "see ./pathline data for where they are published"));
        }
        Matrix train = Npy.read(path.resolve(TRAIN));
        SplitParts ready = ready(path, train, Npy.read(path.resolve(VALIDATION)));
        return ready.standardised(TRAIN, SplitParts.Divisor.N, List.of(ready.train(), ready.validation()));
    }

    /** Without train.npy, nine tenths of val.npy to train on and its last tenth to validate, on the scale they have. */
    static SplitParts slice(Path path) {
        boolean alone = Files.isDirectory(path)
                && !Files.isRegularFile(path.resolve(WHOLE))
                && !Files.isRegularFile(path.resolve(TRAIN))
                && Files.isRegularFile(path.resolve(VALIDATION));
        if (!alone) {
            return read(path);
        }
        Matrix all = Npy.read(path.resolve(VALIDATION));
        int train = all.rows() - all.rows() / 10;
        if (train == all.rows()) {
            throw new DataException(VALIDATION, 0, all.rows() + " rows are too few to cut a tenth off; expected 10");
        }
        return ready(path, all.part(0, train), all.part(train, all.rows()));
    }

    private static SplitParts cut(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(WHOLE) : path;
        SplitParts parts = SplitParts.tenths(WHOLE, Npy.read(file));
        return parts.standardised(WHOLE, SplitParts.Divisor.N, List.of(parts.train(), parts.validation()));
    }

    private static SplitParts ready(Path path, Matrix train, Matrix validation) {
        Matrix test = Npy.read(path.resolve(TEST));
        if (validation.columns() != train.columns() || test.columns() != train.columns()) {
            throw new DataException(
                    Tabular.name(path),
                    0,
                    "its files must have equally many columns, got " + train.columns() + ", " + validation.columns()
                            + " and " + test.columns() + " to train, validate and test");
        }
        return SplitParts.unscaled(train, validation, test);
    }
}
