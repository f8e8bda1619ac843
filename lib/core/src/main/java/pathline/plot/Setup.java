package pathline.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pathline.check.Require;

/** What a plot was told so far; written while a copy is made, then only read. */
final class Setup {

    private static final int MOST_WORDS = 1000;

    final String title;
    String xLabel = "";
    String yLabel = "";
    boolean logX;
    boolean logY;
    boolean equal;
    boolean window;
    int matrixRows;
    double[] xRange = {};
    double[] yRange = {};
    double[] heatRange = {};
    double aspect;
    Colormap colormap = Colormap.VIRIDIS;
    Legend legend = Legend.AUTOMATIC;
    List<PlotLayer> layers = List.of();
    Map<String, Color> colors = Map.of();

    Setup(String title) {
        this.title = words(title, "title");
    }

    Setup(Setup other) {
        title = other.title;
        xLabel = other.xLabel;
        yLabel = other.yLabel;
        logX = other.logX;
        logY = other.logY;
        equal = other.equal;
        window = other.window;
        matrixRows = other.matrixRows;
        xRange = other.xRange;
        yRange = other.yRange;
        heatRange = other.heatRange;
        aspect = other.aspect;
        colormap = other.colormap;
        legend = other.legend;
        layers = other.layers;
        colors = other.colors;
    }

    /** Words of a figure: there, and no longer than a figure has room for. */
    static String words(String words, String argument) {
        Require.nonNull(words, argument);
        if (words.length() > MOST_WORDS) {
            throw new IllegalArgumentException(
                    argument + " has " + words.length() + " characters; a figure has room for at most " + MOST_WORDS);
        }
        return words;
    }

    /** The names of rows, at least one. */
    static List<String> labels(List<String> labels) {
        Require.nonNull(labels, "labels");
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("labels is empty; expected a label for each row, at least one");
        }
        for (int i = 0; i < labels.size(); i++) {
            words(labels.get(i), "labels[" + i + "]");
        }
        return List.copyOf(labels);
    }

    static double aspect(double ratio) {
        if (!(ratio >= 0.1 && ratio <= 3)) {
            throw new IllegalArgumentException("the aspect must be from 0.1 (flat) to 3 (tall), got " + ratio);
        }
        return ratio;
    }

    static List<PlotLayer> layers(List<PlotLayer> given, PlotLayer layer) {
        var more = new ArrayList<>(given);
        more.add(layer);
        return List.copyOf(more);
    }

    /** The colours that were given, and one more. */
    static Map<String, Color> colors(Map<String, Color> given, String name, Color color) {
        var more = new LinkedHashMap<>(given);
        more.put(words(name, "name"), Require.nonNull(color, "color"));
        return more;
    }

    /** Two ends of a range, checked. */
    static double[] range(String what, double min, double max) {
        if (!(min < max) || !Double.isFinite(max - min)) {
            throw new IllegalArgumentException("the range of " + what
                    + " needs finite min < max with a finite difference, got min " + min + " and max " + max);
        }
        if (!(max - min > AxisScale.Linear.NARROWEST * Math.max(Math.abs(min), Math.abs(max)))) {
            throw new IllegalArgumentException("the range of " + what + " is too narrow to be drawn: min " + min
                    + " and max " + max + " differ by less than " + AxisScale.Linear.NARROWEST
                    + " of their size; subtract " + min + " from the data");
        }
        return new double[] {min, max};
    }
}
