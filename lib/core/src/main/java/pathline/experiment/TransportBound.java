package pathline.experiment;

import java.util.List;
import pathline.check.Require;

/**
 * What the test sets of a task and a seed allow at best: a row of {@code transport-ends.csv}.
 *
 * @param task between which ends, by name
 * @param seed of the points
 * @param points in each set
 * @param squaredW2 W2² between test source and test target, the least that a flow can spend
 * @param floor W2 between the test target and as many fresh points of the same law
 */
record TransportBound(String task, int seed, int points, double squaredW2, double floor) {

    /** Columns that name a row. */
    static final int NAMED = 3;

    static final String[] HEADER = {"task", "seed", "points", "squared_w2", "floor"};

    static TransportBound parse(List<String> values) {
        return new TransportBound(
                values.get(0),
                Integer.parseInt(values.get(1)),
                Integer.parseInt(values.get(2)),
                Require.finite(Double.parseDouble(values.get(3)), HEADER[3]),
                Require.finite(Double.parseDouble(values.get(4)), HEADER[4]));
    }
}
