package pathline.plot;

import java.awt.image.BufferedImage;

/** Small pictures beside each other, dark on white, such as digits. */
final class Tiles {

    private static final int PAD = 12;
    private static final int GAP = 6;
    private static final int TITLE = 24;
    /** No pixel of a picture is shown larger than this. */
    private static final int LARGEST = 12;

    private Tiles() {}

    /** Draws count pictures of height x width values in [min, max], row after row. */
    static BufferedImage draw(String title, double[] values, int width, int height, int columns) {
        int count = values.length / (width * height);
        int shown = Math.min(columns, count);
        int rows = (count + columns - 1) / columns;
        int room = (Figures.PANEL_WIDTH - 2 * PAD - (shown - 1) * GAP) / shown;
        int zoom = Math.max(1, Math.min(LARGEST, room / width));
        var lines = RichText.wrap(title, Style.TITLE, Figures.PANEL_WIDTH - 2.0 * PAD);
        int top = PAD + TITLE * lines.size();
        double titled = lines.stream()
                .mapToDouble(line -> new RichText(line, Style.TITLE).width())
                .max()
                .orElse(0);
        int sheetWidth = 2 * PAD + Math.max((int) Math.ceil(titled), shown * (width * zoom + GAP) - GAP);
        var canvas = new Canvas(sheetWidth, top + rows * (height * zoom + GAP) - GAP + PAD);
        for (int i = 0; i < lines.size(); i++) {
            canvas.write(lines.get(i), Style.TITLE, Style.TEXT, PAD, PAD + i * TITLE, 0, 0);
        }
        var range = Extent.of("pictures", values);
        for (int i = 0; i < count; i++) {
            var tile = tile(values, i, width, height, range);
            int x = PAD + i % columns * (width * zoom + GAP);
            int y = top + i / columns * (height * zoom + GAP);
            canvas.graphics().drawImage(tile, x, y, width * zoom, height * zoom, null);
        }
        return canvas.image();
    }

    private static BufferedImage tile(double[] values, int i, int width, int height, Scale range) {
        var tile = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < width * height; k++) {
            double ink = range.fraction(values[i * width * height + k]);
            int grey = (int) Math.round(250 - 235 * Math.max(0, Math.min(1, ink)));
            tile.setRGB(k % width, k / width, grey << 16 | grey << 8 | grey);
        }
        return tile;
    }
}
