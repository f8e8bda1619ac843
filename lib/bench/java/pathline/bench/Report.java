package pathline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of times and ratios, in Markdown. */
final class Report {

    private Report() {}

    /** Machine, versions, command. */
    static String setup(Section section) {
        return section.setup().entrySet().stream()
                .map(entry -> "- " + entry.getKey() + ": " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** All tables of the workloads, those that have rows. */
    static String workloads(Section section) {
        return Stream.of(nets(section), transport(section), wide(section), flows(section), images(section))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** W1 to W9. */
    private static String nets(Section section) {
        var table = Table.of(
                "ms, median (quartiles)",
                "arrays",
                "compiled",
                "torch stack",
                "JAX stack",
                "arrays / torch",
                "compiled / torch",
                "compiled / JAX");
        for (var work : Workloads.ALL) {
            boolean ofANet = work.sides().contains(Side.ARRAYS);
            if (ofANet && section.of(work.name(), "arrays").isPresent()) {
                table.row(List.of(
                        work.name(),
                        time(section, work, "arrays"),
                        time(section, work, "compiled"),
                        time(section, work, "torch"),
                        time(section, work, "jax"),
                        ratio(section, work, "arrays", "torch"),
                        ratio(section, work, "compiled", "torch"),
                        ratio(section, work, "compiled", "jax")));
            }
        }
        return table.isEmpty() ? "" : table.toString();
    }

    /** W10. */
    private static String transport(Section section) {
        var table = Table.of("ms, median (quartiles)", "library", "POT", "SciPy", "library / POT", "library / SciPy");
        for (var work : Workloads.ALL) {
            boolean ofANet = work.sides().contains(Side.ARRAYS);
            if (!ofANet && section.of(work.name(), "library").isPresent()) {
                table.row(List.of(
                        work.name(),
                        time(section, work, "library"),
                        time(section, work, "pot"),
                        time(section, work, "scipy"),
                        ratio(section, work, "library", "pot"),
                        ratio(section, work, "library", "scipy")));
            }
        }
        return table.isEmpty() ? "" : table.toString();
    }

    /** The wide net: everyone's time, and how the compiled pass compares; its target is set by the products alone. */
    private static String wide(Section section) {
        var table = Table.of("ms, median (quartiles)", "by", "time", "compiled / it");
        var forward = WideNet.ALL.get(0);
        for (var work : WideNet.ALL) {
            for (var entry : section.entries()) {
                if (entry.work().equals(work.name())) {
                    table.row(List.of(
                            work.name(), entry.who(), time(section, work, entry.who()), over(section, forward, entry)));
                }
            }
        }
        return table.isEmpty() ? "" : table.toString();
    }

    private static String over(Section section, Work forward, Entry entry) {
        var ours = section.of(forward.name(), "compiled");
        if (ours.isEmpty()) {
            return "";
        }
        double ratio = ours.get().median() / entry.ms().median();
        boolean products = !entry.work().equals(forward.name());
        return products ? judged(ratio, OptionalDouble.of(WideNet.TARGET)) : judged(ratio, OptionalDouble.empty());
    }

    /** Flows in finitely many steps. */
    private static String flows(Section section) {
        var table =
                Table.of("ms, median (quartiles)", "library", "zuko", "nflows", "library / zuko", "library / nflows");
        for (var work : FlowTasks.ALL) {
            if (section.of(work.name(), "library").isPresent()) {
                table.row(List.of(
                        work.name(),
                        time(section, work, "library"),
                        time(section, work, "zuko"),
                        time(section, work, "nflows"),
                        ratio(section, work, "library", "zuko"),
                        ratio(section, work, "library", "nflows")));
            }
        }
        return table.isEmpty() ? "" : table.toString();
    }

    /** Velocities of images. */
    private static String images(Section section) {
        var table = Table.of("ms, median (quartiles)", "library", "torch", "library / torch");
        for (var work : ImageTasks.ALL) {
            if (section.of(work.name(), "library").isPresent()) {
                table.row(List.of(
                        work.name(),
                        time(section, work, "library"),
                        time(section, work, "torch"),
                        ratio(section, work, "library", "torch")));
            }
        }
        return table.isEmpty() ? "" : table.toString();
    }

    /** How times grow. */
    static String scaling(Section section) {
        var texts = new ArrayList<String>();
        for (var axis :
                Scaling.CURVES.stream().map(Scaling.Curve::axis).distinct().toList()) {
            var curves = Scaling.CURVES.stream()
                    .filter(curve -> curve.axis().equals(axis))
                    .toList();
            var header = new ArrayList<>(List.of(axis + ", ms"));
            for (double size : curves.get(0).sizes()) {
                header.add(Table.whole(size));
            }
            header.addAll(List.of("exponent", "of the last three"));
            var table = Table.of(header.toArray(String[]::new));
            curves.forEach(curve -> rows(table, section, curve));
            if (!table.isEmpty()) {
                texts.add(table.toString());
            }
        }
        return String.join("\n", texts);
    }

    private static void rows(Table table, Section section, Scaling.Curve curve) {
        for (var side : Side.values()) {
            Growth.of(section, curve, side.title()).ifPresent(growth -> {
                var cells = new ArrayList<>(List.of(curve.name() + ", " + side.title()));
                for (double time : growth.times()) {
                    cells.add(Table.number(time, 3));
                }
                cells.add(Table.number(growth.exponent(), 2));
                cells.add(Table.number(growth.last(), 2));
                table.row(cells);
            });
        }
    }

    private static String time(Section section, Work work, String who) {
        return section.of(work.name(), who)
                .map(ms -> Table.number(ms.median(), 3) + " (" + Table.number(ms.low(), 3) + " to "
                        + Table.number(ms.high(), 3) + ")")
                .orElse("");
    }

    /** The ratio of the medians, bold where it is within its target. */
    private static String ratio(Section section, Work work, String ours, String peer) {
        var ratio = section.ratio(work.name(), ours, peer);
        if (ratio.isEmpty()) {
            return "";
        }
        return judged(ratio.getAsDouble(), Target.of(work, ours, peer));
    }

    private static String judged(double ratio, OptionalDouble target) {
        var text = Table.number(ratio, 2);
        if (target.isEmpty()) {
            return text;
        }
        boolean met = ratio <= target.getAsDouble();
        return (met ? "**" + text + "**" : text) + " (target " + target.getAsDouble() + ")";
    }

    /** How many targets are met, in words; empty where no peer was timed. */
    static String verdict(Section section) {
        int met = 0;
        int all = 0;
        for (var work : Workloads.ALL) {
            for (var target : Target.ALL) {
                if (target.isOf(work)) {
                    OptionalDouble ratio = section.ratio(work.name(), target.ours(), target.peer());
                    all += ratio.isPresent() ? 1 : 0;
                    met += ratio.orElse(Double.POSITIVE_INFINITY) <= target.atMost() ? 1 : 0;
                }
            }
        }
        return all == 0
                ? ""
                : met + " of " + all + " targets met; ratios are of medians, bold where within the target.\n";
    }
}
