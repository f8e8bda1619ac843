package pathline.experiment;

import java.util.Arrays;
import java.util.Locale;
import pathline.data.Tabular;

/** What the numbers of the density table count, and what its seeds are seeds of. */
enum DensityUnit {
    /** Of a table: natural logarithms. Each seed is a training. */
    NATS("nats per row", "row", "seeds", "MAF", "%.2f"),
    /** Of images: binary logarithms, divided by the number of pixels. Each seed is one noise of the test images. */
    BITS("bits per dimension", "image", "noise seeds", "Gaussian", "%.3f");

    private final String unit;
    private final String item;
    private final String seeds;
    private final String baseline;
    private final String format;

    DensityUnit(String unit, String item, String seeds, String baseline, String format) {
        this.unit = unit;
        this.item = item;
        this.seeds = seeds;
        this.baseline = baseline;
        this.format = format;
    }

    /** Of a data set, by name. */
    static DensityUnit of(String set) {
        return Arrays.stream(Tabular.values()).anyMatch(table -> table.name().equals(set)) ? NATS : BITS;
    }

    /** In words, such as nats per row. */
    String unit() {
        return unit;
    }

    /** What is scored, row or image. */
    String item() {
        return item;
    }

    /** What the deviation is over. */
    String seeds() {
        return seeds;
    }

    /** The system that the others are compared with, row by row. */
    String baseline() {
        return baseline;
    }

    /** A number as tables print it. */
    String number(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
