package pathline.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How good the samples of one net by one solver are: a row of {@code images.csv}.
 *
 * @param run which net
 * @param sampler the solver, by name
 * @param guidance the scale of classifier-free guidance; 1 for none, and 0 for a net that is told no class
 * @param samples how many
 * @param evaluations of the net for each sample; both fields of a guided one count
 * @param fid the Fréchet distance of features to those of as many training images as there are test images
 * @param precision the share of samples among the data's neighbours, 3 of each
 * @param recall the share of data among the samples' neighbours
 * @param right the share of samples that the classifier takes for what was asked for
 * @param confident the share of samples of whose class it is sure by 0.9
 * @param seconds of sampling
 */
record PictureScore(
        PictureRun run,
        String sampler,
        double guidance,
        int samples,
        double evaluations,
        double fid,
        double precision,
        double recall,
        double right,
        double confident,
        double seconds) {

    static final String[] HEADER = PictureRun.header(
            "sampler",
            "guidance",
            "samples",
            "evaluations",
            "fid",
            "precision",
            "recall",
            "right",
            "confident",
            "seconds");

    /** Columns that name a row. */
    static final int NAMED = PictureRun.COLUMNS.size() + 3;

    /** @throws IllegalArgumentException if a value is no number */
    static PictureScore parse(List<String> values) {
        int at = PictureRun.COLUMNS.size();
        double[] numbers = new double[HEADER.length];
        for (int k = at + 1; k < HEADER.length; k++) {
            numbers[k] = Results.number(values, k, HEADER);
        }
        return new PictureScore(
                PictureRun.parse(values),
                values.get(at),
                numbers[at + 1],
                (int) numbers[at + 2],
                numbers[at + 3],
                numbers[at + 4],
                numbers[at + 5],
                numbers[at + 6],
                numbers[at + 7],
                numbers[at + 8],
                numbers[at + 9]);
    }

    /** The values in the order of the header. */
    Object[] values() {
        var values = new ArrayList<Object>(run.values());
        values.addAll(
                List.of(sampler, guidance, samples, evaluations, fid, precision, recall, right, confident, seconds));
        return values.toArray();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, guidance %s: FID %.2f, precision %.3f, recall %.3f, right %.3f, %.0f evaluations, %.0f s",
                sampler,
                guidance,
                fid,
                precision,
                recall,
                right,
                evaluations,
                seconds);
    }
}
