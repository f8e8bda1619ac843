package pathline.ode;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** Every step that a solve tried, in order. */
public final class StepLog {

    /**
     * One try.
     *
     * @param t time at its start
     * @param h its length, negative backward in time
     * @param error scaled error estimate, 1 at the tolerance, by the norm that chose the step; NaN where none was made
     * @param largestRow the largest of all rows' scaled error estimates, at most 1 if every point keeps the tolerance; NaN
     *     where none was made
     * @param accepted whether the step was kept
     */
    public record Entry(double t, double h, double error, double largestRow, boolean accepted) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(double t, double h, double error, double largestRow, boolean accepted) {
        entries.add(new Entry(t, h, error, largestRow, accepted));
    }

    /**
     * The largest scaled error estimate of a single point in a step taken: above 1, some point was followed less exactly than
     * the tolerance says, as {@link StepControl.Norm#RMS} lets happen; NaN where none was estimated.
     */
    public double largestRow() {
        return entries.stream()
                .filter(Entry::accepted)
                .mapToDouble(Entry::largestRow)
                .max()
                .orElse(Double.NaN);
    }

    /** The tries, in order. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    int size() {
        return entries.size();
    }

    int count(boolean accepted) {
        return (int) entries.stream().filter(e -> e.accepted == accepted).count();
    }

    /** The log as a table with columns t, h, error, accepted, largestRow. */
    public Table table() {
        var t = DoubleColumn.create("t");
        var h = DoubleColumn.create("h");
        var error = DoubleColumn.create("error");
        var accepted = BooleanColumn.create("accepted");
        var largestRow = DoubleColumn.create("largestRow");
        for (var entry : entries) {
            t.append(entry.t);
            h.append(entry.h);
            error.append(entry.error);
            accepted.append(entry.accepted);
            largestRow.append(entry.largestRow);
        }
        return Table.create("steps", t, h, error, accepted, largestRow);
    }
}
