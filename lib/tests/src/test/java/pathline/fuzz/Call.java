package pathline.fuzz;

import java.util.List;

/** What is known of one call afterwards. */
record Call(String name, Verdict verdict, String what, String message, String place, String arguments) {

    private static final int LONGEST = 600;

    static Call of(
            Settings.Planned planned, Verdict verdict, String what, String message, String place, String arguments) {
        return new Call(planned.name(), verdict, what, flat(message), place, flat(arguments));
    }

    /** The first statement of ours in a stack. */
    static String place(StackTraceElement[] stack) {
        for (var frame : stack) {
            if (frame.getClassName().startsWith("pathline.")
                    && !frame.getClassName().startsWith("pathline.fuzz.")) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }

    private static String flat(String text) {
        String line = text == null ? "" : text.replaceAll("[\\t\\r\\n]+", " / ").replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    /** One line, columns apart by tabs. */
    String line() {
        return String.join("\t", name, verdict.name(), what, message, place, arguments);
    }

    static Call parse(String line) {
        var parts = List.of(line.split("\t", -1));
        return new Call(
                parts.get(0), Verdict.valueOf(parts.get(1)), parts.get(2), parts.get(3), parts.get(4), parts.get(5));
    }

    /** Whether a build with it fails: a fault, or a number that is not finite where nothing says that it may be. */
    boolean isFault() {
        return verdict.isFault()
                || (verdict == Verdict.NOT_FINITE && Allowed.reason(this).isEmpty());
    }

    /** The method without the number of the call. */
    String method() {
        return name.substring(0, name.lastIndexOf('#'));
    }

    /** The package below the root. */
    String home() {
        return name.split("\\.")[1];
    }

    String csv() {
        var method = method();
        int at = method.lastIndexOf('.', method.indexOf('('));
        return String.join(
                ",",
                home(),
                quoted(method.substring(0, at)),
                quoted(method.substring(at + 1)),
                verdict.name(),
                quoted(what),
                quoted(message),
                quoted(place),
                quoted(arguments),
                quoted(name));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
