package pathline.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import pathline.array.WholeFile;
import pathline.coupling.TransportException;
import pathline.metric.Wasserstein;
import pathline.plot.Png;
import pathline.train.TrainingException;

/**
 * The transport table: {@code ./pathline experiment transport [--seeds 5] [--steps N] [--batch N] [--tasks ...]
 * [--methods ...] [--out DIR]}.
 *
 * <p>For each task, method and seed a flow is trained by the {@linkplain TransportProtocol published protocol} and judged: W2
 * to the test target beside its sampling floor, and NPE, how much more the flow spends than optimal transport. A row that is
 * in the table is not made again.
 */
final class TransportExperiment {

    private static final Set<String> OPTIONS = Set.of("seeds", "steps", "batch", "tasks", "methods", "out");

    private final TransportProtocol protocol;
    private final Results flows;
    private final Results bounds;
    private final Path figure;
    private final TransportStudy study;
    private final TransportProgress progress;

    private TransportExperiment(TransportProtocol protocol, Path folder, PrintStream out) {
        this.protocol = protocol;
        this.flows = Results.open(
                folder.resolve("transport.csv"), TransportFlow.NAMED, TransportFlow::parse, TransportFlow.HEADER);
        this.bounds = Results.open(
                folder.resolve("transport-ends.csv"),
                TransportBound.NAMED,
                TransportBound::parse,
                TransportBound.HEADER);
        this.figure = folder.resolve("transport.png");
        this.progress = new TransportProgress(out, System::nanoTime);
        this.study = new TransportStudy(protocol, Results.folder(folder.resolve("nets")), progress::training);
    }

    static void run(List<String> arguments) {
        var options = Options.parse(arguments, OPTIONS);
        var tasks = options.names("tasks", TransportTask.names()).stream()
                .map(TransportTask::named)
                .toList();
        var methods = options.names("methods", TransportMethod.names()).stream()
                .map(TransportMethod::named)
                .toList();
        var protocol = TransportProtocol.of(options.count("steps", 20_000), options.count("batch", 512));
        run(
                TransportRow.of(tasks, methods, options.count("seeds", 5)),
                protocol,
                options.output("build/experiments/transport"),
                System.out);
    }

    /** Makes the rows that are not there yet, and reports on all. */
    static void run(List<TransportRow> rows, TransportProtocol protocol, Path folder, PrintStream out) {
        new TransportExperiment(protocol, folder, out).fill(rows);
    }

    private void fill(List<TransportRow> rows) {
        progress.say(protocol.toString());
        var left = rows.stream().filter(row -> !isMade(row)).toList();
        progress.say(rows.size() - left.size() + " of " + rows.size() + " rows are there already");
        for (int k = 0; k < left.size(); k++) {
            if (isMade(left.get(k))) {
                progress.say(left.get(k) + ": made by another study in this folder meanwhile");
                continue;
            }
            progress.begin(rows.size() - left.size() + k + 1, rows.size(), left.subList(k, left.size()));
            make(left.get(k));
        }
        report();
    }

    private void report() {
        var results = TransportResults.of(
                flows.rows().stream()
                        .map(TransportFlow::parse)
                        .filter(flow -> flow.follows(protocol))
                        .toList(),
                bounds.rows().stream()
                        .map(TransportBound::parse)
                        .filter(bound -> bound.points() == protocol.points())
                        .toList());
        progress.say(results.quality().print(Integer.MAX_VALUE));
        progress.say(results.cost().print(Integer.MAX_VALUE));
        WholeFile.write(figure, out -> out.write(Png.bytes(results.figure())));
        progress.say("results: " + flows.file() + ", " + bounds.file() + " and " + figure);
    }

    private boolean isMade(TransportRow row) {
        return flows.has(
                row.task().name(), row.method(), row.seed(), protocol.steps(), protocol.batch(), protocol.points());
    }

    /** A row whose pairing does not converge is left out, said so, and tried again by the next run. */
    private void make(TransportRow row) {
        var ends = TransportEnds.of(row.task(), row.seed(), protocol.points());
        double squaredW2 = bound(ends).squaredW2();
        try {
            var fitted = study.fit(row.method(), ends);
            var score = TransportScore.of(fitted.velocity(), ends);
            var flow = TransportFlow.of(row, protocol, score, squaredW2, fitted);
            flows.add(flow.values());
            progress.end(row, flow.toString());
        } catch (TrainingException e) {
            if (!(e.getCause() instanceof TransportException)) {
                throw e;
            }
            progress.end(row, "NOT MADE: " + e.getMessage());
        }
    }

    /** What the test sets allow: measured once, and always read from where it is kept. */
    private TransportBound bound(TransportEnds ends) {
        Object[] name = {ends.task().name(), ends.seed(), protocol.points()};
        if (!bounds.has(name)) {
            try (var manager = NDManager.newBaseManager()) {
                var target = ends.testTarget().all(manager, DataType.FLOAT64);
                double w2 = Wasserstein.w2(ends.testSource().all(manager, DataType.FLOAT64), target);
                double floor = Wasserstein.w2(ends.fresh().all(manager, DataType.FLOAT64), target);
                bounds.add(ends.task().name(), ends.seed(), protocol.points(), w2 * w2, floor);
            }
        }
        return TransportBound.parse(bounds.find(name).orElseThrow());
    }
}
