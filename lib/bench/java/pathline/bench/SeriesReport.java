package pathline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tables of memory and of profiles. */
final class SeriesReport {

    private SeriesReport() {}

    /** Resident memory with its bound, and the peaks of gradients. */
    static String memory(Section section) {
        return resident(section) + "\n" + gradients(section);
    }

    private static String resident(Section section) {
        var table = Table.of("resident MB", "times", "after a tenth", "at the end", "growth");
        boolean flat = true;
        for (var series : section.series()) {
            if (!series.panel().equals(MemoryRuns.GRADIENT)) {
                double growth = MemoryRuns.atEnd(series) - MemoryRuns.afterFirstTenth(series);
                flat &= growth <= MemoryRuns.BOUND;
                table.row(List.of(
                        series.panel() + ", " + series.name(),
                        Table.whole(series.xs()[series.xs().length - 1]),
                        Table.number(MemoryRuns.afterFirstTenth(series), 4),
                        Table.number(MemoryRuns.atEnd(series), 4),
                        Table.number(growth, 2)));
            }
        }
        return table + "\n" + (flat ? "Flat" : "NOT flat") + ": a run may grow by "
                + Table.whole(MemoryRuns.BOUND)
                + " MB after its first tenth (JIT, history, the allocator's pools).\n";
    }

    private static String gradients(Section section) {
        var all = section.series().stream()
                .filter(series -> series.panel().equals(MemoryRuns.GRADIENT))
                .toList();
        if (all.isEmpty()) {
            return "";
        }
        var header = new ArrayList<>(List.of("peak MB of float64 arrays, steps of RK4"));
        for (double steps : all.get(0).xs()) {
            header.add(Table.whole(steps));
        }
        var table = Table.of(header.toArray(String[]::new));
        for (var series : all) {
            var cells = new ArrayList<>(List.of(series.name()));
            for (double megabytes : series.ys()) {
                cells.add(Table.number(megabytes, 3));
            }
            table.row(cells);
        }
        return table.toString();
    }

    /** Shares of the methods, a table for each work and side. */
    static String profiles(Section section) {
        return section.series().stream()
                .map(Section.Series::panel)
                .distinct()
                .map(panel -> shares(section, panel))
                .collect(Collectors.joining("\n"));
    }

    private static String shares(Section section, String panel) {
        var table = Table.of(panel, "percent");
        for (var series : section.series()) {
            if (series.panel().equals(panel)) {
                table.row(List.of(series.name(), String.format(Locale.ROOT, "%.1f", series.ys()[0])));
            }
        }
        return table.toString();
    }
}
