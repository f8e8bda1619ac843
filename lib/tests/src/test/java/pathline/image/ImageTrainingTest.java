package pathline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.bijection.ImageShape;
import pathline.coupling.Coupling;
import pathline.data.Datasets;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.field.EngineCheck;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.LabelledFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.path.AffinePath;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.Adam;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/** Flow matching of images with labels: the shipped digits, 1 x 8 x 8 in [-1, 1]. */
class ImageTrainingTest {

    private static final Rng RNG = Rng.of(28);
    private static final UNet NET = UNet.of(new ImageShape(1, 8, 8), 8, 1, 2).classes(10);

    private final NDManager manager = NDManager.newBaseManager();

    @TempDir
    private Path folder;

    @BeforeEach
    void convolutionsAreRight() {
        assumeTrue(EngineCheck.refusal().isEmpty(), "convolutions are refused on this processor");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private LabelledFlowMatching task(Coupling coupling, int batch) {
        var rows = Datasets.labelledDigits();
        var images = rows.all(manager, DataType.FLOAT32).div(8).sub(1).reshape(new Shape(-1, 1, 8, 8));
        var data = Empirical.of(images).withLabels(rows.labels().orElseThrow());
        var matching = ConditionalFlowMatching.of(Gaussian.standard(64), data, AffinePath.of(Schedule.linear()), batch)
                .coupling(coupling);
        return LabelledFlowMatching.of(matching, 10, 0.1);
    }

    static Stream<Arguments> couplings() {
        return Stream.of(Arguments.of("I-CFM", Coupling.independent()), Arguments.of("OT-CFM", Coupling.minibatchOt()));
    }

    /** From E|x1 - x0|², since it begins at zero, to less than half within some seconds; the average of the weights as well. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("couplings")
    void theLossFallsByHalf(String name, Coupling coupling) {
        var task = task(coupling, 32);
        var net = NET.init(RNG.child("net"), DataType.FLOAT32, manager);
        double before = task.loss(net, RNG.child("held"));
        var run = Trainer.of(Adam.standard(), LearningRate.constant(3e-3).warmUp(10))
                .steps(60)
                .clip(20)
                .average(0.9)
                .fit(net, task, RNG.child("training"));
        double after = task.loss(run.takeBest(), RNG.child("held"));
        assertTrue(after < 0.5 * before, before + " became " + after);
        var noise = RNG.child("noise").normal(manager, DataType.FLOAT32, 4, 1, 8, 8);
        var solver = OdeSolver.fixed(Tableaus.MIDPOINT, 4);
        var samples = solver.solve(task.velocity(run.model()).guided(2, 0, 1, 2, 3), noise, 0, 1);
        assertEquals(noise.getShape(), samples.getShape());
        double largest = samples.abs().max().getFloat();
        assertTrue(largest < 4, "samples of images in [-1, 1] are as large as " + largest);
    }

    /** Six steps at once, and three and three: the same weights, bit for bit. */
    @Test
    void aTrainingIsResumed() {
        var task = task(Coupling.minibatchOt(), 8);
        var whole = NET.init(RNG.child("net"), DataType.FLOAT32, manager);
        trainer(6, "whole").fit(whole, task, RNG.child("training"));
        var first = NET.init(RNG.child("net"), DataType.FLOAT32, manager);
        trainer(3, "parts").fit(first, task, RNG.child("training"));
        var second = NET.init(RNG.child("other"), DataType.FLOAT32, manager);
        trainer(6, "parts").resume(second, task, RNG.child("training"));
        assertArrayEquals(
                whole.parameters().flat().toFloatArray(),
                second.parameters().flat().toFloatArray());
        var other = NET.dropout(0.1).init(RNG.child("net"), DataType.FLOAT32, manager);
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer(6, "parts").resume(other, task, RNG.child("training")),
                "a checkpoint of another net");
    }

    private Trainer trainer(int steps, String file) {
        return Trainer.adam(1e-3).steps(steps).average(0.9).checkpoint(folder.resolve(file), 3);
    }
}
