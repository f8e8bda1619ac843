package pathline.plot;

import java.awt.BasicStroke;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names at the right of a panel, each as near to its line's end as the others leave room, and tied to it. */
final class LineEnds {

    private static final double LEADER = 20;
    /** A line that ends no farther than this from the panel's edge is tied to its name. */
    private static final double NEAR = 40;
    /** From here on a list of names would be longer to search than the lines to follow. */
    private static final int MANY = 8;

    private LineEnds() {}

    private record End(String name, double x, double y) {}

    static boolean suit(Panel panel, Key key) {
        boolean many = lines(panel) >= MANY && key.looks().size() * Key.LINE < 560;
        return panel.setup.legend == Legend.ENDS || (panel.setup.legend == Legend.AUTOMATIC && many);
    }

    private static long lines(Panel panel) {
        return panel.setup.layers.stream().filter(LineEnds::isLine).count();
    }

    private static boolean isLine(PlotLayer layer) {
        return layer instanceof Series s && s.look() == Look.LINE && !s.name().isEmpty();
    }

    /** Room that the names take at the right. */
    static double width(Key key) {
        return LEADER + key.width() + 6;
    }

    static void paint(Panel panel, Key key, Canvas canvas) {
        var ends = ends(panel, key);
        var area = panel.area;
        var wanted = ends.stream().mapToDouble(End::y).toArray();
        var placed = spread(wanted, Key.LINE - 2, area.y + 6, area.getMaxY() - 6);
        for (int i = 0; i < ends.size(); i++) {
            var end = ends.get(i);
            double x = area.getMaxX() + LEADER;
            double y = placed[i];
            // a line that ends far from the edge is found by its dash and marker: a leader would cross other data
            if (end.x() + NEAR > area.getMaxX()) {
                var leader = new Path2D.Double();
                leader.moveTo(area.getMaxX() + 2, end.y());
                leader.lineTo(x - 3, y);
                var g = canvas.graphics();
                g.setColor(key.inks().of(end.name()).faded(170));
                g.setStroke(new BasicStroke(0.8f));
                g.draw(leader);
            }
            key.entry(canvas, end.name(), x, y);
        }
    }

    /** The last point inside the panel of each name's data, from the top down. */
    private static List<End> ends(Panel panel, Key key) {
        var ends = new ArrayList<End>();
        for (var name : key.looks().keySet()) {
            var end = new End(name, panel.area.getMaxX(), panel.area.getMaxY());
            for (var layer : panel.setup.layers) {
                if (layer instanceof Series s && s.name().equals(name)) {
                    end = end(panel, s, end);
                }
            }
            ends.add(end);
        }
        ends.sort(Comparator.comparingDouble(End::y));
        return ends;
    }

    private static End end(Panel panel, Series series, End none) {
        var data = series.data();
        End best = none;
        double right = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < data.size(); i++) {
            double fx = panel.x.fraction(data.x(i));
            double fy = panel.y.fraction(data.y(i));
            if (fx >= right && fx <= 1 && fy >= 0 && fy <= 1) {
                right = fx;
                best = new End(
                        series.name(),
                        panel.area.x + fx * panel.area.width,
                        panel.area.getMaxY() - fy * panel.area.height);
            }
        }
        return best;
    }

    /**
     * Positions at least {@code gap} apart, in order, that move the wanted ones least in the sum of squares: blocks of
     * touching labels are merged and centred on the mean of what they want.
     */
    static double[] spread(double[] wanted, double gap, double top, double bottom) {
        var starts = new ArrayList<double[]>();
        for (double want : wanted) {
            // a block: where its first label stands if free, number of labels
            starts.add(new double[] {want, 1});
            while (starts.size() > 1) {
                var last = starts.get(starts.size() - 1);
                var before = starts.get(starts.size() - 2);
                if (before[0] + gap * before[1] <= last[0]) {
                    break;
                }
                double n = before[1] + last[1];
                before[0] = (before[0] * before[1] + (last[0] - gap * before[1]) * last[1]) / n;
                before[1] = n;
                starts.remove(starts.size() - 1);
            }
        }
        var placed = new double[wanted.length];
        int i = 0;
        for (var block : starts) {
            for (int k = 0; k < block[1]; k++) {
                placed[i++] = block[0] + gap * k;
            }
        }
        clamp(placed, gap, top, bottom);
        return placed;
    }

    private static void clamp(double[] placed, double gap, double top, double bottom) {
        double limit = bottom;
        for (int i = placed.length - 1; i >= 0; i--) {
            placed[i] = Math.min(placed[i], limit);
            limit = placed[i] - gap;
        }
        limit = top;
        for (int i = 0; i < placed.length; i++) {
            placed[i] = Math.max(placed[i], limit);
            limit = placed[i] + gap;
        }
    }
}
