package pathline.plot;

import java.awt.Color;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The 256 colours of each map; those of viridis and magma are data, in a file each beside this class. */
final class ColorTable {

    private static final int SIZE = 256;
    private static final int[] VIRIDIS = read(Colormap.VIRIDIS);
    private static final int[] MAGMA = read(Colormap.MAGMA);
    private static final int[] SIGNED = signed();

    private ColorTable() {}

    static int rgb(Colormap map, double fraction) {
        var table = switch (map) {
            case VIRIDIS -> VIRIDIS;
            case MAGMA -> MAGMA;
            case SIGNED -> SIGNED;
        };
        return table[(int) Math.max(0, Math.min(SIZE - 1, Math.round(fraction * (SIZE - 1))))];
    }

    private static int[] read(Colormap map) {
        var name = map.name().toLowerCase(Locale.ROOT) + ".txt";
        try (var in = ColorTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing from the class path");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            var words = text.replaceAll("#.*", "").trim().split("\\s+");
            var table = new int[SIZE];
            for (int i = 0; i < SIZE; i++) {
                table[i] = Integer.parseInt(words[i], 16);
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From a dark form of the style's blue to one of its vermillion; the root keeps small values visible. */
    private static int[] signed() {
        var low = new Color(0, 90, 156);
        var high = new Color(190, 72, 0);
        var table = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double s = 2.0 * i / (SIZE - 1) - 1;
            var end = s < 0 ? low : high;
            double a = Math.pow(Math.abs(s), 0.8);
            table[i] = blend(end.getRed(), a) << 16 | blend(end.getGreen(), a) << 8 | blend(end.getBlue(), a);
        }
        return table;
    }

    private static int blend(int end, double a) {
        return (int) Math.round(247 + a * (end - 247));
    }
}
