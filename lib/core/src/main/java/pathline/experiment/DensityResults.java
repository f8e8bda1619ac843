package pathline.experiment;

import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import pathline.check.Require;
import pathline.notebook.ResultTable;
import pathline.plot.Figures;
import tech.tablesaw.api.Table;

/**
 * The density table: what each system reached on each data set, over seeds, beside the published numbers.
 *
 * <p>{@link #stored} reads the rows that this project keeps of one run of {@code ./pathline experiment densities}.
 */
public final class DensityResults {

    private final List<DensityRow> rows;
    private final PublishedDensities published = PublishedDensities.stored();

    private DensityResults(List<DensityRow> rows) {
        this.rows = List.copyOf(rows);
    }

    static DensityResults of(List<DensityRow> rows) {
        return new DensityResults(rows);
    }

    /** The rows that this project keeps. */
    public static DensityResults stored() {
        return of(Results.stored("densities.csv", DensityRow.HEADER).stream()
                .map(DensityRow::parse)
                .toList());
    }

    /** The data sets that were run, by name. */
    public List<String> sets() {
        return rows.stream().map(DensityRow::set).distinct().toList();
    }

    /** The systems that were run on a set, the best mean first. */
    public List<String> systems(String set) {
        return rows(set).stream()
                .map(DensityRow::system)
                .distinct()
                .sorted(Comparator.comparingDouble(system -> mean(set, system, DensityRow::test)))
                .toList();
    }

    /** Test negative log-likelihood in nats, over seeds; empty if the system was not run. */
    public Optional<Spread> test(String set, String system) {
        return over(set, system, DensityRow::test);
    }

    /**
     * Ours over seeds, with the standard error over rows; the difference to MAF on the same rows; what was published, and what
     * the lecture's slide prints. Of images, in bits per dimension: over noises of the test images, with the standard error over
     * these; the difference to the Gaussian.
     */
    public Table table(String set) {
        var unit = DensityUnit.of(set);
        var table = new ResultTable(
                "Negative log-likelihood of " + set + ", protocol " + protocols(set) + ", " + unit.unit(),
                "system",
                "parameters",
                unit.seeds(),
                "test, mean ± deviation over " + unit.seeds(),
                "± over " + unit.item() + "s",
                "median " + unit.item(),
                "train",
                "less " + unit.baseline() + ", same " + unit.item() + "s",
                "published",
                "on the slide");
        for (var system : systems(set)) {
            var value = published.of(system, set);
            table.add(
                    system,
                    (int) mean(set, system, DensityRow::parameters),
                    rows(set, system).size(),
                    test(set, system).orElseThrow().toString(),
                    unit.number(mean(set, system, DensityRow::error)),
                    unit.number(mean(set, system, DensityRow::median)),
                    unit.number(mean(set, system, DensityRow::train)),
                    difference(set, system),
                    value.map(one -> printed(one.nll())
                                    + (Double.isNaN(one.error()) ? "" : " ± " + unit.number(one.error())))
                            .orElse(""),
                    value.map(PublishedDensities.Value::lecture)
                            .filter(OptionalDouble::isPresent)
                            .map(one -> printed(one.getAsDouble()))
                            .orElse(""));
        }
        return table.table();
    }

    /** Mean and deviation over seeds of every system on a set, the best at the top. */
    public BufferedImage figure(String set) {
        var systems = systems(Require.nonNull(set, "set"));
        var unit = DensityUnit.of(set);
        return Figures.plot("Test NLL of " + set + " over " + unit.seeds() + ", protocol " + protocols(set))
                .axes(unit.unit(), "")
                .aspect(1.6)
                .rowMarks("ours", systems, each(set, systems, Spread::mean), each(set, systems, Spread::deviation))
                .image();
    }

    private double[] each(String set, List<String> systems, ToDoubleFunction<Spread> part) {
        return systems.stream()
                .mapToDouble(system -> part.applyAsDouble(test(set, system).orElseThrow()))
                .toArray();
    }

    private String difference(String set, String system) {
        var paired = rows(set, system).stream()
                .filter(row -> Double.isFinite(row.difference()))
                .toList();
        var unit = DensityUnit.of(set);
        return paired.isEmpty()
                ? ""
                : unit.number(paired.stream()
                                .mapToDouble(DensityRow::difference)
                                .average()
                                .orElseThrow()) + " ± "
                        + unit.number(paired.stream()
                                .mapToDouble(DensityRow::differenceError)
                                .average()
                                .orElseThrow());
    }

    private String protocols(String set) {
        return String.join(
                ", ", rows(set).stream().map(DensityRow::protocol).distinct().toList());
    }

    private Optional<Spread> over(String set, String system, ToDoubleFunction<DensityRow> value) {
        var values = rows(set, system).stream().mapToDouble(value).toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }

    private double mean(String set, String system, ToDoubleFunction<DensityRow> value) {
        return rows(set, system).stream().mapToDouble(value).average().orElseThrow();
    }

    private List<DensityRow> rows(String set) {
        Require.that(sets().contains(Require.nonNull(set, "set")), "set is \"" + set + "\"; expected one of " + sets());
        return rows.stream().filter(row -> row.set().equals(set)).toList();
    }

    private List<DensityRow> rows(String set, String system) {
        Require.nonNull(system, "system");
        return rows(set).stream().filter(row -> row.system().equals(system)).toList();
    }

    /** As papers print it. */
    private static String printed(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
