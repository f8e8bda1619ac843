package pathline.experiment;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import pathline.plot.Figures;
import pathline.plot.Plot;
import pathline.plot.Style;

/** The transport table as a picture: NPE and W2 of every task and method, ours filled, the published ones hollow below. */
final class TransportFigure {

    /** A row that was not published, or not run, leaves its place empty. */
    private static final double ABSENT = Double.NaN;

    private TransportFigure() {}

    /** What a method reached on a task. */
    private interface Values extends BiFunction<String, String, Optional<Spread>> {}

    static BufferedImage of(TransportResults results) {
        var published = results.published();
        var exact = exact(published, TransportMethod.I_CFM);
        var floors = TransportResults.tasks().stream()
                .mapToDouble(task -> results.floor(task).map(Spread::mean).orElse(ABSENT))
                .toArray();
        var npe = panel("How much more than optimal transport a flow spends", "NPE", results::npe, published::npe)
                .rowTicks("exact, I-CFM", labels(), exact);
        var w2 = panel("How far its ends are from data", "W_{2}", results::w2, published::w2)
                .rowTicks("sampling floor", labels(), floors)
                .color("sampling floor", Style.GREY);
        return Figures.row(
                "Five methods, four tasks: mean and deviation over seeds, ours filled, published hollow", npe, w2);
    }

    private static Plot panel(String title, String axis, Values ours, Values published) {
        var plot = Figures.plot(title).axes(axis, "").logX().aspect(1);
        for (var method : TransportResults.methods()) {
            if (means(ours, method).length > 0) {
                plot = plot.rowMarks(method, labels(), means(ours, method), deviations(ours, method))
                        .rowMarksBelow(method, labels(), means(published, method), deviations(published, method));
            }
        }
        return plot;
    }

    private static List<String> labels() {
        return TransportTask.all().stream().map(TransportTask::label).toList();
    }

    private static double[] exact(PublishedTransport published, TransportMethod method) {
        return TransportResults.tasks().stream()
                .mapToDouble(task -> published.exactNpe(task, method.toString()).orElse(ABSENT))
                .toArray();
    }

    private static double[] means(Values values, String method) {
        return each(values, method, Spread::mean);
    }

    private static double[] deviations(Values values, String method) {
        return each(values, method, Spread::deviation);
    }

    private static double[] each(Values values, String method, ToDoubleFunction<Spread> part) {
        return TransportResults.tasks().stream()
                .mapToDouble(task -> values.apply(task, method).stream()
                        .mapToDouble(part)
                        .findFirst()
                        .orElse(ABSENT))
                .toArray();
    }
}
