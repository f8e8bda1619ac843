package pathline.fuzz;

/** Words. */
final class Texts {

    private Texts() {}

    static Made make(String name, boolean good, Draw draw) {
        if (good) {
            return quoted(
                    switch (name) {
                        case "hex" -> "#336699";
                        case "task", "method" -> draw.of("a", "moons");
                        default -> draw.of("a", "loss", "x");
                    });
        }
        if (draw.chance(0.3)) {
            return Made.NULL;
        }
        return quoted(
                draw.of("", " ", "a\nb", "\0", "../..", "ünïcode \uD83D\uDE00", "<b>&", "x".repeat(10_000), "a,b;c"));
    }

    private static Made quoted(String text) {
        String shown = text.length() > 100
                ? text.length() + " times x"
                : text.replace(System.lineSeparator(), "\\n").replace("\0", "\\0");
        return new Made(text, "\"" + shown + "\"");
    }
}
