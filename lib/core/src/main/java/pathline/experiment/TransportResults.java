package pathline.experiment;

import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import pathline.check.Require;
import pathline.notebook.ResultTable;
import tech.tablesaw.api.Table;

/**
 * The transport table: five ways to train a flow, on four tasks, over seeds, beside the published numbers.
 *
 * <p>{@link #stored} reads the rows that this project keeps of one run of {@code ./pathline experiment transport}; the
 * command, run again, makes them anew.
 */
public final class TransportResults {

    private final List<TransportFlow> flows;
    private final List<TransportBound> bounds;
    private final PublishedTransport published = PublishedTransport.stored();

    private TransportResults(List<TransportFlow> flows, List<TransportBound> bounds) {
        this.flows = List.copyOf(flows);
        this.bounds = List.copyOf(bounds);
    }

    /** Of rows that were all made by one protocol. */
    static TransportResults of(List<TransportFlow> flows, List<TransportBound> bounds) {
        long protocols = flows.stream()
                .map(flow -> List.of(flow.steps(), flow.batch(), flow.points()))
                .distinct()
                .count();
        if (protocols > 1) {
            throw new IllegalArgumentException(
                    "A table compares flows of one protocol, got rows of " + protocols + "; keep those of one");
        }
        return new TransportResults(flows, bounds);
    }

    /** The rows that this project keeps: every task and method. */
    public static TransportResults stored() {
        return stored("transport");
    }

    /** OT-CFM on the S-curve, trained for the 20 000 steps of the published table. */
    public static TransportResults storedLonger() {
        return stored("transport-longer");
    }

    private static TransportResults stored(String name) {
        return of(
                Results.stored(name + ".csv", TransportFlow.HEADER).stream()
                        .map(TransportFlow::parse)
                        .toList(),
                Results.stored(name + "-ends.csv", TransportBound.HEADER).stream()
                        .map(TransportBound::parse)
                        .toList());
    }

    /** The tasks by name, in the order of the published table; the first is {@code normal-8gaussians}. */
    public static List<String> tasks() {
        return TransportTask.names();
    }

    /** The methods by name, in the order of the table. */
    public static List<String> methods() {
        return TransportMethod.names();
    }

    /** The command that made these rows. */
    public String command() {
        int seeds = (int) flows.stream().map(TransportFlow::seed).distinct().count();
        int steps = flows.stream().mapToInt(TransportFlow::steps).findFirst().orElse(0);
        return "./pathline experiment transport --seeds " + seeds + " --steps " + steps;
    }

    /** W2 between the ends of the flows and data; empty if no seed was run. */
    public Optional<Spread> w2(String task, String method) {
        return over(task, method, TransportFlow::w2);
    }

    /** NPE, how much more the flows spend than optimal transport; empty if no seed was run. */
    public Optional<Spread> npe(String task, String method) {
        return over(task, method, TransportFlow::npe);
    }

    /** W2 between two sets of data: the least that a flow's W2 can be expected to be. */
    public Optional<Spread> floor(String task) {
        known(task, tasks(), "task");
        return spread(bounds.stream()
                .filter(bound -> bound.task().equals(task))
                .mapToDouble(TransportBound::floor)
                .toArray());
    }

    /** The numbers of the published table, and NPE of perfect training. */
    PublishedTransport published() {
        return published;
    }

    private Optional<Spread> over(String task, String method, ToDoubleFunction<TransportFlow> value) {
        known(task, tasks(), "task");
        known(method, methods(), "method");
        return spread(flows(task, method).stream().mapToDouble(value).toArray());
    }

    private static void known(String name, List<String> names, String what) {
        Require.that(
                names.contains(Require.nonNull(name, what)), what + " is \"" + name + "\"; expected one of " + names);
    }

    private List<TransportFlow> flows(String task, String method) {
        return flows.stream()
                .filter(flow -> flow.task().equals(task) && flow.method().equals(method))
                .toList();
    }

    private static Optional<Spread> spread(double... values) {
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** W2 and NPE, mean ± deviation over the seeds, beside the published ones, the exact NPE and the floor of W2. */
    public Table quality() {
        var rows = new ResultTable(
                "Quality, mean ± deviation over seeds",
                "task",
                "method",
                "seeds",
                "W2",
                "W2 published",
                "W2 floor",
                "NPE",
                "NPE published",
                "NPE exact");
        for (var task : tasks()) {
            for (var method : methods()) {
                w2(task, method)
                        .ifPresent(w2 -> rows.add(
                                TransportTask.named(task).label(),
                                method,
                                w2.seeds(),
                                w2.toString(),
                                words(published.w2(task, method)),
                                words(floor(task)),
                                words(npe(task, method)),
                                words(published.npe(task, method)),
                                published
                                        .exactNpe(task, method)
                                        .map(npe -> String.format(Locale.ROOT, "%.2f", npe))
                                        .orElse("")));
            }
        }
        return rows.table();
    }

    /** What the flows cost: training loss, evaluations of an adaptive solve, and the least seconds of training of any seed. */
    public Table cost() {
        var rows = new ResultTable("Cost, means over seeds", "task", "method", "loss", "evaluations", "seconds");
        for (var task : tasks()) {
            for (var method : methods()) {
                var made = flows(task, method);
                if (!made.isEmpty()) {
                    rows.add(
                            TransportTask.named(task).label(),
                            method,
                            rounded(mean(made, TransportFlow::loss)),
                            rounded(mean(made, TransportFlow::evaluations)),
                            rounded(made.stream()
                                    .mapToDouble(TransportFlow::seconds)
                                    .min()
                                    .orElseThrow()));
                }
            }
        }
        return rows.table();
    }

    /** NPE and W2 of every task and method, ours filled, the published ones hollow below. */
    public BufferedImage figure() {
        return TransportFigure.of(this);
    }

    private static double mean(List<TransportFlow> made, ToDoubleFunction<TransportFlow> value) {
        return made.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double rounded(double x) {
        return new BigDecimal(x).round(new MathContext(4)).doubleValue();
    }

    private static String words(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    @Override
    public String toString() {
        return "TransportResults[" + flows.size() + " flows, by " + command() + "]";
    }
}
