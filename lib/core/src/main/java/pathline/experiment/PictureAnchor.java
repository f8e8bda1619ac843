package pathline.experiment;

import java.util.List;

/**
 * What a Fréchet distance is to be compared with: a row of {@code images-anchors.csv}.
 *
 * @param set the images
 * @param name of what is compared with the training images
 * @param samples how many
 * @param fid the distance
 * @param right the share that the classifier names rightly
 * @param features of which net: the digest of its weights
 */
record PictureAnchor(String set, String name, int samples, double fid, double right, String features) {

    static final String[] HEADER = {"set", "name", "samples", "fid", "right", "features"};

    /** Columns that name a row. */
    static final int NAMED = 3;

    /** @throws IllegalArgumentException if a value is no number */
    static PictureAnchor parse(List<String> values) {
        return new PictureAnchor(
                values.get(0),
                values.get(1),
                Integer.parseInt(values.get(2)),
                Results.number(values, 3, HEADER),
                Results.number(values, 4, HEADER),
                values.get(5));
    }

    /** The values in the order of the header. */
    Object[] values() {
        return new Object[] {set, name, samples, fid, right, features};
    }
}
