package pathline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.check.Identified;
import pathline.field.Gradient;
import pathline.field.Model;
import pathline.field.Parameters;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.Batch;
import pathline.objective.Objective;
import pathline.random.Rng;

/** The trainer's guarantees for a model that is no velocity: a line fitted by least squares, whose best is known. */
class OpenModelTest {

    @TempDir
    Path folder;

    /** y = a x + b, which writes down when it was told to train. */
    static final class Line implements Model, Identified {

        private final Parameters parameters =
                Parameters.named().zeros("a").zeros("b").make(DataType.FLOAT32);
        private final List<Boolean> modes;

        Line(List<Boolean> modes) {
            this.modes = modes;
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public void training(boolean on) {
            modes.add(on);
        }

        @Override
        public Object identity() {
            return parameters;
        }

        NDArray at(NDArray x) {
            return x.mul(parameters.get("a")).add(parameters.get("b"));
        }
    }

    private static Line line() {
        return new Line(new ArrayList<>());
    }

    /** Mean of (y - (2 x - 1))²: the best is a = 2, b = -1, where the loss is 0. */
    record Squares(int batch) implements Objective<Line> {
        @Override
        public Batch<Line> draw(NDManager manager, DataType type, Rng rng) {
            var x = rng.normal(manager, type, batch, 1);
            return (line, into) -> {
                var miss = line.at(x).sub(x.mul(2).sub(1));
                if (into.wanted()) {
                    into.add("a", miss.mul(x).mul(2.0 / batch).sum());
                    into.add("b", miss.mul(2.0 / batch).sum());
                }
                return miss.square().mean();
            };
        }
    }

    private static Trainer trainer() {
        return Trainer.adam(LearningRate.cosine(0.1, 1e-3, 200)).steps(200);
    }

    private static float[] numbers(Model model) {
        return model.parameters().flat().toFloatArray();
    }

    @Test
    void theBestLineIsFoundAndLossesAreCounted() {
        Run<Line> run = trainer().fit(line(), new Squares(32), Rng.of(1));
        assertArrayEquals(new float[] {2, -1}, numbers(run.model()), 1e-3f);
        assertEquals(new Run.Work(200, 200), run.work());
        assertEquals(0, new Squares(32).loss(run.model(), Rng.of(2)), 1e-5);
    }

    @Test
    void trainingModeIsOnDuringEachLossAndOffAfterItAlsoWhereItFails() {
        var line = line();
        var seen = new ArrayList<Boolean>();
        Objective<Line> looking = (manager, type, rng) -> {
            var squares = new Squares(4).draw(manager, type, rng);
            return (model, into) -> {
                seen.add(model.modes.get(model.modes.size() - 1));
                if (seen.size() == 3) {
                    throw new IllegalStateException("the third loss");
                }
                return squares.loss(model, into);
            };
        };
        assertThrows(TrainingException.class, () -> trainer().fit(line, looking, Rng.of(1)));
        assertEquals(List.of(true, true, true), seen);
        assertEquals(List.of(true, false, true, false, true, false), line.modes);
    }

    @Test
    void aVelocityIsToldToo() {
        var modes = new ArrayList<Boolean>();
        var net = VelocityMlp.of(2, 4).init(Rng.of(1));
        var velocity = (Velocity) Proxy.newProxyInstance(
                Velocity.class.getClassLoader(), new Class<?>[] {Velocity.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("training")) {
                        modes.add((Boolean) arguments[0]);
                    }
                    return method.invoke(net, arguments);
                });
        trainer().steps(2).fit(velocity, new Swirl(4), Rng.of(1));
        assertEquals(List.of(true, false, true, false), modes);
    }

