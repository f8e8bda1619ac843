package pathline.plot;

import ai.djl.ndarray.NDArray;
import java.awt.image.BufferedImage;
import java.util.List;
import pathline.check.Require;

/**
 * Images beside each other, in grey or in colour, with names of rows and columns where they are given.
 *
 * <pre>
 * ImageGrid.of("digits by class", samples).columns(10).dark().image()
 * ImageGrid.of("by evaluations", samples).columns(4).rowNames("Euler", "midpoint").columnNames("4", "8", "10", "20").image()
 * </pre>
 *
 * <p>A value is a grid; each method returns another one.
 */
public final class ImageGrid {

    private static final int PAD = 12;
    private static final int GAP = 4;
    private static final int TITLE = 24;
    private static final int NAMES = 18;
    private static final int LARGEST = 12; // points that a pixel of an image takes at most

    private final String title;
    private final double[] values;
    private final int channels;
    private final int height;
    private final int width;
    private final int columns;
    private final AxisScale range;
    private final boolean dark;
    private final List<String> rowNames;
    private final List<String> columnNames;

    private ImageGrid(
            String title,
            double[] values,
            int channels,
            int height,
            int width,
            int columns,
            AxisScale range,
            boolean dark,
            List<String> rowNames,
            List<String> columnNames) {
        this.title = title;
        this.values = values;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.columns = columns;
        this.range = range;
        this.dark = dark;
        this.rowNames = rowNames;
        this.columnNames = columnNames;
    }

    /**
     * Ten images a row, of numbers from -1, black, to 1, white or full colour; what lies outside is shown as the nearer end.
     *
     * @param images shape (n, 1, height, width) in grey or (n, 3, height, width) in red, green and blue
     */
    public static ImageGrid of(String title, NDArray images) {
        Setup.words(title, "title");
        var shape = PlotData.shape("images", images);
        Require.that(
                shape.dimension() == 4 && shape.size() > 0 && (shape.get(1) == 1 || shape.get(1) == 3),
                "images has shape " + shape
                        + "; expected (n, 1, height, width) in grey, or (n, 3, height, width) in colour");
        return new ImageGrid(
                title,
                Require.finite(PlotData.flat("images", images), "images"),
                (int) shape.get(1),
                (int) shape.get(2),
                (int) shape.get(3),
                10,
                new AxisScale.Linear(-1, 1),
                false,
                List.of(),
                List.of());
    }

    /** So many images a row. */
    public ImageGrid columns(int count) {
        Require.within(count, 1, 1 << 12, "columns");
        return new ImageGrid(title, values, channels, height, width, count, range, dark, rowNames, columnNames);
    }

    /** Of numbers from {@code black} to {@code white}. */
    public ImageGrid range(double black, double white) {
        Require.that(
                Require.finite(black, "black") < Require.finite(white, "white"),
                "black is " + black + " and white " + white + "; expected black below white");
        return new ImageGrid(
                title,
                values,
                channels,
                height,
                width,
                columns,
                new AxisScale.Linear(black, white),
                dark,
                rowNames,
                columnNames);
    }

    /** High numbers dark on white, as ink is. */
    public ImageGrid dark() {
        return new ImageGrid(title, values, channels, height, width, columns, range, true, rowNames, columnNames);
    }

    /** A name at the left of each row. */
    public ImageGrid rowNames(String... names) {
        return new ImageGrid(
                title, values, channels, height, width, columns, range, dark, words(names, "rowNames"), columnNames);
    }

    /** A name above each column. */
    public ImageGrid columnNames(String... names) {
        return new ImageGrid(
                title, values, channels, height, width, columns, range, dark, rowNames, words(names, "columnNames"));
    }

    private static List<String> words(String[] names, String name) {
        for (String one : Require.nonNull(names, name)) {
            Setup.words(one, name);
        }
        return List.of(names);
    }

    /** The picture. */
    public BufferedImage image() {
        int rows = (count() - 1) / columns + 1;
        Require.that(
                rowNames.isEmpty() || rowNames.size() == rows,
                "rowNames are " + rowNames + "; expected one for each of " + rows + " rows");
        Require.that(
                columnNames.isEmpty() || columnNames.size() == columns,
                "columnNames are " + columnNames + "; expected one for each of " + columns + " columns");
        return Png.small(false, detail -> draw(rows, detail));
    }

    private int count() {
        return values.length / (channels * height * width);
    }

    private BufferedImage draw(int rows, Detail detail) {
        int shown = Math.min(columns, count());
        int left = PAD + (int) Math.ceil(widest(rowNames, 0));
        double widestColumn = widest(columnNames, -GAP);
        int room = (Figures.PANEL_WIDTH - left - PAD - (shown - 1) * GAP) / shown;
        int zoom = Math.max(1, Math.min(LARGEST, room / width));
        int cell = Math.max(width * zoom, (int) Math.ceil(widestColumn)) + GAP;
        var lines = RichText.wrap(title, Style.TITLE, Figures.PANEL_WIDTH - 2.0 * PAD);
        double titled = lines.stream()
                .mapToDouble(line -> new RichText(line, Style.TITLE).width())
                .max()
                .orElse(0);
        int top = PAD + TITLE * lines.size() + (columnNames.isEmpty() ? 0 : NAMES);
        int sheetWidth = Canvas.side(Math.max(left + (long) shown * cell - GAP, PAD + (long) Math.ceil(titled)) + PAD);
        int sheetHeight = Canvas.side(top + (long) rows * (height * zoom + GAP) - GAP + PAD);
        var canvas = new Canvas(sheetWidth, sheetHeight, detail);
        for (int i = 0; i < lines.size(); i++) {
            canvas.write(lines.get(i), Style.TITLE, Style.TEXT, PAD, PAD + i * TITLE, 0, 0);
        }
        for (int j = 0; j < columnNames.size(); j++) {
            canvas.write(
                    columnNames.get(j),
                    Style.TICK,
                    Style.TEXT,
                    left + j * cell + width * zoom / 2.0,
                    top - NAMES,
                    0.5,
                    0);
        }
        for (int i = 0; i < rowNames.size(); i++) {
            double middle = top + i * (height * zoom + GAP) + height * zoom / 2.0;
            canvas.write(rowNames.get(i), Style.TICK, Style.TEXT, PAD, middle, 0, 0.5);
        }
        for (int i = 0; i < count(); i++) {
            int x = left + i % columns * cell;
            int y = top + i / columns * (height * zoom + GAP);
            canvas.graphics().drawImage(picture(i), x, y, width * zoom, height * zoom, null);
        }
        return canvas.image();
    }

    /** The width of the longest name, with room behind it; nothing where there is none. */
    private static double widest(List<String> names, int more) {
        return names.stream()
                .mapToDouble(name -> new RichText(name, Style.TICK).width() + PAD + more)
                .max()
                .orElse(0);
    }

    private BufferedImage picture(int i) {
        int size = height * width;
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < size; k++) {
            int color = 0;
            for (int c = 0; c < 3; c++) {
                double value = range.fraction(values[(i * channels + c % channels) * size + k]);
                int shade = (int) Math.round(255 * Math.max(0, Math.min(1, value)));
                color = color << 8 | (dark ? 255 - shade : shade);
            }
            picture.setRGB(k % width, k / width, color);
        }
        return picture;
    }
}
