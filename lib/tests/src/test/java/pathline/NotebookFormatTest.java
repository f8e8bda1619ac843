package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every notebook of the lecture keeps to the rules, and each rule finds the notebook that breaks it. */
class NotebookFormatTest {

    private static final Path NOTEBOOKS = LauncherSandbox.project().resolve("notebooks");

    private static final int IMPORTS = 1; // the index of a cell in the sample
    private static final int SETUP = 3;
    static final int FIGURE = 5;
    static final int TEXT = 7;

    @Test
    void everyNotebookKeepsTheRules() throws IOException {
        var faults = new ArrayList<String>();
        for (var file : notebooks()) {
            var name = String.valueOf(file.getFileName());
            faults.addAll(NotebookRules.faults(NotebookFile.parse(name, Files.readString(file))));
        }
        assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
    }

    @Test
    void aGoodNotebookHasNoFault() {
        assertEquals(List.of(), faults(sample()));
    }

    @Test
    void theSetUpMayFollowTheImports() {
        var notebook = sample();
        cells(notebook).remove(SETUP - 1);
        assertEquals(List.of(), faults(notebook));
    }

    @Test
    void aNotebookWithoutOutputsHasNoFault() {
        var notebook = sample();
        for (int i = IMPORTS; i <= TEXT; i += 2) {
            var cell = cell(notebook, i);
            cell.add("outputs", new JsonArray());
            cell.add("execution_count", JsonNull.INSTANCE);
        }
        assertEquals(List.of(), faults(notebook));
    }

    static Stream<Arguments> plantedErrors() {
        return Stream.of(
                planted(
                        "kernelspec's name must be java",
                        n -> metadata(n, "kernelspec").addProperty("name", "rapaio")),
                planted("nbformat 4", n -> n.addProperty("nbformat", 3)),
                planted(
                        "metadata may not hold \"widgets\"",
                        n -> n.getAsJsonObject("metadata").addProperty("widgets", 1)),
                planted(
                        "language_info may not hold \"version\"",
                        n -> metadata(n, "language_info").addProperty("version", "17.0.15")),
                planted(
                        "cell 6: metadata may not hold \"collapsed\"",
                        n -> cell(n, FIGURE).getAsJsonObject("metadata").addProperty("collapsed", true)),
                planted(
                        "metadata.slideshow may not hold \"level\"",
                        n -> cell(n, TEXT).add("metadata", json("{'slideshow': {'slide_type': '-', 'level': 1}}"))),
                planted(
                        "a slide_type is one of",
                        n -> cell(n, TEXT).add("metadata", json("{'slideshow': {'slide_type': 'page'}}"))),
                planted(
                        "metadata.jupyter may not hold \"lock\"",
                        n -> cell(n, TEXT).add("metadata", json("{'jupyter': {'lock': true}}"))),
                planted(
                        "metadata of an image may not hold \"depth\"",
                        n -> figure(n).add("metadata", json("{'image/png': {'width': 2, 'depth': 1}}"))),
                planted("second code cell is", n -> source(n, SETUP, "int x = 1;")),
                planted("second code cell is", n -> source(n, SETUP, setup() + "\nint x = 1;")),
                planted("first code cell holds", n -> source(n, IMPORTS, "import java.util.List;\nint x = 1;")),
                planted("imports belong in", n -> source(n, TEXT, "import java.util.Map;")),
                planted("imports belong in", n -> source(n, TEXT, "int x = 1; import static java.lang.Math.PI;")),
                planted("two code cells", n -> {
                    for (int i = TEXT; i > IMPORTS; i--) {
                        cells(n).remove(i);
                    }
                }),
                planted("name each class of the JDK", n -> source(n, IMPORTS, "import java.util.*;")),
                planted("the cell is empty", n -> source(n, TEXT, " ")),
                planted("26 lines, at most 25", n -> source(n, TEXT, "int x;\n".repeat(26))),
                planted("a magic", n -> source(n, TEXT, "%maven a:b:1")),
                planted("a magic", n -> source(n, TEXT, "!ls")),
                planted("no System.exit", n -> source(n, TEXT, "System.exit(1);")),
                planted("no System.exit, assert", n -> source(n, TEXT, "assert x > 0;")),
                planted("or close()", n -> source(n, TEXT, "x0.close();")),
                planted("a bare display", n -> source(n, TEXT, "display(image);")),
                planted("the figure is not shown", n -> source(n, FIGURE, "Figures.curves(\"e\",\n    errors);")),
                planted("an absolute path", n -> source(n, TEXT, "read(\"/home/me/data.csv\");")),
                planted("an absolute path", n -> source(n, TEXT - 1, "Put it into C:\\data.")),
                planted("a markdown cell before it", n -> cells(n).remove(FIGURE - 1)),
                planted("execution counts must run 1 to 4", n -> cell(n, TEXT).addProperty("execution_count", 5)),
                planted(
                        "execution counts must run 1 to 4",
                        n -> cell(n, IMPORTS).add("execution_count", JsonNull.INSTANCE)),
                planted(
                        "the output is an error",
                        n -> output(n, TEXT, "{'output_type': 'error', 'ename': 'E', 'evalue': '', 'traceback': []}")),
                planted("standard error", n -> stream(n, "stderr", "WARNING")),
                planted("an object's address", n -> stream(n, "stdout", "[D@1b6d3586")),
                planted("an object's address", n -> stream(n, "stdout", "pathline.ode.Solution@7ad041f3")),
                planted("a time of day", n -> stream(n, "stdout", "at 2026-01-01T10:20")),
                planted("a time of day", n -> stream(n, "stdout", "took 00:01:20")),
                planted("a progress line", n -> stream(n, "stdout", "training: 5 of 10, 3 s left")),
                planted("holds an absolute path", n -> stream(n, "stdout", "wrote /tmp/figure.png")),
                planted("must be an image or nothing", n -> result(n, "'text/plain': 'a text'")),
                planted("without the text/plain", n -> result(n, "'image/png': 'AAAA', 'text/plain': 'a picture'")),
                planted("an image has 100002 bytes", n -> result(n, "'image/png': '" + "A".repeat(133_336) + "'")),
                planted(
                        "an image has 100002 bytes",
                        n -> display(n, "<img src=\\\"data:image/png;base64," + "A".repeat(133_336) + "\\\">")),
                planted(
                        "an image has 1000002 bytes",
                        n -> display(n, "<img src=\\\"data:image/gif;base64," + "A".repeat(1_333_336) + "\\\">")));
    }

