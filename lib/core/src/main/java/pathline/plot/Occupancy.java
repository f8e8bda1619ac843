package pathline.plot;

import java.awt.geom.Rectangle2D;

/** Which parts of a panel are drawn on, in cells of 4 pixels; coordinates as in {@link Brush}: y upwards. */
final class Occupancy {

    private static final int CELL = 4;
    private final int columns;
    private final int rows;
    private final boolean[] drawn;

    Occupancy(int width, int height) {
        columns = width / CELL + 1;
        rows = height / CELL + 1;
        drawn = new boolean[columns * rows];
    }

    void points(Polyline pixels) {
        for (int i = 0; i < pixels.size(); i++) {
            mark(pixels.x(i), pixels.y(i));
        }
    }

    void line(Polyline pixels) {
        for (int i = 1; i < pixels.size(); i++) {
            if (pixels.isGap(i) || pixels.isGap(i - 1)) {
                continue;
            }
            double dx = pixels.x(i) - pixels.x(i - 1);
            double dy = pixels.y(i) - pixels.y(i - 1);
            int steps = 1 + (int) (Math.hypot(dx, dy) / CELL);
            for (int k = 0; k <= steps; k++) {
                mark(pixels.x(i - 1) + dx * k / steps, pixels.y(i - 1) + dy * k / steps);
            }
        }
    }

    private void mark(double x, double y) {
        if (x >= 0 && y >= 0 && x < columns * CELL && y < rows * CELL) {
            drawn[cell(y, rows) * columns + cell(x, columns)] = true;
        }
    }

    /** How many cells of the rectangle are drawn on. */
    int count(Rectangle2D box) {
        int sum = 0;
        for (int row = cell(box.getMinY(), rows); row <= cell(box.getMaxY(), rows); row++) {
            for (int column = cell(box.getMinX(), columns); column <= cell(box.getMaxX(), columns); column++) {
                sum += drawn[row * columns + column] ? 1 : 0;
            }
        }
        return sum;
    }

    private static int cell(double pixels, int count) {
        return (int) Math.max(0, Math.min(count - 1, pixels / CELL));
    }
}
