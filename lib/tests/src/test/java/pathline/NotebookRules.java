package pathline;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import pathline.NotebookFile.Cell;
import pathline.NotebookFile.Output;

/** What every notebook keeps to, so that it reads as a lecture and gives the same output on every Java kernel. */
final class NotebookRules {

    static final int LONGEST_CELL = 25;
    static final int LARGEST_IMAGE = 100_000; // bytes: a clone of the repository stays quick
    static final int LARGEST_ANIMATION = 1_000_000;

    private static final Pattern SETUP =
            Pattern.compile("var notebook = pathline\\.notebook\\.Notebook\\.open\\(\\d*L?\\);?");
    private static final Pattern JDK_WILDCARD = Pattern.compile("import java[\\w.]*\\.\\*;");

    private static final Pattern IMPORT = Pattern.compile("import (static )?[\\w.]+(\\.\\*)?;");
    private static final Pattern LATER_IMPORT = Pattern.compile("(^|;|\\{)\\s*import\\s+(static\\s+)?\\w+\\.");
    private static final Pattern MAGIC = Pattern.compile("^\\s*[%!]");
    private static final Pattern EXIT = Pattern.compile("\\bSystem\\.exit\\(|^\\s*assert\\s|\\.close\\(\\)");
    private static final Pattern BARE_DISPLAY = Pattern.compile("^display\\(");
    private static final Pattern ABSOLUTE_PATH =
            Pattern.compile("(?<![\\w:/.<>])/(home|root|tmp|work|usr|var|opt|mnt|Users)/|\\b[A-Z]:\\\\\\w|file://");
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d|\\b\\d\\d:\\d\\d:\\d\\d\\b");
    private static final Pattern IDENTITY = Pattern.compile("[\\w$;]@[0-9a-f]{4,8}\\b");
    private static final Pattern LEFT_OVER = Pattern.compile(" of \\d+, \\d+ (s|min) left");
    private static final Pattern DATA_URI = Pattern.compile("data:image/(\\w+);base64,([A-Za-z0-9+/=]+)");

    private static final Set<String> METADATA = Set.of("kernelspec", "language_info");
    private static final Set<String> CELL = Set.of("tags", "slideshow", "jupyter");
    private static final Set<String> SLIDESHOW = Set.of("slide_type");
    private static final Set<String> FOLDS = Set.of("source_hidden", "outputs_hidden");
    private static final Set<String> ABOUT_IMAGE = Set.of("width", "height", "alt");
    private static final Set<String> SLIDES = Set.of("slide", "subslide", "fragment", "skip", "notes", "-");
    private static final Set<String> KERNELSPEC = Set.of("display_name", "language", "name");
    // Without "version": that is the JDK the outputs happened to be made with.
    private static final Set<String> LANGUAGE =
            Set.of("name", "file_extension", "mimetype", "pygments_lexer", "codemirror_mode");

    private static final List<Function<NotebookFile, List<String>>> RULES = List.of(
            NotebookRules::format,
            NotebookRules::opening,
            NotebookRules::imports,
            NotebookRules::prose,
            NotebookRules::code,
            NotebookRules::execution,
            NotebookRules::outputs);

    private NotebookRules() {}

    /** Every broken rule, with the notebook's name and the cell's number. */
    static List<String> faults(NotebookFile notebook) {
        return RULES.stream()
                .flatMap(rule -> rule.apply(notebook).stream())
                .map(fault -> notebook.name() + ": " + fault)
                .toList();
    }

    private static List<String> format(NotebookFile notebook) {
        var faults = new ArrayList<String>();
        if (!notebook.json().has("nbformat") || notebook.json().get("nbformat").getAsInt() != 4) {
            faults.add("the format must be nbformat 4");
        }
        var metadata = notebook.metadata();
        var kernelspec = NotebookFile.object(metadata, "kernelspec");
        if (!NotebookFile.string(kernelspec, "name").equals("java")) {
            faults.add("the kernelspec's name must be java");
        }
        faults.addAll(unlisted("metadata", metadata, METADATA));
        faults.addAll(unlisted("metadata.kernelspec", kernelspec, KERNELSPEC));
        faults.addAll(unlisted("metadata.language_info", NotebookFile.object(metadata, "language_info"), LANGUAGE));
        for (var cell : notebook.cells()) {
            faults.addAll(metadata(cell));
            if (!cell.code() && !cell.type().equals("markdown")) {
                faults.add(at(cell) + "a cell is code or markdown, got " + cell.type());
            }
            if (cell.source().isBlank()) {
                faults.add(at(cell) + "the cell is empty");
            }
        }
        return faults;
    }

