package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** A case of {@code torch/image-nets.json}: what PyTorch computes of a net in float64; the script beside it says how. */
record TorchNets(JsonObject numbers) {

    static TorchNets of(String name) {
        try (var in = TorchNets.class.getResourceAsStream("/torch/image-nets.json")) {
            var all = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new TorchNets(all.getAsJsonObject().getAsJsonObject(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names() {
        return StreamSupport.stream(numbers.getAsJsonArray("names").spliterator(), false)
                .map(name -> name.getAsString())
                .toList();
    }

    double[] get(String name) {
        return StreamSupport.stream(numbers.getAsJsonArray(name).spliterator(), false)
                .mapToDouble(number -> number.getAsDouble())
                .toArray();
    }

    Shape input() {
        return new Shape(IntStream.of(
                        StreamSupport.stream(numbers.getAsJsonArray("input").spliterator(), false)
                                .mapToInt(number -> number.getAsInt())
                                .toArray())
                .asLongStream()
                .toArray());
    }

    static NDArray parameters(NDManager manager, DataType type, long count) {
        return array(manager, type, new Shape(count), k -> 0.3 * Math.sin((double) k * k));
    }

    NDArray x(NDManager manager, DataType type) {
        return array(manager, type, input(), k -> Math.sin((double) k * k + 1));
    }

    NDArray tangent(NDManager manager, DataType type) {
        return array(manager, type, input(), k -> Math.cos((double) k * k + 1));
    }

    static NDArray cotangent(NDManager manager, DataType type, Shape shape) {
        return array(manager, type, shape, k -> Math.cos((double) k * k));
    }

    private static NDArray array(NDManager manager, DataType type, Shape shape, IntToDoubleFunction number) {
        double[] values =
                IntStream.range(0, (int) shape.size()).mapToDouble(number).toArray();
        return manager.create(values, shape).toType(type, true);
    }
}
