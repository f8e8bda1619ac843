package pathline.experiment;

import java.util.Locale;

/**
 * What names a row of the density table, and the files that belong to it.
 *
 * @param set the data set, by name
 * @param system by name
 * @param protocol how it was fitted, by name
 * @param seed of all chance; of images that of the test noise
 */
record DensityName(String set, String system, String protocol, int seed) {

    /** The file of a training's state, or of scores, of this row: in small letters, without blanks. */
    String file() {
        return String.join("-", set, system, protocol, "" + seed)
                        .toLowerCase(Locale.ROOT)
                        .replace(' ', '-') + ".safetensors";
    }

    /** The same row of another system. */
    DensityName of(String other) {
        return new DensityName(set, other, protocol, seed);
    }

    @Override
    public String toString() {
        return system + " on " + set + ", seed " + seed;
    }
}
