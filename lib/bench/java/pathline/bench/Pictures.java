package pathline.bench;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import pathline.plot.Figures;
import pathline.plot.Plot;
import pathline.plot.Style;

/** The figures of times: bars of every workload, and how times grow. */
final class Pictures {

    private static final String FORWARD = "forward";
    private static final String GRADIENT = "CFM gradient";

    private Pictures() {}

    /** Whose bars are drawn, each with its name in the legend. */
    private static Map<String, String> bars() {
        var names = new LinkedHashMap<String, String>();
        names.put("arrays", "Pathline, arrays");
        names.put("compiled", "Pathline, compiled");
        names.put("torch", "PyTorch stack");
        names.put("jax", "JAX stack");
        return names;
    }

    private static Plot coloured(Plot plot) {
        return plot.color("Pathline, arrays", Style.SKY)
                .color("Pathline, compiled", Style.BLUE)
                .color("PyTorch stack", Style.VERMILLION)
                .color("JAX stack", Style.ORANGE)
                .color(FORWARD + ", arrays", Style.SKY)
                .color(FORWARD + ", compiled", Style.BLUE)
                .color(GRADIENT + ", arrays", Style.ORANGE)
                .color(GRADIENT + ", compiled", Style.VERMILLION)
                .color("exact OT", Style.GREEN)
                .color("POT", Style.PURPLE)
                .color("SciPy", Style.GREY);
    }

    /** A bar for each workload with a net and everyone who was timed: field and training left, densities right. */
    static BufferedImage times(Section section) {
        var works = Workloads.ALL.stream()
                .filter(work -> section.of(work.name(), "arrays").isPresent())
                .toList();
        var densities = works.stream().filter(Pictures::ofDensity).toList();
        var others = works.stream().filter(work -> !ofDensity(work)).toList();
        var range = range(section, works);
        var plots = Stream.of(others, densities)
                .filter(some -> !some.isEmpty())
                .map(some -> bars(section, some).rangeX(range[0], range[1]).aspect(0.16 * (1 + others.size())))
                .toArray(Plot[]::new);
        return Figures.row(title(section, works), plots);
    }

    private static boolean ofDensity(Work work) {
        return work.id().equals("W6") || work.id().equals("W7");
    }

    private static Plot bars(Section section, List<Work> works) {
        var labels = works.stream().map(Pictures::label).toList();
        var plot = coloured(Figures.plot(ofDensity(works.get(0)) ? "densities" : "solves and training"))
                .axes("ms", "")
                .logX();
        for (var who : bars().entrySet()) {
            var lengths = works.stream()
                    .mapToDouble(work -> section.of(work.name(), who.getKey())
                            .map(Measured::median)
                            .orElse(Double.NaN))
                    .toArray();
            if (DoubleStream.of(lengths).anyMatch(Double::isFinite)) {
                plot = plot.bars(who.getValue(), labels, lengths);
            }
        }
        return plot;
    }

    private static String label(Work work) {
        return work.name()
                .replace("continuous adjoint", "adjoint")
                .replace("through the steps", "steps")
                .replace(" exact", "")
                .replace(" hutchinson", "")
                .replace("log-density", "log p")
                .replace("NLL gradient", "gradient")
                .replace("training ", "");
    }

    private static double[] range(Section section, List<Work> works) {
        var all = works.stream()
                .flatMap(work -> bars().keySet().stream().map(who -> section.of(work.name(), who)))
                .flatMap(Optional::stream)
                .mapToDouble(Measured::median)
                .summaryStatistics();
        return new double[] {all.getMin() / 1.5, 3 * all.getMax()};
    }

    private static String title(Section section, List<Work> works) {
        var gains = works.stream()
                .map(work -> section.ratio(work.name(), "torch", "compiled"))
                .filter(ratio -> ratio.isPresent())
                .mapToDouble(ratio -> ratio.getAsDouble())
                .summaryStatistics();
        return gains.getCount() == 0
                ? "W1 to W9"
                : "W1 to W9: compiled, " + Table.number(gains.getMin(), 2) + " to " + Table.number(gains.getMax(), 2)
                        + " times as fast as the PyTorch stack";
    }

    /** Times along each size, with the exponents of ours over the largest sizes; POT and SciPy where they were timed. */
    static BufferedImage growth(Section scaling, Optional<Section> workloads) {
        var plots = new ArrayList<Plot>();
        for (var axis :
                Scaling.CURVES.stream().map(Scaling.Curve::axis).distinct().toList()) {
            var plot = coloured(Figures.plot("")).axes(axis, "ms").logX().logY();
            for (var curve : Scaling.CURVES) {
                if (curve.axis().equals(axis)) {
                    plot = curve(plot, scaling, curve);
                }
            }
            boolean transport = axis.equals(Scaling.POINTS);
            plots.add(transport && workloads.isPresent() ? peers(plot, workloads.get()) : plot);
        }
        return Figures.grid(
                "How times grow: ms ~ size^{p}, with p over the three largest sizes", 2, plots.toArray(Plot[]::new));
    }

    private static Plot curve(Plot plot, Section section, Scaling.Curve curve) {
        var drawn = plot;
        for (var side : Side.values()) {
            var growth = Growth.of(section, curve, side.title());
            if (growth.isPresent()) {
                var xs = growth.get().sizes();
                var ys = growth.get().times();
                var name = side == Side.LIBRARY ? curve.name() : curve.name() + ", " + side.title();
                drawn = drawn.measured(name, xs, ys)
                        .note(
                                xs[xs.length - 1],
                                ys[ys.length - 1],
                                "p = " + Table.number(growth.get().last(), 2));
            }
        }
        return drawn;
    }

    private static Plot peers(Plot plot, Section section) {
        var works = Catalogue.called("W10");
        var drawn = plot;
        for (var peer : List.of("POT", "SciPy")) {
            var who = peer.toLowerCase(Locale.ROOT);
            var timed = works.stream()
                    .filter(work -> section.of(work.name(), who).isPresent())
                    .toList();
            if (!timed.isEmpty()) {
                drawn = drawn.measured(
                        peer,
                        timed.stream().mapToDouble(Work::batch).toArray(),
                        timed.stream()
                                .flatMap(work -> section.of(work.name(), who).stream())
                                .mapToDouble(Measured::median)
                                .toArray());
            }
        }
        return drawn;
    }
}
