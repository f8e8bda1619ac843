package pathline.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import pathline.coupling.Coupling;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.distribution.Toy;
import pathline.field.VelocityMlp;
import pathline.objective.ConditionalFlowMatching;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.Trainer;

/** How often a step of training copies numbers between Java's and the engine's memory. */
final class CrossingsTest {

    private static final AffinePath PATH = AffinePath.of(Schedule.linear()).with(Bridge.constant(0.1));

    private static ConditionalFlowMatching matching(Distribution source) {
        return ConditionalFlowMatching.of(source, Toy.moonsA(), PATH, 64).coupling(Coupling.minibatchOt());
    }

    @Test
    void batchIsDrawnPairedAndPlacedOnItsPathWithoutOne() {
        try (var manager = NDManager.newBaseManager()) {
            long before = HostMemory.crossings();
            var batch = matching(Toy.eightGaussiansA()).draw(manager, DataType.FLOAT32, Rng.of(1));
            assertEquals(0, HostMemory.crossings() - before, batch::toString);
        }
    }

    /** The control: one that draws an array of the engine is read once, and written before that. */
    @Test
    void arrayOfTheCallersDistributionIsReadOnce() {
        try (var manager = NDManager.newBaseManager()) {
            long before = HostMemory.crossings();
            Distribution own = (home, type, n, rng) -> rng.normal(home, type, n, 2);
            var batch = matching(own).draw(manager, DataType.FLOAT32, Rng.of(1));
            long made = HostMemory.crossings() - before;
            assertTrue(made > 0, batch + " was drawn without a copy");
            assertEquals(4, made, "one for dim(), one write, one read for the coupling and one for the path");
        }
    }

    /** Of which the parameters have three, read by the net and by Adam and written by it, and the loss two; the gradient none. */
    @Test
    void stepOfTrainingHasNoMoreThanItsParametersAndItsLossNeed() {
        assertEquals(10 * 5, crossings(30) - crossings(20));
    }

    private static long crossings(int steps) {
        var net = VelocityMlp.of(2, 16, 16).init(Rng.of(1));
        long before = HostMemory.crossings();
        var run = Trainer.adam(1e-3).steps(steps).fit(net, matching(Gaussian.standard(2)), Rng.of(2));
        assertEquals(steps, run.steps());
        return HostMemory.crossings() - before;
    }
}