    @Test
    void aResumedTrainingEndsBitForBitWhereItWouldHaveEnded() {
        var file = folder.resolve("line.safetensors");
        var settings = trainer().average(0.9).evaluate("loss", 10, Line.class, m -> new Squares(8).loss(m, Rng.of(3)));
        var whole = settings.fit(line(), new Squares(32), Rng.of(1));
        settings.steps(70).checkpoint(file, 35).resume(line(), new Squares(32), Rng.of(1));
        var resumed = settings.checkpoint(file, 35).resume(line(), new Squares(32), Rng.of(1));
        assertArrayEquals(numbers(whole.model()), numbers(resumed.model()));
        assertArrayEquals(whole.average().toFloatArray(), resumed.average().toFloatArray());
        assertEquals(whole.evaluations().rowCount(), resumed.evaluations().rowCount());
        assertEquals(whole.work(), resumed.work());
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> settings.checkpoint(file, 35).resume(line(), new Squares(31), Rng.of(1)));
        assertTrue(refusal.getMessage().contains("objective.batch"), refusal.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> settings.checkpoint(file, 35)
                        .resume(VelocityMlp.of(2, 4).init(Rng.of(1)), new Swirl(8), Rng.of(1)));
    }

    @Test
    void theBestParametersAreTaken() {
        var values = new ArrayList<float[]>();
        var run = trainer()
                .evaluate("chosen", 20, Line.class, m -> {
                    values.add(numbers(m));
                    return Math.abs(values.size() - 3); // the third is judged best
                })
                .stopAfter("chosen", 2)
                .fit(line(), new Squares(32), Rng.of(1));
        assertEquals(Ending.EARLY_STOP, run.ending());
        assertArrayEquals(values.get(2), numbers(run.takeBest()));
        assertSame(run.model(), run.takeBest());
    }

    @Test
    void anInterruptedTrainingKeepsWhatItLearned() {
        var run = trainer()
                .listener(status -> {
                    if (status.step() == 5) {
                        Thread.currentThread().interrupt();
                    }
                })
                .fit(line(), new Squares(32), Rng.of(1));
        assertTrue(Thread.interrupted());
        assertEquals(5, run.steps());
        assertEquals(Ending.INTERRUPTED, run.ending());
        assertFalse(numbers(run.model())[0] == 0);
    }

    @Test
    void anEvaluationOfAnotherModelIsRefusedBeforeTheFirstStep() {
        var line = line();
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> trainer().evaluate("error", 10, v -> v.dim()).fit(line, new Squares(4), Rng.of(1)));
        assertTrue(refusal.getMessage().contains("\"error\" is computed of a Velocity, but the model is a Line"));
        assertTrue(refusal.getMessage().contains("Line.class"), refusal.getMessage());
        assertArrayEquals(new float[2], numbers(line));
        assertThrows(IllegalArgumentException.class, () -> trainer().evaluate("x", 1, null, m -> 0));
        assertThrows(IllegalArgumentException.class, () -> trainer().evaluate("x", 1, Line.class, null));
        assertThrows(IllegalArgumentException.class, () -> trainer().fit((Line) null, new Squares(4), Rng.of(1)));
        assertThrows(IllegalArgumentException.class, () -> trainer().fit(line(), null, Rng.of(1)));
        assertThrows(IllegalArgumentException.class, () -> trainer().fit(line(), new Squares(4), null));
    }

    /** What a notebook writes: the objective's lambda finds its types, whichever kind of velocity is fitted. */
    @Test
    void lambdasNeedNoTypes() {
        Run<VelocityMlp> run = trainer()
                .steps(3)
                .evaluate("one", 1, v -> v.parameters().flat().getFloat(0))
                .fit(
                        VelocityMlp.of(2, 4).init(Rng.of(1)),
                        (manager, type, rng) -> {
                            var x = rng.normal(manager, type, 8, 2);
                            var t = manager.zeros(new Shape(8, 1));
                            return (v, into) -> {
                                try (var at = v.linearize(t, x)) {
                                    at.vjp(at.value().mul(2.0 / 8), into);
                                    return at.value().square().sum().div(8);
                                }
                            };
                        },
                        Rng.of(1));
        Run<Velocity> general = trainer().steps(1).fit(run.model(), new Swirl(8), Rng.of(1));
        assertEquals(3, run.work().forward(), "evaluations of the velocity are counted, not losses");
        assertSame(run.model(), general.model());
    }

    @Test
    void theLossOfAModelHasNoGradientUnlessAsked() {
        var line = line();
        try (var manager = NDManager.newBaseManager()) {
            var batch = new Squares(4).draw(manager, DataType.FLOAT32, Rng.of(1));
            var gradient = line.parameters().gradient(manager);
            batch.loss(line, Gradient.unwanted());
            assertEquals(0, gradient.norm());
            batch.loss(line, gradient);
            assertTrue(gradient.norm() > 0);
        }
    }
}
