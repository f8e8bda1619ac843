package pathline.plot;

import java.util.Arrays;
import java.util.List;

/** A layer of lying rows, the first at the top, each with a label at the left. All such layers of a panel share the rows. */
sealed interface Lying extends Layer permits Bars, RowMarks, RowTicks {

    /** The share of a row that is drawn on; the rest keeps rows apart. */
    double FILLED = 0.78;

    /** The names of the rows, from the top down. */
    List<String> labels();

    /** As many values as there are rows. */
    static List<Double> checked(String name, List<String> labels, double... values) {
        if (labels.size() != values.length) {
            throw new IllegalArgumentException("\"" + name + "\" must have one value for each of the " + labels.size()
                    + " labels, got " + values.length);
        }
        return Arrays.stream(values).boxed().toList();
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
