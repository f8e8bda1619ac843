package pathline.experiment;

import java.nio.file.Path;

/**
 * The two tables that the transport study fills: a row for each flow, and a row for each pair of test sets.
 *
 * @param flows how good each flow is
 * @param ends what each task and seed costs at least: W2² between its test sets, and the sampling floor of W2
 */
record TransportTables(Results flows, Results ends) {

    private static final String[] FLOWS = {
        "task", "method", "seed", "steps", "batch", "points", "w2", "npe", "energy", "loss", "evaluations", "seconds"
    };

    private static final String[] ENDS = {"task", "seed", "points", "squared_w2", "floor"};

    /** Those of a folder, with what an earlier run left there. */
    static TransportTables open(Path folder) {
        return new TransportTables(
                Results.open(folder.resolve("transport.csv"), FLOWS),
                Results.open(folder.resolve("transport-ends.csv"), ENDS));
    }

    boolean has(TransportRow row, TransportProtocol protocol) {
        return flows.has(
                row.task().name(), row.method(), row.seed(), protocol.steps(), protocol.batch(), protocol.points());
    }

    void add(
            TransportRow row,
            TransportProtocol protocol,
            TransportScore score,
            double squaredW2,
            TransportStudy.Fitted fitted) {
        flows.add(
                row.task().name(),
                row.method(),
                row.seed(),
                protocol.steps(),
                protocol.batch(),
                protocol.points(),
                score.w2(),
                score.normalisedPathEnergy(squaredW2),
                score.energy(),
                fitted.loss(),
                score.evaluations(),
                fitted.seconds());
    }
}
