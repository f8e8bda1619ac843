package pathline.experiment;

import java.util.List;
import java.util.Locale;

/**
 * How good one flow of the transport table is: a row of {@code transport.csv}.
 *
 * @param task between which ends, by name
 * @param method how it was trained, by name
 * @param seed of all chance
 * @param steps of training
 * @param batch points in a step
 * @param points for training, and for the test
 * @param w2 between the ends of the flow and the test target
 * @param npe the normalised path energy
 * @param energy the path energy itself
 * @param loss of training, the mean of the last 1 000 steps, summed over coordinates
 * @param evaluations of an adaptive solve
 * @param seconds of training, with pairing and teachers
 */
record TransportFlow(
        String task,
        String method,
        int seed,
        int steps,
        int batch,
        int points,
        double w2,
        double npe,
        double energy,
        double loss,
        long evaluations,
        double seconds) {

    /** Columns that name a row. */
    static final int NAMED = 6;

    static final String[] HEADER = {
        "task", "method", "seed", "steps", "batch", "points", "w2", "npe", "energy", "loss", "evaluations", "seconds"
    };

    static TransportFlow of(
            TransportRow row,
            TransportProtocol protocol,
            TransportScore score,
            double squaredW2,
            TransportStudy.Fitted fitted) {
        return new TransportFlow(
                row.task().name(),
                row.method().toString(),
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

    /** @throws IllegalArgumentException if a value is no number */
    static TransportFlow parse(List<String> values) {
        return new TransportFlow(
                values.get(0),
                values.get(1),
                Integer.parseInt(values.get(2)),
                Integer.parseInt(values.get(3)),
                Integer.parseInt(values.get(4)),
                Integer.parseInt(values.get(5)),
                Results.number(values, 6, HEADER),
                Results.number(values, 7, HEADER),
                Results.number(values, 8, HEADER),
                Results.number(values, 9, HEADER),
                Long.parseLong(values.get(10)),
                Results.number(values, 11, HEADER));
    }

    /** The values in the order of the header. */
    Object[] values() {
        return new Object[] {task, method, seed, steps, batch, points, w2, npe, energy, loss, evaluations, seconds};
    }

    /** Whether it was trained like this. */
    boolean follows(TransportProtocol protocol) {
        return steps == protocol.steps() && batch == protocol.batch() && points == protocol.points();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "W2 %.3f, NPE %.4f, loss %.3g, %d evaluations", w2, npe, loss, evaluations);
    }
}
