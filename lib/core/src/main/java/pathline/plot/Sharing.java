package pathline.plot;

import java.util.List;
import java.util.function.Function;

/** What panels of one figure have in common: an axis of the same name has the same range, a map of the same name too. */
final class Sharing {

    private Sharing() {}

    static void ranges(List<Panel> panels) {
        share(panels, panel -> panel.xExtent, panel -> panel.setup.xLabel);
        share(panels, panel -> panel.yExtent, panel -> panel.setup.yLabel);
        panels.forEach(Panel::resetScales);
    }

    private static void share(List<Panel> panels, Function<Panel, Extent> extent, Function<Panel, String> name) {
        for (var panel : panels) {
            var mine = extent.apply(panel);
            for (var other : panels) {
                var its = extent.apply(other);
                if (name.apply(panel).equals(name.apply(other)) && mine.isLog() == its.isLog()) {
                    mine.join(its);
                }
            }
        }
    }

    /** Maps with the same label get one range and, within a row, one bar at its right end. */
    static void colors(List<Panel> panels, int columns) {
        for (var panel : panels) {
            panel.heat()
                    .ifPresent(heat -> panels.stream()
                            .filter(other -> sameMap(panel, other))
                            .forEach(other -> {
                                double min = Math.min(panel.colors.min(), other.colors.min());
                                double max = Math.max(panel.colors.max(), other.colors.max());
                                panel.colors = panel.setup.heatRange.length == 2
                                        ? panel.colors
                                        : new AxisScale.Linear(min, max);
                            }));
        }
        for (int i = 0; i + 1 < panels.size(); i++) {
            boolean sameRow = i / columns == (i + 1) / columns;
            if (sameRow
                    && sameMap(panels.get(i), panels.get(i + 1))
                    && panels.get(i).colors.equals(panels.get(i + 1).colors)) {
                panels.get(i).showsBar = false;
            }
        }
    }

    private static boolean sameMap(Panel a, Panel b) {
        return a.heat().isPresent()
                && b.heat().isPresent()
                && a.heat().get().label().equals(b.heat().get().label())
                && a.setup.colormap == b.setup.colormap;
    }

    /** A panel leaves its labels to the neighbour at the left, or below, that has the same axis. */
    static void outerLabels(List<Panel> panels, int columns) {
        for (int i = 0; i < panels.size(); i++) {
            var panel = panels.get(i);
            panel.showsY = i % columns == 0 || !sameY(panel, panels.get(i - 1));
            panel.showsX = i + columns >= panels.size() || !sameX(panel, panels.get(i + columns));
        }
    }

    private static boolean sameX(Panel a, Panel b) {
        return a.x.equals(b.x) && a.setup.xLabel.equals(b.setup.xLabel);
    }

    private static boolean sameY(Panel a, Panel b) {
        return a.y.equals(b.y) && a.setup.yLabel.equals(b.setup.yLabel);
    }
}