    @Test
    void slidesFoldsAndAltTextsAreKept() {
        var notebook = sample();
        cell(notebook, TEXT)
                .add(
                        "metadata",
                        json(
                                "{'tags': ['solution'], 'slideshow': {'slide_type': 'skip'}, 'jupyter': {'source_hidden': true}}"));
        figure(notebook).add("metadata", json("{'image/png': {'width': 2, 'height': 1, 'alt': 'A dot.'}}"));
        assertEquals(List.of(), faults(notebook));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plantedErrors")
    void aPlantedErrorIsFound(String fault, Consumer<JsonObject> error) {
        var notebook = sample();
        error.accept(notebook);
        var faults = faults(notebook);
        assertEquals(1, faults.size(), () -> String.join("\n", faults));
        assertTrue(faults.get(0).startsWith("sample.ipynb: ") && faults.get(0).contains(fault), faults.get(0));
    }

    static List<Path> notebooks() throws IOException {
        if (!Files.isDirectory(NOTEBOOKS)) {
            return List.of();
        }
        try (var files = Files.list(NOTEBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    static Arguments planted(String fault, Consumer<JsonObject> error) {
        return Arguments.of(fault, error);
    }

    private static List<String> faults(JsonObject notebook) {
        return NotebookRules.faults(NotebookFile.parse("sample.ipynb", notebook.toString()));
    }

    static String prose() {
        return "# A b\n\n**Contents** [A](#A-b), [b](#A-b), [c](#A-b); next: [one](01-ode.ipynb)\n\n"
                + "## Bibliography\n\n[Euler 1768](https://example.org)";
    }

    private static String setup() {
        return "var notebook = pathline.notebook.Notebook.open();";
    }

    /** Four code cells, run once: imports, set-up, a figure, a line of text. */
    static JsonObject sample() {
        var notebook = json("""
                {'cells': [], 'nbformat': 4, 'nbformat_minor': 5, 'metadata': {
                  'kernelspec': {'display_name': 'Java', 'language': 'java', 'name': 'java'},
                  'language_info': {'name': 'Java'}}}""");
        var code = List.of(
                "import pathline.plot.Figures;",
                setup(),
                "Figures.curves(\"Error\", h)",
                "System.out.println(\"ok\");");
        for (int i = 0; i < code.size(); i++) {
            var prose = json("{'cell_type': 'markdown', 'metadata': {}}");
            prose.addProperty(
                    "source", i == 0 ? prose() : "What will be seen, see [a page](https://example.org/home/page).");
            cells(notebook).add(prose);
            var cell = json("{'cell_type': 'code', 'metadata': {}, 'outputs': []}");
            cell.addProperty("source", code.get(i));
            cell.addProperty("execution_count", i + 1);
            cells(notebook).add(cell);
        }
        result(notebook, "'image/png': 'iVBORw0KGgo='");
        stream(notebook, "stdout", "ok  order: 4.02 > 3.9\n");
        return notebook;
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    static JsonArray cells(JsonObject notebook) {
        return notebook.getAsJsonArray("cells");
    }

    private static JsonObject cell(JsonObject notebook, int index) {
        return cells(notebook).get(index).getAsJsonObject();
    }

    private static JsonObject figure(JsonObject notebook) {
        return cell(notebook, FIGURE).getAsJsonArray("outputs").get(0).getAsJsonObject();
    }

    private static JsonObject metadata(JsonObject notebook, String key) {
        return notebook.getAsJsonObject("metadata").getAsJsonObject(key);
    }

    static void source(JsonObject notebook, int index, String text) {
        cell(notebook, index).addProperty("source", text);
    }

    private static void output(JsonObject notebook, int index, String output) {
        var outputs = new JsonArray();
        outputs.add(json(output));
        cell(notebook, index).add("outputs", outputs);
    }

    private static void result(JsonObject notebook, String data) {
        output(
                notebook,
                FIGURE,
                "{'output_type': 'execute_result', 'execution_count': 3, 'metadata': {}, 'data': {" + data + "}}");
    }

    private static void display(JsonObject notebook, String html) {
        output(
                notebook,
                TEXT,
                "{'output_type': 'display_data', 'metadata': {}, 'data': {'text/html': \"" + html + "\"}}");
    }

    private static void stream(JsonObject notebook, String name, String text) {
        output(notebook, TEXT, "{'output_type': 'stream', 'name': '" + name + "', 'text': ['" + text + "']}");
    }
}
