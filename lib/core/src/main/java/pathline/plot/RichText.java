package pathline.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A line of text in which {@code ^{..}} is raised and {@code _{..}} lowered: {@code 10^{−3}}, {@code p_t(x)}. */
final class RichText {

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final Pattern LOWERED = Pattern.compile("(?<![\\p{L}\\d_])(\\p{L})_([\\p{L}\\d]+)");
    private static final Pattern RAISED = Pattern.compile("(?<=[\\p{L}\\d)])\\^(-?\\d+)");
    private static final double SMALL = 0.74;
    private static final double RAISE = 0.40;
    private static final double LOWER = 0.20;
    /** Height of a capital and depth of a g, as fractions of the size; they hold for DejaVu Sans and its kin. */
    private static final double ASCENT = 0.76;

    private static final double DESCENT = 0.24;

    private final List<Run> runs = new ArrayList<>();
    private final double width;
    private final double size;
    private final boolean raised;

    private record Run(String words, Font font, double x, double shift) {}

    RichText(String line, Font font) {
        var words = plainMarks(line);
        size = font.getSize2D();
        var small = font.deriveFont((float) (SMALL * size));
        double x = 0;
        boolean anyRaised = false;
        int i = 0;
        while (i < words.length()) {
            int mark = nextMark(words, i);
            x = append(words.substring(i, mark), font, x, 0);
            if (mark == words.length()) {
                break;
            }
            int end = words.indexOf('}', mark);
            boolean up = words.charAt(mark) == '^';
            anyRaised |= up;
            x = append(
                    words.substring(mark + 2, end).replace('-', Ticks.MINUS),
                    small,
                    x,
                    up ? -RAISE * size : LOWER * size);
            i = end + 1;
        }
        width = x;
        raised = anyRaised;
    }

    /** The marks of formulas as they are written elsewhere: {@code L_CFM}, {@code x^2}. */
    private static String plainMarks(String line) {
        var lowered = LOWERED.matcher(line).replaceAll("$1_{$2}");
        return RAISED.matcher(lowered).replaceAll("^{$1}");
    }

    private static int nextMark(String words, int from) {
        for (int i = from; i + 1 < words.length(); i++) {
            char c = words.charAt(i);
            if ((c == '^' || c == '_') && words.charAt(i + 1) == '{' && words.indexOf('}', i) > 0) {
                return i;
            }
        }
        return words.length();
    }

    private double append(String words, Font font, double x, double shift) {
        if (words.isEmpty()) {
            return x;
        }
        runs.add(new Run(words, font, x, shift));
        return x + font.getStringBounds(words, CONTEXT).getWidth();
    }

    double width() {
        return width;
    }

    /** From the top to the baseline. */
    double ascent() {
        return (raised ? ASCENT + 0.18 : ASCENT) * size;
    }

    double height() {
        return ascent() + DESCENT * size;
    }

    void draw(Graphics2D g, double x, double baseline) {
        for (var run : runs) {
            g.setFont(run.font());
            g.drawString(run.words(), (float) (x + run.x()), (float) (baseline + run.shift()));
        }
    }

    /** Breaks text at spaces into as few lines no wider than {@code width} as will do, of about equal length. */
    static List<String> wrap(String words, Font font, double width) {
        var greedy = breakAt(words, font, width);
        for (double narrow = 0.4 * width; greedy.size() > 1 && narrow < width; narrow += 0.05 * width) {
            var lines = breakAt(words, font, narrow);
            boolean fits = lines.stream().allMatch(line -> new RichText(line, font).width() <= width);
            if (fits && lines.size() == greedy.size()) {
                return lines;
            }
        }
        return greedy;
    }

    private static List<String> breakAt(String words, Font font, double width) {
        var lines = new ArrayList<String>();
        var line = "";
        for (var word : words.split(" ")) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && new RichText(longer, font).width() > width) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        if (!line.isBlank()) {
            lines.add(line);
        }
        return lines;
    }
}
