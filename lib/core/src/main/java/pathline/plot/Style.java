package pathline.plot;

import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import pathline.check.Require;

/**
 * The one style of all figures: fonts, greys, and a colour for each method that is the same in every notebook.
 *
 * <p>The colours are those of Okabe and Ito (2008), which stay apart for every common kind of colour blindness. A method
 * of flow matching has a hue of its own. The ODE solvers are too many for that: there the hue tells the order, and dash
 * and marker tell the methods of one order apart.
 */
public final class Style {

    public static final Color BLACK = new Color(0, 0, 0);
    public static final Color BLUE = new Color(0, 114, 178);
    public static final Color VERMILLION = new Color(213, 94, 0);
    public static final Color GREEN = new Color(0, 158, 115);
    public static final Color PURPLE = new Color(204, 121, 167);
    public static final Color ORANGE = new Color(230, 159, 0);
    public static final Color SKY = new Color(86, 180, 233);
    public static final Color GREY = new Color(128, 128, 128);

    static final Color TEXT = new Color(32, 32, 32);
    static final Color FAINT_TEXT = new Color(105, 105, 105);
    static final Color GRID = new Color(235, 235, 235);
    static final Color MINOR_GRID = new Color(245, 245, 245);
    static final Color GUIDE = new Color(120, 120, 120);
    static final Color ARROW = new Color(128, 128, 128);
    static final Color PLATE = new Color(255, 255, 255, 200);

    static final Font TITLE = new Font("DejaVu Sans", Font.BOLD, 15);
    static final Font PANEL_TITLE = new Font("DejaVu Sans", Font.BOLD, 13);
    static final Font AXIS_TITLE = new Font("DejaVu Sans", Font.PLAIN, 13);
    static final Font LABEL = new Font("DejaVu Sans", Font.PLAIN, 12);
    static final Font TICK = new Font("DejaVu Sans", Font.PLAIN, 11);

    private static final Color[] CYCLE = {BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK, GREY};
    private static final List<Mark> MARKS = List.of(Mark.values());
    private static final Map<String, Ink> FIXED = new HashMap<>();

    static {
        fix(BLUE, "I-CFM", "CFM");
        fix(VERMILLION, "OT-CFM");
        fix(GREEN, "FM");
        fix(PURPLE, "SB-CFM");
        fix(ORANGE, "VP-CFM", "VP");
        fix(SKY, "reflow", "rectified flow");
        fix(BLACK, "truth", "true", "exact", "target", "data");
        fix(GREY, "source", "prior", "noise");
        fix(BLUE, "through the steps", "residual net");
        fixMark(GREEN, Mark.SQUARE, "checkpointed");
        fixMark(VERMILLION, Mark.TRIANGLE, "continuous adjoint");
        fixMark(PURPLE, Mark.DIAMOND, "interpolated adjoint");
        fix(GREY, "tape");
        fixOrder(GREY, "Euler");
        fixOrder(ORANGE, "midpoint", "Heun 2", "Ralston", "Adams-Bashforth 2", "Adams-Bashforth-Moulton 2");
        fixOrder(GREEN, "Heun 3", "Bogacki-Shampine 3(2)", "Adams-Bashforth 3", "Adams-Bashforth-Moulton 3");
        fixOrder(BLUE, "RK4", "3/8 rule", "Fehlberg 4(5)", "Adams-Bashforth 4", "Adams-Bashforth-Moulton 4");
        fixOrder(
                VERMILLION,
                "Dormand-Prince 5(4)",
                "Tsitouras 5(4)",
                "Cash-Karp 5(4)",
                "Adams-Bashforth 5",
                "Adams-Bashforth-Moulton 5");
        fixOrder(PURPLE, "Dormand-Prince 8(5,3)");
        same("RK4", "classical RK4", "Runge-Kutta 4");
        same("Dormand-Prince 5(4)", "Dormand-Prince", "Dopri5");
        same("Tsitouras 5(4)", "Tsitouras", "Tsit5");
        same("Cash-Karp 5(4)", "Cash-Karp", "Cash-Karp 4(5)");
        same("Bogacki-Shampine 3(2)", "Bogacki-Shampine");
        same("Fehlberg 4(5)", "Fehlberg", "Fehlberg 5(4)");
        same("Dormand-Prince 8(5,3)", "Dormand-Prince 8", "Dopri8", "Dopri853");
        same("Heun 2", "Heun");
    }

    private Style() {}

    /**
     * The colour of a method in every figure: {@code color("OT-CFM")} is vermillion.
     *
     * @throws IllegalArgumentException if the name has no fixed colour; such series take the next free colour of the
     *     cycle, or the one given by {@link Plot#color}
     */
    public static Color color(String name) {
        return fixed(Require.nonNull(name, "name"))
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "no colour is fixed for \"" + name
                                        + "\"; fixed are I-CFM, OT-CFM, FM, SB-CFM, VP, reflow, truth, source, the ways a gradient"
                                        + " passes a solve and the ODE solvers; give another series its own with Plot.color(name, color)"))
                .color();
    }

    /** The colours that mean something, as 0xRRGGBB. */
    static List<Integer> inks() {
        return Stream.concat(Arrays.stream(CYCLE), Stream.of(TEXT, FAINT_TEXT, GUIDE))
                .map(color -> color.getRGB() & 0xffffff)
                .toList();
    }

    /** The ink of a name, or of what stands before its first comma: "checkpointed, 8 states" is "checkpointed". */
    static Optional<Ink> fixed(String name) {
        return Optional.ofNullable(FIXED.get(key(name))).or(() -> {
            int comma = name.indexOf(',');
            return comma < 0 ? Optional.empty() : fixed(name.substring(0, comma));
        });
    }

    /** The i-th ink for names without a fixed one; after the colours are used up the dash changes. */
    static Ink cycle(int i) {
        var round = i / CYCLE.length;
        return new Ink(CYCLE[i % CYCLE.length], Dash.ALL.get(round % Dash.ALL.size()), MARKS.get(i % MARKS.size()));
    }

    static int cycleLength() {
        return CYCLE.length;
    }

    private static void fix(Color color, String... names) {
        for (var name : names) {
            FIXED.put(key(name), new Ink(color, Dash.SOLID, Mark.CIRCLE));
        }
    }

    private static void fixMark(Color color, Mark mark, String name) {
        FIXED.put(key(name), new Ink(color, Dash.SOLID, mark));
    }

    private static void fixOrder(Color color, String... names) {
        for (int i = 0; i < names.length; i++) {
            FIXED.put(key(names[i]), new Ink(color, Dash.ALL.get(i), MARKS.get(i)));
        }
    }

    private static void same(String name, String... others) {
        for (var other : others) {
            FIXED.put(key(other), FIXED.get(key(name)));
        }
    }

    /** Upper case and spaces do not matter; signs and digits do. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace(" ", "");
    }
}
