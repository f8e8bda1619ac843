package pathline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.coupling.Coupling;
import pathline.distribution.Distribution;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.distribution.Toy;
import pathline.field.Activation;
import pathline.field.Safetensors;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.LossWeight;
import pathline.objective.Objective;
import pathline.objective.Times;
import pathline.path.AffinePath;
import pathline.path.Schedule;
import pathline.random.Rng;

/** A checkpoint belongs to one training: whatever decides the numbers is compared before it is taken. */
class IdentityTest {

    private static final AffinePath LINE = AffinePath.of(Schedule.linear());
    private static final Gaussian SOURCE = Gaussian.standard(2);

    @TempDir
    private Path folder;

    private NDManager manager;
    private Path file;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        file = folder.resolve("training.safetensors");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static Empirical data(double first) {
        return Empirical.of(new double[][] {{first, 5}, {6, 6}});
    }

    private static ConditionalFlowMatching objective() {
        return ConditionalFlowMatching.of(SOURCE, data(5), LINE, 8);
    }

    private VelocityMlp net(Activation activation) {
        return VelocityMlp.of(2, 8).activation(activation).init(Rng.of(1), manager);
    }

    private Trainer trainer() {
        return Trainer.adam(1e-2).steps(4).checkpoint(file, 2);
    }

    private void refuses(String reason, Trainer trainer, Activation activation, Objective<Velocity> objective) {
        var net = net(activation);
        var before = net.parameters().flat().toFloatArray();
        var failure = assertThrows(IllegalArgumentException.class, () -> trainer.resume(net, objective, Rng.of(2)));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
        assertArrayEquals(before, net.parameters().flat().toFloatArray());
    }

    @Test
    void whatDecidesTheNumbersIsCompared() {
        trainer().fit(net(Activation.TANH), objective(), Rng.of(2));
        var same = trainer().resume(net(Activation.TANH), objective(), Rng.of(2));
        assertEquals(4, same.steps());
        refuses("objective.target", trainer(), Activation.TANH, ConditionalFlowMatching.of(SOURCE, data(-5), LINE, 8));
        refuses("objective.batch", trainer(), Activation.TANH, ConditionalFlowMatching.of(SOURCE, data(5), LINE, 9));
        refuses("model.activation", trainer(), Activation.SILU, objective());
        refuses("objective.coupling", trainer(), Activation.TANH, objective().coupling(Coupling.minibatchOt()));
        refuses("objective.times", trainer(), Activation.TANH, objective().times(Times.stratified()));
        refuses("objective.weight", trainer(), Activation.TANH, objective().weight(LossWeight.data(Schedule.linear())));
        var path = AffinePath.of(Schedule.trigonometric());
        refuses("objective.path", trainer(), Activation.TANH, ConditionalFlowMatching.of(SOURCE, data(5), path, 8));
        refuses("evaluated", trainer().evaluate("more", 2, v -> 0), Activation.TANH, objective());
        refuses("objective.class", trainer(), Activation.TANH, new Swirl(8));
    }

    @Test
    void anotherVersionOfTheLibraryIsAnotherTraining() throws IOException {
        trainer().fit(net(Activation.TANH), objective(), Rng.of(2));
        var content = Safetensors.read(file, manager);
        var notes = new java.util.LinkedHashMap<>(content.metadata());
        assertEquals(Identity.VERSION, notes.put("library", "0.9"));
        Safetensors.write(file, content.arrays(), notes);
        refuses("library", trainer(), Activation.TANH, objective());
        var build = Files.readString(Path.of("..", "..", "pom.xml"));
        assertTrue(
                build.contains("<version>" + Identity.VERSION + "</version>"), "Identity.VERSION is not the build's");
    }

    @Test
    void aLambdaIsNamedOrCannotBeResumed() {
        LearningRate rate = step -> 1e-2 / (step + 1);
        Objective<Velocity> lambda = (own, type, rng) -> new Swirl(8).draw(own, type, rng);
        var byRate = Trainer.adam(rate).steps(4).checkpoint(file, 2);
        var unnamed = assertThrows(
                IllegalArgumentException.class, () -> byRate.resume(net(Activation.TANH), objective(), Rng.of(2)));
        assertTrue(unnamed.getMessage().contains("learning rate, code without a name"), unnamed.getMessage());
        var other = assertThrows(
                IllegalArgumentException.class, () -> trainer().resume(net(Activation.TANH), lambda, Rng.of(2)));
        assertTrue(other.getMessage().contains("objective.named(\"...\")"), other.getMessage());
        assertFalse(Files.exists(file), "refused before the first step");
        Distribution own = (m, type, n, rng) -> rng.normal(m, type, n, 2);
        var inside = ConditionalFlowMatching.of(own, data(5), LINE, 8);
        var deep = assertThrows(
                IllegalArgumentException.class, () -> trainer().resume(net(Activation.TANH), inside, Rng.of(2)));
        assertTrue(deep.getMessage().contains("objective.source, code without a name"), deep.getMessage());
        trainer().resume(net(Activation.TANH), inside.named("own source"), Rng.of(2));
        trainer().resume(net(Activation.TANH), inside.named("own source"), Rng.of(2));
        refuses("objective.name", trainer(), Activation.TANH, inside.named("another"));
        var elsewhere = ConditionalFlowMatching.of(own, data(4), LINE, 8).named("own source");
        refuses("objective.target", trainer(), Activation.TANH, elsewhere);
        refuses(
                "settings",
                Trainer.adam(rate.named("1/k")).steps(4).checkpoint(file, 2),
                Activation.TANH,
                inside.named("own source"));
    }

    @Test
    void drawingABatchDoesNotChangeAnIdentity() {
        var objective = ConditionalFlowMatching.of(Toy.moonsA(), Toy.eightGaussiansA(), LINE, 8)
                .coupling(Coupling.sinkhorn(0.5));
        var before = pathline.check.Fingerprint.of(objective, "objective");
        objective.draw(manager, DataType.FLOAT32, Rng.of(1));
        objective.source().dim();
        assertEquals(before, pathline.check.Fingerprint.of(objective, "objective"));
        assertEquals(List.of(), before.unnamed());
    }
}
