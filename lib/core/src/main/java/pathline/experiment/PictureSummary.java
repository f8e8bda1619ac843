package pathline.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one training of the study of images came to, whatever it is sampled by: a row of {@code images-nets.csv}.
 *
 * @param run which
 * @param parameters how many numbers were learned
 * @param loss mean of the last steps, per number of an image
 * @param seconds of training
 * @param bits per dimension of test images, a bound averaged over noises
 * @param bitsError its standard error over images
 * @param solverBits by how much they change at a tenth of the tolerance
 * @param nearest mean distance of a sample to the nearest training image
 * @param nearestTest the same of test images
 * @param roundTrip root mean square distance of images to themselves, to noise and back
 */
record PictureSummary(
        PictureRun run,
        long parameters,
        double loss,
        double seconds,
        double bits,
        double bitsError,
        double solverBits,
        double nearest,
        double nearestTest,
        double roundTrip) {

    static final String[] HEADER = PictureRun.header(
            "parameters",
            "loss",
            "seconds",
            "bits",
            "bits error",
            "solver bits",
            "nearest",
            "nearest test",
            "round trip");

    /** Columns that name a row. */
    static final int NAMED = PictureRun.COLUMNS.size();

    /** @throws IllegalArgumentException if a value is no number */
    static PictureSummary parse(List<String> values) {
        return new PictureSummary(
                PictureRun.parse(values),
                Long.parseLong(values.get(NAMED)),
                Results.number(values, NAMED + 1, HEADER),
                Results.number(values, NAMED + 2, HEADER),
                Results.number(values, NAMED + 3, HEADER),
                Results.number(values, NAMED + 4, HEADER),
                Results.number(values, NAMED + 5, HEADER),
                Results.number(values, NAMED + 6, HEADER),
                Results.number(values, NAMED + 7, HEADER),
                Results.number(values, NAMED + 8, HEADER));
    }

    /** The values in the order of the header. */
    Object[] values() {
        var values = new ArrayList<Object>(run.values());
        values.addAll(List.of(parameters, loss, seconds, bits, bitsError, solverBits, nearest, nearestTest, roundTrip));
        return values.toArray();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d parameters, loss %.3f a number, %.0f s, %.3f ± %.3f bits per dimension (solver %.1g), nearest training"
                        + " image at %.2f (of test images %.2f), there and back %.2g",
                parameters,
                loss,
                seconds,
                bits,
                bitsError,
                solverBits,
                nearest,
                nearestTest,
                roundTrip);
    }
}
