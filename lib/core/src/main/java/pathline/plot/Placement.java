package pathline.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Finds places for words: never on other words, never outside the panel, on as little of the data as possible. */
final class Placement {

    private static final double GAP = 4;

    private Placement() {}

    /** The first of the places that covers nothing; else any place in the panel that covers least. */
    static Rectangle2D best(Brush brush, Canvas canvas, List<Rectangle2D> places) {
        Rectangle2D best = null;
        int fewest = Integer.MAX_VALUE;
        for (var place : places) {
            if (brush.area().contains(place) && canvas.isFree(place, GAP)) {
                int covered = covered(brush, place);
                if (covered < fewest) {
                    best = place;
                    fewest = covered;
                }
                if (covered == 0) {
                    return place;
                }
            }
        }
        return best != null ? best : anywhere(brush, canvas, places.get(0));
    }

    private static Rectangle2D anywhere(Brush brush, Canvas canvas, Rectangle2D wish) {
        Rectangle2D best = wish;
        double nearest = Double.POSITIVE_INFINITY;
        for (var place : lattice(brush, wish.getWidth(), wish.getHeight(), 6)) {
            double cost =
                    Math.hypot(place.getX() - wish.getX(), place.getY() - wish.getY()) + 20 * covered(brush, place);
            if (cost < nearest && canvas.isFree(place, GAP)) {
                nearest = cost;
                best = place;
            }
        }
        return best;
    }

    /** Boxes of a size all over the panel, corners first. */
    static List<Rectangle2D> lattice(Brush brush, double width, double height, double step) {
        var area = brush.area();
        double left = area.x + 8;
        double right = area.getMaxX() - 8 - width;
        double top = area.y + 8;
        double bottom = area.getMaxY() - 8 - height;
        var places = new ArrayList<Rectangle2D>();
        for (double y : new double[] {top, bottom, (top + bottom) / 2}) {
            for (double x : new double[] {right, left, (left + right) / 2}) {
                places.add(new Rectangle2D.Double(x, y, width, height));
            }
        }
        for (double y = top; y <= bottom; y += step) {
            for (double x = right; x >= left; x -= step) {
                places.add(new Rectangle2D.Double(x, y, width, height));
            }
        }
        places.removeIf(place -> !area.contains(place));
        return places;
    }

    static int covered(Brush brush, Rectangle2D box) {
        var area = brush.area();
        return brush.occupancy()
                .count(new Rectangle2D.Double(
                        box.getX() - area.x - 2,
                        area.getMaxY() - box.getMaxY() - 2,
                        box.getWidth() + 4,
                        box.getHeight() + 4));
    }
}
