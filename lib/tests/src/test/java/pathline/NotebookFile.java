package pathline;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A notebook file (nbformat 4) as its rules see it.
 *
 * @param name the file's name, for messages
 * @param json the whole document
 * @param cells its cells, in order
 */
record NotebookFile(String name, JsonObject json, List<Cell> cells) {

    static NotebookFile parse(String name, String text) {
        var json = JsonParser.parseString(text).getAsJsonObject();
        var array = array(json, "cells");
        var cells = IntStream.range(0, array.size())
                .mapToObj(i -> new Cell(i + 1, array.get(i).getAsJsonObject()))
                .toList();
        return new NotebookFile(name, json, cells);
    }

    List<Cell> codeCells() {
        return cells.stream().filter(Cell::code).toList();
    }

    JsonObject metadata() {
        return object(json, "metadata");
    }

    static JsonObject object(JsonObject parent, String key) {
        return parent.has(key) && parent.get(key).isJsonObject() ? parent.getAsJsonObject(key) : new JsonObject();
    }

    static JsonArray array(JsonObject parent, String key) {
        return parent.has(key) && parent.get(key).isJsonArray() ? parent.getAsJsonArray(key) : new JsonArray();
    }

    static String string(JsonObject parent, String key) {
        return parent.has(key) ? text(parent.get(key)) : "";
    }

    /** A text that the format keeps as one string or as a list of lines. */
    private static String text(JsonElement element) {
        if (element.isJsonArray()) {
            return StreamSupport.stream(element.getAsJsonArray().spliterator(), false)
                    .map(JsonElement::getAsString)
                    .collect(Collectors.joining());
        }
        return element.isJsonPrimitive() ? element.getAsString() : element.toString();
    }

    /**
     * One cell.
     *
     * @param number its place in the notebook, from 1
     * @param json as in the file
     */
    record Cell(int number, JsonObject json) {

        boolean code() {
            return type().equals("code");
        }

        String type() {
            return string(json, "cell_type");
        }

        String source() {
            return string(json, "source");
        }

        List<String> lines() {
            return source().lines().toList();
        }

        /** The lines that say something: neither blank nor a comment. */
        List<String> statements() {
            return lines().stream()
                    .filter(line -> !line.isBlank() && !line.strip().startsWith("//"))
                    .toList();
        }

        boolean executed() {
            return !outputs().isEmpty() || executionCount() > 0;
        }

        /** The number Jupyter shows in brackets; 0 where the cell was not run. */
        int executionCount() {
            var count = json.get("execution_count");
            return count == null || count.isJsonNull() ? 0 : count.getAsInt();
        }

        List<Output> outputs() {
            var outputs = new ArrayList<Output>();
            array(json, "outputs").forEach(output -> outputs.add(new Output(output.getAsJsonObject())));
            return outputs;
        }
    }

    /** What a cell left behind: a stream, a result, a display or an error. */
    record Output(JsonObject json) {

        String type() {
            return string(json, "output_type");
        }

        String stream() {
            return string(json, "name");
        }

        Set<String> mimeTypes() {
            return object(json, "data").keySet();
        }

        String data(String mimeType) {
            return string(object(json, "data"), mimeType);
        }

        /** Everything in it that a reader reads. */
        String text() {
            return string(json, "text") + data("text/plain") + "\n" + data("text/html");
        }
    }
}
