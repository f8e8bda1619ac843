package pathline.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What every step of a training was like, and what the evaluations said. */
final class History {

    /** The columns of a step, in order. */
    static final List<String> COLUMNS = List.of("loss", "gradient norm", "learning rate", "forward", "backward");

    /** One value of one evaluation. */
    record Entry(long step, String name, double value) {}

    private final List<double[]> columns = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private int size;

    History() {
        COLUMNS.forEach(name -> columns.add(new double[256]));
    }

    /** Appends a step: its numbers in the order of the columns. */
    void add(double... row) {
        for (int i = 0; i < columns.size(); i++) {
            if (size == columns.get(i).length) {
                columns.set(i, Arrays.copyOf(columns.get(i), 2 * size));
            }
            columns.get(i)[size] = row[i];
        }
        size++;
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    int size() {
        return size;
    }

    double[] column(String name) {
        return Arrays.copyOf(columns.get(COLUMNS.indexOf(name)), size);
    }

    double loss(int index) {
        return columns.get(0)[index];
    }

    /** The largest magnitude of the loss in the first steps. */
    double largest(int first) {
        double most = 0;
        for (int i = 0; i < Math.min(first, size); i++) {
            most = Math.max(most, Math.abs(loss(i)));
        }
        return most;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** One row per step: step, loss, gradient norm, learning rate, forward, backward. */
    Table table() {
        var table = Table.create("training");
        var step = LongColumn.create("step");
        for (long k = 1; k <= size; k++) {
            step.append(k);
        }
        table.addColumns(step);
        for (var name : COLUMNS) {
            var values = column(name);
            table.addColumns(
                    name.equals("forward") || name.equals("backward")
                            ? LongColumn.create(
                                    name,
                                    Arrays.stream(values)
                                            .mapToLong(v -> (long) v)
                                            .toArray())
                            : DoubleColumn.create(name, values));
        }
        return table;
    }

    /** One row per value: step, evaluation, value. */
    Table evaluations() {
        return Table.create(
                "evaluations",
                LongColumn.create(
                        "step", entries.stream().mapToLong(Entry::step).toArray()),
                StringColumn.create(
                        "evaluation", entries.stream().map(Entry::name).toList()),
                DoubleColumn.create(
                        "value", entries.stream().mapToDouble(Entry::value).toArray()));
    }
}
