package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import pathline.field.Gradients;

/**
 * Numbers of a flow that another program computed in float64: weights, points x, their images z, log-determinants,
 * log-densities, gradients of the mean negative log-density, scores, and points with their inverses.
 *
 * <pre>
 * var fixture = new Fixture(manager, "maf");
 * fixture.check(type -> NormalizingFlow.of(layers, type, rng), Map.of("map.0.out.weight", Fixture.same("layers.0.out.weight")));
 * </pre>
 */
final class Fixture {

    static final double EXACT = 1e-10;
    static final double DERIVATIVE = 1e-8;
    static final double FLOAT32 = 1e-4;

    private final NDManager manager;
    private final JsonObject content;

    /** Reads pathline/bijection/NAME.json of the test resources. */
    Fixture(NDManager manager, String name) {
        this.manager = manager;
        try (var in = Fixture.class.getResourceAsStream("/pathline/bijection/" + name + ".json")) {
            content = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array of the library made of the fixture's arrays; it must be linear, and keep lengths, since gradients are made so too. */
    interface Piece extends Function<Function<String, NDArray>, NDArray> {}

    /** The array of another name. */
    static Piece same(String name) {
        return arrays -> arrays.apply(name);
    }

    /** The array of another name, each number with the other sign. */
    static Piece negative(String name) {
        return arrays -> arrays.apply(name).neg();
    }

    /** Rows of several arrays by turns: of each its share of the first coordinate, then of the second, and so on. */
    static Piece byTurns(int coordinates, Piece... heads) {
        return arrays -> {
            var parts = new NDList();
            for (var head : heads) {
                var whole = head.apply(arrays);
                long each = whole.getShape().get(0) / coordinates;
                parts.add(
                        whole.getShape().dimension() == 1
                                ? whole.reshape(coordinates, each)
                                : whole.reshape(
                                        coordinates, each, whole.getShape().get(1)));
            }
            var all = NDArrays.concat(parts, 1);
            long rows = all.getShape().get(0) * all.getShape().get(1);
            return all.getShape().dimension() == 2
                    ? all.reshape(rows)
                    : all.reshape(rows, all.getShape().get(2));
        };
    }

    /** Some rows of an array, which may have one axis or two. */
    static Piece rows(Piece whole, int... places) {
        return arrays -> {
            var from = whole.apply(arrays);
            return NDArrays.stack(
                    new NDList(Stream.of(boxed(places)).map(k -> from.get(k)).toArray(NDArray[]::new)));
        };
    }

    /** Some columns of a matrix. */
    static Piece columns(Piece whole, int... places) {
        return arrays ->
                rows(all -> whole.apply(all).transpose(), places).apply(arrays).transpose();
    }

    private static Integer[] boxed(int... places) {
        return Arrays.stream(places).boxed().toArray(Integer[]::new);
    }

    /** All checks for which the fixture has numbers, and the log-density in float32. */
    void check(Function<DataType, NormalizingFlow> model, Map<String, ? extends Piece> pieces) {
        var flow = model.apply(DataType.FLOAT64);
        set(flow, pieces);
        checkForward(flow);
        checkGradients(flow, pieces);
        checkInverse(flow);
        var rounded = model.apply(DataType.FLOAT32);
        set(rounded, pieces);
        var x = array("x").toType(DataType.FLOAT32, true);
        LayerChecks.near("log-density in float32", array("log_prob"), rounded.logDensity(x), FLOAT32);
    }

    /** Gives every array of the flow its numbers. */
    void set(NormalizingFlow flow, Map<String, ? extends Piece> pieces) {
        assertEquals(new TreeSet<>(flow.parameters().names()), new TreeSet<>(pieces.keySet()), "names");
        pieces.forEach((name, piece) -> {
            var array = flow.parameters().get(name);
            var numbers = piece.apply(part -> array("params", part));
            assertEquals(array.getShape(), numbers.getShape(), name);
            array.set(new NDIndex("..."), numbers.toType(array.getDataType(), false));
        });
    }

    /** Images, log-determinants and log-densities. */
    void checkForward(NormalizingFlow flow) {
        var x = array("x");
        if (content.has("z")) {
            var z = flow.map().forward(x);
            LayerChecks.near("z", array("z"), z.points(), EXACT);
            LayerChecks.near("log_det", array("log_det"), z.logDeterminant(), EXACT);
        }
        LayerChecks.near("log_prob", array("log_prob"), flow.logDensity(x), EXACT);
    }

    /** The gradient in every array, and the score if there is one. */
    void checkGradients(NormalizingFlow flow, Map<String, ? extends Piece> pieces) {
        var x = array("x");
        var gradient = flow.parameters().gradient(manager);
        Gradients.loss(
                flow.parameters(), gradient, () -> flow.logDensity(x).mean().neg());
        pieces.forEach((name, piece) -> LayerChecks.near(
                "gradient in " + name, piece.apply(part -> array("grad", part)), gradient.get(name), DERIVATIVE));
        if (content.has("score")) {
            LayerChecks.near("score", array("score"), Gradients.ofRows(x, () -> flow.logDensity(x)), DERIVATIVE);
        }
    }

    /** Points from noise. */
    void checkInverse(NormalizingFlow flow) {
        if (content.has("inverse")) {
            var x = flow.map().preimage(array("inverse", "z"));
            LayerChecks.near("inverse", array("inverse", "x"), x, EXACT);
        }
    }

    /** One number. */
    double number(String... path) {
        return element(path).getAsDouble();
    }

    /** An array of numbers, in float64. */
    NDArray array(String... path) {
        var element = element(path);
        var shape = new Shape();
        for (var at = element; at.isJsonArray(); at = at.getAsJsonArray().get(0)) {
            shape = shape.add(at.getAsJsonArray().size());
        }
        var flat = new ArrayList<Double>();
        flatten(element, flat);
        return manager.create(flat.stream().mapToDouble(Double::doubleValue).toArray(), shape);
    }

    /** What stands at the end of this path of names, and of indices of lists. */
    JsonElement element(String... path) {
        JsonElement at = content;
        for (var name : path) {
            at = at instanceof JsonArray list
                    ? list.get(Integer.parseInt(name))
                    : at.getAsJsonObject().get(name);
        }
        return at;
    }

    private static void flatten(JsonElement element, List<Double> into) {
        if (element instanceof JsonArray array) {
            array.forEach(part -> flatten(part, into));
        } else {
            into.add(element.getAsDouble());
        }
    }
}
