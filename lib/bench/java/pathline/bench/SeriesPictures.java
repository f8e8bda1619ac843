package pathline.bench;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.DoubleStream;
import pathline.plot.Figures;
import pathline.plot.Legend;
import pathline.plot.Plot;
import pathline.plot.Style;

/** The figures of memory and of profiles. */
final class SeriesPictures {

    private SeriesPictures() {}

    /** Resident memory over trainings and solves, and the peak of each gradient against steps. */
    static BufferedImage memory(Section section) {
        return Figures.row(
                "Memory held over time, and by each way of a gradient",
                resident(section, MemoryRuns.TRAINING, "training steps"),
                resident(section, MemoryRuns.SOLVES, "dopri5 solves"),
                gradients(section));
    }

    private static Plot resident(Section section, String panel, String axis) {
        var plot = Figures.plot("the process, over " + panel)
                .axes(axis, "resident MB")
                .color("arrays", Style.GREY)
                .color("compiled", Style.BLACK);
        for (var series : in(section, panel)) {
            plot = plot.line(series.name(), series.xs(), series.ys());
        }
        return plot.rangeY(0, 1.3 * most(section));
    }

    /** Both panels have one range. */
    private static double most(Section section) {
        return section.series().stream()
                .filter(series -> !series.panel().equals(MemoryRuns.GRADIENT))
                .flatMapToDouble(series -> DoubleStream.of(series.ys()))
                .max()
                .orElse(1);
    }

    private static Plot gradients(Section section) {
        var plot = Figures.plot("arrays alive, at most")
                .axes("steps of RK4", "MB above the start")
                .logX()
                .logY();
        for (var series : in(section, MemoryRuns.GRADIENT)) {
            plot = plot.measured(series.name(), series.xs(), series.ys());
        }
        return plot;
    }

    /** Shares of the methods of one work, a panel for each way it was done. */
    static BufferedImage profile(String work, Section section) {
        var panels = section.series().stream()
                .map(Section.Series::panel)
                .distinct()
                .filter(panel -> panel.startsWith(work + ", "))
                .toList();
        var plots = panels.stream()
                .map(panel -> shares(in(section, panel), panel.substring(work.length() + 2)))
                .toArray(Plot[]::new);
        return Figures.grid("Where the time goes: " + work, 1, plots);
    }

    private static Plot shares(List<Section.Series> all, String side) {
        var labels = all.stream().map(Section.Series::name).toList();
        var shares = all.stream().mapToDouble(series -> series.ys()[0]).toArray();
        return Figures.plot(side)
                .axes("percent of the samples, by the method at the top of the stack", "")
                .color("", Style.BLUE)
                .bars("", labels, shares)
                .legend(Legend.NONE)
                .aspect(0.08 + 0.045 * labels.size());
    }

    private static List<Section.Series> in(Section section, String panel) {
        return section.series().stream()
                .filter(series -> series.panel().equals(panel))
                .toList();
    }
}
