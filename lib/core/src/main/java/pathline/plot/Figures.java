package pathline.plot;

import ai.djl.ndarray.NDArray;
import java.awt.image.BufferedImage;
import java.util.List;
import pathline.check.Require;

/**
 * Where figures begin, and where panels become one image. Every figure is a {@link BufferedImage}, drawn without a screen,
 * with two pixels for each point of its width: a page shows it at half its size, sharp on a projector and on paper.
 */
public final class Figures {

    /** Widths on a page, in points: one panel, a row. */
    static final int PANEL_WIDTH = 720;

    static final int ROW_WIDTH = 1080;

    private Figures() {}

    /** An empty plot. The title says what varies and the numbers that matter. */
    public static Plot plot(String title) {
        return new Plot(title);
    }

    static BufferedImage image(Plot plot) {
        return new FigureLayout(plot.setup.title, List.of(plot), 1, PANEL_WIDTH).image();
    }

    /**
     * Small pictures in a grid, dark on white, row by row.
     *
     * @param pictures shape (n, height, width); the lowest value is white, the highest black, one that is not finite
     *     orange
     */
    public static BufferedImage pictures(String title, int columns, NDArray pictures) {
        Setup.words(title, "title");
        var shape = PlotData.shape("pictures", pictures);
        if (shape.dimension() != 3 || columns < 1) {
            throw new IllegalArgumentException("pictures need shape (n, height, width) and at least one column, got "
                    + shape + " and " + columns + "; for rows of 64 values reshape to (n, 8, 8)");
        }
        Require.that(shape.size() > 0, "pictures has shape " + shape + "; expected at least one picture of one pixel");
        var values = PlotData.flat("pictures", pictures);
        return Png.small(
                false, detail -> Tiles.draw(title, values, (int) shape.get(2), (int) shape.get(1), columns, detail));
    }

    /**
     * An animated GIF that repeats, of at most 1 MB, with one pixel for each point of the figures that are its frames.
     *
     * @param frames of one size: state the range of the axes, so that labels do not change it
     * @param millis how long a frame is shown
     */
    public static byte[] gif(List<BufferedImage> frames, int millis) {
        return Gif.bytes(frames, millis);
    }

    /** Panels beside each other. */
    public static BufferedImage row(String title, Plot... plots) {
        Require.nonNull(plots, "plots");
        return grid(title, plots.length, plots);
    }

    /**
     * Panels in a grid, row by row, with areas of one size.
     *
     * <p>Axes of the same name have the same range in all panels and are labelled at the outer edge alone; maps of the
     * same label share their colours; one legend serves all.
     */
    public static BufferedImage grid(String title, int columns, Plot... plots) {
        Setup.words(title, "title");
        Require.nonNull(plots, "plots");
        if (plots.length == 0 || columns < 1) {
            throw new IllegalArgumentException(
                    "a grid needs at least one plot and one column, got " + plots.length + " and " + columns);
        }
        int width = columns == 1 || plots.length == 1 ? PANEL_WIDTH : ROW_WIDTH;
        return new FigureLayout(title, List.of(plots), columns, width).image();
    }
}
