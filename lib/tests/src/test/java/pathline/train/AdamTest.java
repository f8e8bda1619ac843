package pathline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Gradient;
import pathline.field.Parameters;
import pathline.random.Rng;

/** Adam against the numbers that {@code torch/make_adam.py} stored. */
class AdamTest {

    /** A hundred steps of a rate up to 1e-2 move a parameter by up to 1; float32 constants are right to 6e-8 of a step. */
    private static final double TOLERANCE = 1e-6;

    private static JsonObject cases() throws IOException {
        try (var in = AdamTest.class.getResourceAsStream("/torch/adam.json")) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject()
                    .getAsJsonObject("cases");
        }
    }

    private interface Maker {
        Descent make(Adam adam, NDArray parameters, Gradient gradient, Moments moments);
    }

    private static final Maker BY_ENGINE =
            (adam, parameters, gradient, moments) -> new EngineDescent(adam, parameters, gradient.flat(), moments);

    /** A gradient of so many numbers, whose array is {@link Gradient#flat}. */
    private static Gradient gradient(NDManager manager, DataType type, int count) {
        return Parameters.named().zeros("w", count).make(type, manager).gradient(manager);
    }

    static Stream<Arguments> runs() throws IOException {
        return cases().keySet().stream()
                .flatMap(name -> Stream.of(
                        Arguments.of(name, DataType.FLOAT64, BY_ENGINE),
                        Arguments.of(name, DataType.FLOAT32, BY_ENGINE),
                        Arguments.of(name, DataType.FLOAT32, (Maker) Float32Descent::new)));
    }

    @ParameterizedTest(name = "{0}, {1}, {index}")
    @MethodSource("runs")
    void equalsPyTorch(String name, DataType type, Maker maker) throws IOException {
        var settings = cases().getAsJsonObject(name);
        var expected = settings.getAsJsonObject(type.name().toLowerCase(Locale.ROOT));
        var rate = rate(settings);
        var optimizer = optimizer(settings);
        try (var manager = NDManager.newBaseManager()) {
            var w = manager.create(new double[] {0.2, 0.4, 0.6, 0.8, 1}).toType(type, false);
            var gradient = gradient(manager, type, 5);
            var g = gradient.flat();
            var descent = maker.make(optimizer, w, gradient, new Moments(w.zerosLike(), w.zerosLike()));
            for (int k = 1; k <= 100; k++) {
                int step = k;
                var wave = IntStream.range(0, 5)
                        .mapToDouble(i -> (i + 1) * Math.sin(step + i))
                        .toArray();
                g.muli(0)
                        .addi(manager.create(wave, new Shape(5))
                                .toType(type, false)
                                .add(w.div(10)));
                double norm = descent.norm();
                double scale =
                        settings.has("clip") ? Math.min(1, settings.get("clip").getAsDouble() / (norm + 1e-6)) : 1;
                descent.step(k, rate.at(k - 1), scale);
                if (expected.has(Integer.toString(k))) {
                    var stored = expected.getAsJsonArray(Integer.toString(k)).asList().stream()
                            .mapToDouble(number -> number.getAsDouble())
                            .toArray();
                    assertArrayEquals(
                            stored, w.toType(DataType.FLOAT64, true).toDoubleArray(), TOLERANCE, "after step " + k);
                }
            }
        }
    }

    /** Both descents see any gradient's norm, and settle the same moments, also past a multiple of four. */
    @Test
    void theTwoDescentsAgree() {
        try (var manager = NDManager.newBaseManager()) {
            var rng = Rng.of(2);
            var adam = Adam.decoupled(0.1);
            var plain = rng.child("w").normal(manager, 1_003);
            var engine = plain.duplicate();
            var gradient = gradient(manager, DataType.FLOAT32, 1_003);
            var g = gradient.flat().addi(rng.child("g").normal(manager, 1_003));
            var ours = new Moments(g.abs(), g.square());
            var theirs = new Moments(g.abs(), g.square());
            var first = new Float32Descent(adam, plain, gradient, ours);
            var second = new EngineDescent(adam, engine, g, theirs);
            assertEquals(second.norm(), first.norm(), 1e-5 * first.norm()); // a float32 sum of a thousand squares
            first.step(3, 0.1, 0.5);
            second.step(3, 0.1, 0.5);
            first.settle();
            assertArrayEquals(engine.toFloatArray(), plain.toFloatArray(), 1e-6f); // of numbers up to 4
            assertArrayEquals(theirs.mean().toFloatArray(), ours.mean().toFloatArray(), 1e-6f);
            assertArrayEquals(theirs.square().toFloatArray(), ours.square().toFloatArray(), 1e-5f);
        }
    }

    private static LearningRate rate(JsonObject settings) {
        double lr = settings.get("lr").getAsDouble();
        if (!settings.has("cosine")) {
            return LearningRate.constant(lr);
        }
        var cosine = settings.getAsJsonArray("cosine");
        return LearningRate.cosine(
                lr, cosine.get(0).getAsDouble(), cosine.get(1).getAsInt());
    }

    private static Adam optimizer(JsonObject settings) {
        var adam = Adam.standard();
        if (settings.has("betas")) {
            var betas = settings.getAsJsonArray("betas");
            adam = adam.betas(betas.get(0).getAsDouble(), betas.get(1).getAsDouble());
        }
        if (settings.has("eps")) {
            adam = adam.epsilon(settings.get("eps").getAsDouble());
        }
        if (settings.has("weight_decay")) {
            double decay = settings.get("weight_decay").getAsDouble();
            adam = settings.get("kind").getAsString().equals("AdamW")
                    ? adam.weightDecay(decay)
                    : adam.gradientDecay(decay);
        }
        return adam;
    }

    @Test
    void refusesNonsense() {
        var adam = Adam.standard();
        assertThrows(IllegalArgumentException.class, () -> adam.betas(1, 0.999));
        assertThrows(IllegalArgumentException.class, () -> adam.betas(0.9, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> adam.epsilon(0));
        assertThrows(IllegalArgumentException.class, () -> Adam.decoupled(-0.01));
    }
}
