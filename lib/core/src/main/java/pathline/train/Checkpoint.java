package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import pathline.field.Parameters;
import pathline.field.Safetensors;

/**
 * The state of a training in a file: {@link Safetensors}, which other languages read.
 *
 * <pre>
 *   parameters.NAME             each parameter of the model, by its name
 *   adam.mean, adam.square      the optimiser's averages, all parameters in one vector
 *   average                     the running average of the parameters, if one is kept
 *   best                        the parameters with the best evaluation, if it can end the training
 *   history.COLUMN              one float64 per step
 *   evaluations.step, .value    one float64 per evaluation; their names are in the metadata, one per line
 * </pre>
 *
 * <p>The metadata say the rest: {@code step}, {@code best.value}, {@code best.failures}, {@code seconds}, and which training it
 * is of ({@link Identity}). A checkpoint is written beside its file and moved into place, so that there is always
 * a whole one.
 */
final class Checkpoint {

    private static final NDIndex ALL = new NDIndex("...");

    private final Path file;
    private final Map<String, String> identity;

    /** With what it must have in common with the training that it belongs to; see {@link Identity}. */
    Checkpoint(Path file, Map<String, String> identity) {
        this.file = file;
        this.identity = identity;
    }

    void write(State state, double seconds) {
        var notes = new LinkedHashMap<>(identity);
        notes.put("step", Integer.toString(state.step()));
        notes.put("best.value", Double.toString(state.bestValue()));
        notes.put("best.failures", Integer.toString(state.failures()));
        notes.put("seconds", Double.toString(seconds));
        notes.put(
                "evaluations",
                String.join(
                        "\n",
                        state.history().entries().stream()
                                .map(History.Entry::name)
                                .toList()));
        try (var manager = state.parameters().flat().getManager().newSubManager()) {
            var arrays = carried(state);
            var history = state.history();
            for (var column : History.COLUMNS) {
                arrays.put("history." + column, manager.create(history.column(column)));
            }
            var entries = history.entries();
            arrays.put(
                    "evaluations.step",
                    manager.create(
                            entries.stream().mapToDouble(History.Entry::step).toArray()));
            arrays.put(
                    "evaluations.value",
                    manager.create(
                            entries.stream().mapToDouble(History.Entry::value).toArray()));
            Safetensors.write(file, arrays, notes);
        }
    }

    /** The arrays that a step changes. */
    private static Map<String, NDArray> carried(State state) {
        var arrays = new LinkedHashMap<String, NDArray>();
        var parameters = state.parameters();
        parameters.names().forEach(name -> arrays.put("parameters." + name, parameters.get(name)));
        arrays.put("adam.mean", state.moments().mean());
        arrays.put("adam.square", state.moments().square());
        state.average().ifPresent(average -> arrays.put("average", average));
        state.best().ifPresent(best -> arrays.put("best", best));
        return arrays;
    }

    /**
     * Overwrites a fresh state by the one in the file, which is checked before.
     *
     * @throws IllegalArgumentException if the file is damaged, or belongs to another training
     */
    void read(State state) {
        try (NDManager manager = state.parameters().flat().getManager().newSubManager()) {
            var content = Safetensors.read(file, manager);
            for (var key : List.of("format", "library", "seed", "settings")) {
                check(key, identity.getOrDefault(key, ""), content.metadata());
            }
            var carried = carried(state);
            carried.forEach((name, array) -> check(name, array, content.arrays()));
            identity.forEach((key, expected) -> check(key, expected, content.metadata()));
            var columns = History.COLUMNS.stream()
                    .map(column -> numbers(content, "history." + column))
                    .toList();
            int steps = count(content, "step");
            if (columns.stream().anyMatch(column -> column.length != steps)) {
                throw refused("its history is not " + steps + " steps long");
            }
            var entries = entries(content);
            state.restore(number(content, "best.value"), count(content, "best.failures"), number(content, "seconds"));
            carried.forEach((name, array) -> array.set(ALL, content.arrays().get(name)));
            for (int k = 0; k < steps; k++) {
                int row = k;
                state.history().add(columns.stream().mapToDouble(c -> c[row]).toArray());
            }
            entries.forEach(state.history()::add);
        }
    }

    private void check(String key, String expected, Map<String, String> notes) {
        var found = notes.getOrDefault(key, "none");
        if (!Identity.same(found, expected)) {
            throw refused(key + ": \"" + found + "\" in it, \"" + expected + "\" here");
        }
    }

    private void check(String name, NDArray expected, Map<String, NDArray> arrays) {
        var found = arrays.get(name);
        if (found == null) {
            throw refused("it holds no " + name);
        }
        if (!found.getShape().equals(expected.getShape()) || found.getDataType() != expected.getDataType()) {
            throw refused(name + " is " + found.getDataType() + " of shape " + found.getShape() + " in it, but "
                    + expected.getDataType() + " of shape " + expected.getShape() + " in this model");
        }
        Parameters.checkFinite(name, found, file.toString());
    }

    private List<History.Entry> entries(Safetensors.Content content) {
        var steps = numbers(content, "evaluations.step");
        var values = numbers(content, "evaluations.value");
        var names = content.metadata().getOrDefault("evaluations", "").split("\n", -1);
        if (steps.length != values.length || (steps.length > 0 && names.length != steps.length)) {
            throw refused("its evaluations are not equally many steps, values and names");
        }
        return IntStream.range(0, steps.length)
                .mapToObj(i -> new History.Entry((long) steps[i], names[i], values[i]))
                .toList();
    }

    private double[] numbers(Safetensors.Content content, String name) {
        var found = content.arrays().get(name);
        if (found == null || found.getDataType() != DataType.FLOAT64) {
            throw refused("it holds no float64 array " + name);
        }
        return found.toDoubleArray();
    }

    private int count(Safetensors.Content content, String key) {
        double number = number(content, key);
        if (!(number >= 0 && number <= Integer.MAX_VALUE && number == Math.rint(number))) {
            throw refused("its \"" + key + "\" is " + number + ", no count");
        }
        return (int) number;
    }

    private double number(Safetensors.Content content, String key) {
        try {
            return Double.parseDouble(content.metadata().getOrDefault(key, "none"));
        } catch (NumberFormatException e) {
            throw refused("it has no number \"" + key + "\"");
        }
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException("The checkpoint " + file + " does not fit: " + reason
                + ". Resume with the settings, seed and model it was made with, or begin anew with fit(...)");
    }
}
