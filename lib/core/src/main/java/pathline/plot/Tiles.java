package pathline.plot;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Small pictures beside each other, dark on white, such as digits. */
final class Tiles {

    private static final int PAD = 12;
    private static final int GAP = 6;
    private static final int TITLE = 24;
    private static final int NOTE = 15;
    /** No pixel of a picture is shown larger than this. */
    private static final int LARGEST = 12;

    private Tiles() {}

    /** Draws count pictures of height x width values in [min, max], row after row. */
    static BufferedImage draw(String title, double[] values, int width, int height, int columns, Detail detail) {
        int count = values.length / (width * height);
        int shown = Math.min(columns, count);
        int rows = (count - 1) / columns + 1;
        int room = (int) ((Figures.PANEL_WIDTH - 2 * PAD - (shown - 1L) * GAP) / shown);
        int zoom = Math.max(1, Math.min(LARGEST, room / width));
        var lines = RichText.wrap(title, Style.TITLE, Figures.PANEL_WIDTH - 2.0 * PAD);
        int top = PAD + TITLE * lines.size();
        double titled = lines.stream()
                .mapToDouble(line -> new RichText(line, Style.TITLE).width())
                .max()
                .orElse(0);
        var note = note(values);
        double noted = note.isEmpty() ? 0 : Figures.PANEL_WIDTH - 2.0 * PAD;
        long tiled = shown * ((long) width * zoom + GAP) - GAP;
        int sheetWidth = Canvas.side(2 * PAD + Math.max((long) Math.ceil(Math.max(titled, noted)), tiled));
        int sheetHeight =
                Canvas.side(top + (long) rows * ((long) height * zoom + GAP) - GAP + PAD + note.size() * NOTE);
        var canvas = new Canvas(sheetWidth, sheetHeight, detail);
        for (int i = 0; i < note.size(); i++) {
            double y = sheetHeight - PAD - NOTE * (note.size() - i) + 3;
            canvas.write(note.get(i), Style.TICK, Style.FAINT_TEXT, PAD, y, 0, 0);
        }
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

    private static BufferedImage tile(double[] values, int i, int width, int height, AxisScale range) {
        var tile = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < width * height; k++) {
            double value = values[i * width * height + k];
            double ink = range.fraction(value);
            int grey = (int) Math.round(250 - 235 * Math.max(0, Math.min(1, ink)));
            int color = Double.isFinite(value) ? grey << 16 | grey << 8 | grey : Style.ORANGE.getRGB();
            tile.setRGB(k % width, k / width, color);
        }
        return tile;
    }

    private static List<String> note(double[] values) {
        int missing =
                (int) Arrays.stream(values).filter(x -> !Double.isFinite(x)).count();
        var words = LeftOut.text(LeftOut.of(missing, values.length, LeftOut.PIXELS));
        return words.isEmpty() ? List.of() : List.of(words);
    }
}
