package pathline.plot;

import java.awt.Color;
import java.util.List;
import java.util.Map;

/** What a plot was told so far; written while a copy is made, then only read. */
final class Setup {

    final String title;
    String xLabel = "";
    String yLabel = "";
    boolean logX;
    boolean logY;
    boolean equal;
    double[] xRange = {};
    double[] yRange = {};
    double[] heatRange = {};
    double aspect;
    Colormap colormap = Colormap.VIRIDIS;
    Legend legend = Legend.AUTOMATIC;
    List<Layer> layers = List.of();
    Map<String, Color> colors = Map.of();

    Setup(String title) {
        this.title = title;
    }

    Setup(Setup other) {
        title = other.title;
        xLabel = other.xLabel;
        yLabel = other.yLabel;
        logX = other.logX;
        logY = other.logY;
        equal = other.equal;
        xRange = other.xRange;
        yRange = other.yRange;
        heatRange = other.heatRange;
        aspect = other.aspect;
        colormap = other.colormap;
        legend = other.legend;
        layers = other.layers;
        colors = other.colors;
    }

    /** Two ends of a range, checked. */
    static double[] range(String what, double min, double max) {
        if (!(min < max) || !Double.isFinite(max - min)) {
            throw new IllegalArgumentException(
                    "the range of " + what + " needs finite min < max, got " + min + ", " + max);
        }
        return new double[] {min, max};
    }
}