    private static List<String> metadata(Cell cell) {
        var metadata = NotebookFile.object(cell.json(), "metadata");
        var faults = new ArrayList<>(unlisted(at(cell) + "metadata", metadata, CELL));
        var slideshow = NotebookFile.object(metadata, "slideshow");
        faults.addAll(unlisted(at(cell) + "metadata.slideshow", slideshow, SLIDESHOW));
        faults.addAll(unlisted(at(cell) + "metadata.jupyter", NotebookFile.object(metadata, "jupyter"), FOLDS));
        if (metadata.has("slideshow") && !SLIDES.contains(NotebookFile.string(slideshow, "slide_type"))) {
            faults.add(at(cell) + "a slide_type is one of " + new TreeSet<>(SLIDES));
        }
        return faults;
    }

    private static List<String> unlisted(String where, JsonObject metadata, Set<String> allowed) {
        return metadata.keySet().stream()
                .filter(key -> !allowed.contains(key))
                .map(key -> where + " may not hold \"" + key + "\"; `./pathline run --save` cleans a notebook")
                .toList();
    }

    private static List<String> opening(NotebookFile notebook) {
        var code = notebook.codeCells();
        if (code.size() < 2) {
            return List.of("a notebook begins with two code cells: the imports, then the set-up");
        }
        var second = code.get(1).statements();
        return second.size() == 1 && SETUP.matcher(second.get(0)).matches()
                ? List.of()
                : List.of(
                        at(code.get(1))
                                + "the second code cell is `var notebook = pathline.notebook.Notebook.open();` and nothing else");
    }

    private static List<String> imports(NotebookFile notebook) {
        var faults = new ArrayList<String>();
        var code = notebook.codeCells();
        if (code.isEmpty()
                || !code.get(0).statements().stream()
                        .allMatch(line -> IMPORT.matcher(line).matches())) {
            faults.add("the first code cell holds the imports and nothing else");
        }
        code.stream()
                .skip(1)
                .filter(cell -> cell.lines().stream()
                        .anyMatch(line -> LATER_IMPORT.matcher(line).find()))
                .forEach(cell -> faults.add(at(cell) + "imports belong in the first code cell, before any variable:"
                        + " a later one sets variables to null on IJava and JJava"));
        code.stream()
                .filter(cell -> cell.lines().stream()
                        .anyMatch(line -> JDK_WILDCARD.matcher(line).matches()))
                .forEach(
                        cell -> faults.add(at(cell) + "name each class of the JDK: a kernel imports java.util.* itself,"
                                + " and importing it again resets the variables of earlier cells"));
        return faults;
    }

    private static List<String> prose(NotebookFile notebook) {
        var faults = new ArrayList<String>();
        var code = notebook.codeCells();
        var before = "";
        for (var cell : notebook.cells()) {
            // The set-up may follow the imports at once: they show nothing.
            if (cell.code() && code.indexOf(cell) != 1 && !before.equals("markdown")) {
                faults.add(at(cell) + "a markdown cell before it must say what will be seen");
            }
            before = cell.type();
        }
        return faults;
    }

    private static List<String> code(NotebookFile notebook) {
        var faults = new ArrayList<String>();
        for (var cell : notebook.codeCells()) {
            var lines = cell.lines();
            if (lines.size() > LONGEST_CELL) {
                faults.add(at(cell) + lines.size() + " lines, at most " + LONGEST_CELL);
            }
            faults.addAll(matches(cell, MAGIC, "a magic works in one kernel only"));
            faults.addAll(matches(cell, EXIT, "no System.exit, assert (it is off) or close()"));
            faults.addAll(matches(cell, BARE_DISPLAY, "a bare display also prints its id; end in the image itself"));
            if (discardsFigure(cell)) {
                faults.add(at(cell) + "the figure is not shown: leave out the last semicolon");
            }
        }
        for (var cell : notebook.cells()) {
            faults.addAll(matches(cell, ABSOLUTE_PATH, "an absolute path exists on one machine only"));
        }
        return faults;
    }

