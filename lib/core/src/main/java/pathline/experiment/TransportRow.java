package pathline.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One row of the transport table's study: a flow to be trained and judged.
 *
 * @param task between which ends
 * @param method how
 * @param seed of all chance
 */
record TransportRow(TransportTask task, TransportMethod method, int seed) {

    /** The first seed; the published ones are 42 to 46. */
    private static final int FIRST_SEED = 42;

    /**
     * The rows of a study, those that tell most first: seed by seed all quick methods, and behind them the slow ones, with the
     * task last whose source is not noise, as its pairing is the slowest.
     */
    static List<TransportRow> of(List<TransportTask> tasks, List<TransportMethod> methods, int seeds) {
        var rows = new ArrayList<TransportRow>();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
            for (var task : tasks) {
                for (var method : methods) {
                    if (method.does(task)) {
                        rows.add(new TransportRow(task, method, seed));
                    }
                }
            }
        }
        rows.sort(Comparator.comparing((TransportRow row) -> row.method.slow())
                .thenComparing(row -> row.method.slow() && !row.task.fromNoise()));
        return List.copyOf(rows);
    }

    @Override
    public String toString() {
        return task + ", " + method + ", seed " + seed;
    }
}
