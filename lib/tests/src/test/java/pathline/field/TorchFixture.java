package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import java.util.List;

/** The numbers of {@code torch/mlp-fixture.json}: a small net, computed by PyTorch in float64. */
public final class TorchFixture {

    private final NDManager manager;
    private final JsonObject numbers;

    public TorchFixture(NDManager manager) {
        this.manager = manager;
        try (var in = TorchFixture.class.getResourceAsStream("/torch/mlp-fixture.json")) {
            numbers = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The net with the fixture's weights. */
    public VelocityMlp velocity() {
        int hidden = numbers.getAsJsonObject("dims").get("hidden").getAsInt();
        var velocity = VelocityMlp.of(2, hidden, hidden).type(DataType.FLOAT64).zero(manager);
        var flat = new ArrayList<Double>();
        List.of("W1", "b1", "W2", "b2", "W3", "b3").forEach(name -> flatten(element("params", name), flat));
        velocity.parameters()
                .set(manager.create(
                        flat.stream().mapToDouble(Double::doubleValue).toArray()));
        return velocity;
    }

    /** One number. */
    public double number(String... path) {
        return element(path).getAsDouble();
    }

    /** An array of numbers, in float64. */
    public NDArray array(String... path) {
        var element = element(path);
        var shape = new Shape();
        for (var at = element; at.isJsonArray(); at = at.getAsJsonArray().get(0)) {
            shape = shape.add(at.getAsJsonArray().size());
        }
        var flat = new ArrayList<Double>();
        flatten(element, flat);
        return manager.create(flat.stream().mapToDouble(Double::doubleValue).toArray(), shape);
    }

    /** A gradient stored under {@code name}, as one vector in the order of the parameters. */
    public NDArray gradient(String name) {
        var flat = new ArrayList<Double>();
        List.of("W1", "b1", "W2", "b2", "W3", "b3").forEach(part -> flatten(element(name, part), flat));
        return manager.create(flat.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private JsonElement element(String... path) {
        JsonElement at = numbers;
        for (var name : path) {
            at = at.getAsJsonObject().get(name);
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
