package pathline.experiment;

import java.util.Arrays;
import pathline.data.Tabular;

/** What the numbers of the density table count, and what its seeds are seeds of. */
enum DensityUnit {
    /** Of a table: natural logarithms. Each seed is a training. */
    NATS("nats per row", "row", "seeds", "MAF"),
    /** Of images: binary logarithms, divided by the number of pixels. Each seed is one noise of the test images. */
    BITS("bits per dimension", "image", "noise seeds", "Gaussian");

    private final String unit;
    private final String item;
    private final String seeds;
    private final String baseline;

    DensityUnit(String unit, String item, String seeds, String baseline) {
        this.unit = unit;
        this.item = item;
        this.seeds = seeds;
        this.baseline = baseline;
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
}
