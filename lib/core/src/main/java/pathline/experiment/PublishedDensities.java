package pathline.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import pathline.check.Require;

/**
 * Published negative log-likelihoods of the density table, with what their ± means.
 *
 * @param values one for each system and set
 */
record PublishedDensities(List<Value> values) {

    private static final String[] HEADER = {"system", "set", "lecture", "published", "error", "meaning"};

    PublishedDensities {
        values = List.copyOf(values);
    }

    /**
     * One number.
     *
     * @param system by name
     * @param set by name
     * @param lecture what the lecture's slide prints; empty where it has no such row
     * @param nll the best value that its authors, or those who measured it again, print now
     * @param error what stands behind its ±; NaN where there is none
     * @param meaning what that is the error of
     */
    record Value(String system, String set, OptionalDouble lecture, double nll, double error, String meaning) {

        private static Value parse(List<String> row) {
            var lecture =
                    row.get(2).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(row.get(2)));
            return new Value(
                    row.get(0),
                    row.get(1),
                    lecture,
                    Double.parseDouble(row.get(3)),
                    Double.parseDouble(row.get(4)),
                    row.get(5));
        }
    }

    static PublishedDensities stored() {
        return new PublishedDensities(Results.stored("densities-published.csv", HEADER).stream()
                .map(Value::parse)
                .toList());
    }

    Optional<Value> of(String system, String set) {
        Require.nonNull(system, "system");
        Require.nonNull(set, "set");
        return values.stream()
                .filter(value -> value.system().equals(system) && value.set().equals(set))
                .findFirst();
    }
}
