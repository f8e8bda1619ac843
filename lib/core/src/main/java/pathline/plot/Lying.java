package pathline.plot;

import java.util.Arrays;
import java.util.List;
import pathline.check.Require;

/** A layer of lying rows, the first at the top, each with a label at the left. All such layers of a panel share the rows. */
sealed interface Lying extends PlotLayer permits Bars, RowMarks, RowTicks {

    /** The share of a row that is drawn on; the rest keeps rows apart. */
    double FILLED = 0.78;

    /** The names of the rows, from the top down. */
    List<String> labels();

    /** Refuses a layer whose rows are not those that the panel has: its values would stand beside other labels. */
    static void requireSameRows(List<PlotLayer> layers, PlotLayer next) {
        for (var layer : layers) {
            if (layer instanceof Lying first
                    && next instanceof Lying other
                    && !first.labels().equals(other.labels())) {
                throw new IllegalArgumentException(
                        "labels of \"" + next.name() + "\" are " + other.labels() + ", but \""
                                + first.name() + "\" of the same panel has the rows " + first.labels()
                                + "; expected the same labels in the same order, NaN where there is no value");
            }
        }
    }

    /** As many values as there are rows. */
    static List<Double> checked(String name, List<String> labels, double... values) {
        Setup.labels(labels);
        Require.nonNull(values, "the values of \"" + name + "\"");
        if (labels.size() != values.length) {
            throw new IllegalArgumentException("\"" + name + "\" must have one value for each of the " + labels.size()
                    + " labels, got " + values.length);
        }
        return Arrays.stream(values).boxed().toList();
    }

    /** How many values are infinite. (NaN stands for no value, and its row shows that.) */
    static List<LeftOut> infinite(List<Double> values, String words) {
        int count = (int) values.stream().filter(x -> x.isInfinite()).count();
        return LeftOut.of(count, values.size(), words);
    }

    /** The vertical range of all rows. */
    static void measure(Extent y, List<String> labels) {
        y.pin(-0.5, labels.size() - 0.5);
    }

    /** The upper edge of what is drawn in row i. */
    static double top(List<String> labels, int i) {
        return labels.size() - 1 - i + FILLED / 2;
    }
}