    private static List<String> matches(Cell cell, Pattern pattern, String fault) {
        return cell.lines().stream()
                .filter(line -> pattern.matcher(line).find())
                .map(line -> at(cell) + fault + ": " + line.strip())
                .toList();
    }

    /** Whether the last statement of a cell draws a figure and, ending in a semicolon, throws it away. */
    private static boolean discardsFigure(Cell cell) {
        var statements = cell.statements();
        var start = statements.stream()
                .filter(line -> Character.isLetter(line.charAt(0)))
                .reduce("", (earlier, later) -> later);
        return start.startsWith("Figures.") && cell.source().strip().endsWith(";");
    }

    private static List<String> execution(NotebookFile notebook) {
        var code = notebook.codeCells();
        var counts = code.stream().map(Cell::executionCount).toList();
        for (int i = 0; i < code.size() && code.stream().anyMatch(Cell::executed); i++) {
            if (counts.get(i) != i + 1) {
                return List.of(
                        "execution counts must run 1 to " + code.size() + " (one run, all cells), got " + counts);
            }
        }
        return List.of();
    }

    private static List<String> outputs(NotebookFile notebook) {
        var faults = new ArrayList<String>();
        for (var cell : notebook.codeCells()) {
            for (var output : cell.outputs()) {
                faults(output).forEach(fault -> faults.add(at(cell) + fault));
            }
        }
        return faults;
    }

    private static List<String> faults(Output output) {
        var faults = new ArrayList<String>();
        if (output.type().equals("error")) {
            faults.add("the output is an error: " + NotebookFile.string(output.json(), "ename"));
        }
        if (output.type().equals("stream") && output.stream().equals("stderr")) {
            faults.add("the output holds standard error: " + output.text().strip());
        }
        if (output.type().equals("execute_result") && !output.mimeTypes().contains("image/png")) {
            faults.add("the last expression must be an image or nothing; kernels show others differently: "
                    + output.text().strip());
        }
        if (output.mimeTypes().contains("image/png") && output.mimeTypes().contains("text/plain")) {
            faults.add("an image is saved without the text/plain beside it, which differs by kernel");
        }
        var metadata = NotebookFile.object(output.json(), "metadata");
        faults.addAll(unlisted("the output's metadata", metadata, Set.of("image/png")));
        var about = NotebookFile.object(metadata, "image/png");
        faults.addAll(unlisted("the output's metadata of an image", about, ABOUT_IMAGE));
        var text = DATA_URI.matcher(output.text()).replaceAll("");
        find(faults, IDENTITY, text, "the output holds an object's address, which differs by run");
        find(faults, TIMESTAMP, text, "the output holds a time of day");
        find(faults, LEFT_OVER, text, "the output holds a progress line");
        find(faults, ABSOLUTE_PATH, text, "the output holds an absolute path");
        output.mimeTypes().stream()
                .filter(type -> type.startsWith("image/"))
                .forEach(type -> size(faults, type, output.data(type).replaceAll("\\s", "")));
        DATA_URI.matcher(output.data("text/html"))
                .results()
                .forEach(uri -> size(faults, "image/" + uri.group(1), uri.group(2)));
        return faults;
    }

    private static void find(List<String> faults, Pattern pattern, String text, String fault) {
        var matcher = pattern.matcher(text);
        if (matcher.find()) {
            faults.add(fault + ": " + matcher.group());
        }
    }

    private static void size(List<String> faults, String type, String base64) {
        int bytes = decodedSize(base64);
        int most = type.equals("image/gif") ? LARGEST_ANIMATION : LARGEST_IMAGE;
        if (bytes > most) {
            faults.add("an image has " + bytes + " bytes, at most " + most);
        }
    }

    private static int decodedSize(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3 - padding;
    }

    static String at(Cell cell) {
        return "cell " + cell.number() + ": ";
    }
}
