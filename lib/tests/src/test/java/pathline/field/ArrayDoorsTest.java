package pathline.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.array.HostMemory;
import pathline.likelihood.AugmentedField;
import pathline.likelihood.Divergence;
import pathline.objective.LossWeight;
import pathline.objective.Regression;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.ode.Untouched;
import pathline.ode.VectorField;
import pathline.random.Rng;

/** Every door that takes an array refuses strings, with which the engine would end the JVM, and closed arrays. */
class ArrayDoorsTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray t = manager.full(new Shape(1, 1), 0.5f);
    private final NDArray x = manager.ones(new Shape(4, 2));

    @AfterEach
    void close() {
        manager.close();
    }

    private Map<String, Velocity> velocities() {
        var block = Linear.builder().setUnits(2).build();
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        var net = VelocityMlp.of(2, 4).init(Rng.of(1), manager);
        return Map.of(
                "net", net,
                "net in array operations", net.with(Passes.ARRAYS),
                "stack", VelocityMlp.of(2, 4).stack(2, Rng.of(1)),
                "block", BlockVelocity.concatenated(block, 2, BlockTangents.centralDifference(1e-2)),
                "linear", LinearField.of(new double[][] {{1, 0}, {0, 1}}),
                "labelled",
                        LabelledVelocity.of(VelocityMlp.of(2, 4).context(3).init(Rng.of(1), manager), 3)
                                .given(1),
                "guided",
                        LabelledVelocity.of(VelocityMlp.of(2, 4).context(3).init(Rng.of(1), manager), 3)
                                .guided(2, 1));
    }

    private static void of(Velocity v, NDArray t, NDArray x, String name, Map<String, Consumer<NDArray>> doors) {
        var none = Gradient.unwanted();
        doors.put(name + ".at(t)", bad -> v.at(bad, x));
        doors.put(name + ".at(x)", bad -> v.at(t, bad));
        doors.put(name + ".at(0.5, x)", bad -> v.at(0.5, bad));
        doors.put(name + ".jvp(x)", bad -> v.jvp(t, bad, x));
        doors.put(name + ".jvp(dx)", bad -> v.jvp(t, x, bad));
        doors.put(name + ".vjp(x)", bad -> v.vjp(t, bad, x, none));
        doors.put(name + ".vjp(a)", bad -> v.vjp(t, x, bad, none));
        doors.put(name + ".vjp(dx)", bad -> v.vjp(t, x, bad, x, x, none));
        doors.put(name + ".vjp(b)", bad -> v.vjp(t, x, x, x, bad, none));
        doors.put(name + ".linearize(x)", bad -> v.linearize(t, bad));
        doors.put(name + ".linearize.vjp", bad -> v.linearize(t, x).vjp(bad, none));
        doors.put(name + ".linearize.jvp", bad -> v.linearize(t, x).jvp(bad));
        doors.put(name + ".linearize(dx)", bad -> v.linearize(t, x, bad));
        doors.put(name + ".linearize(dx).vjp(a)", bad -> v.linearize(t, x, x).vjp(bad, x, none));
        doors.put(name + ".linearize(dx).vjp(b)", bad -> v.linearize(t, x, x).vjp(x, bad, none));
        doors.put(name + ".traced", v::traced);
    }

    private Map<String, Consumer<NDArray>> doors() {
        var doors = new LinkedHashMap<String, Consumer<NDArray>>();
        velocities().forEach((name, velocity) -> of(velocity, t, x, name, doors));
        var linear = LinearField.of(new double[][] {{1, 0}, {0, 1}});
        var trace = Divergence.exact().forSolve(x);
        var augmented = AugmentedField.of(linear, trace);
        var solver = OdeSolver.fixed(Tableaus.EULER, 2);
        doors.put("flow", bad -> linear.flow(0, 1, bad));
        doors.put("solve", bad -> solver.solve((time, y) -> y, bad, 0, 1));
        doors.put("pointwise", bad -> VectorField.pointwise((time, y) -> y).at(0, bad));
        doors.put("memory", HostMemory::doubles);
        doors.put("untouched", bad -> Untouched.during(0, () -> x, bad));
        doors.put("gradients", bad -> Gradients.of(List.of(bad), x, () -> x));
        doors.put("gradients' cotangent", bad -> Gradients.of(List.of(x), bad, () -> x));
        doors.put("gradients' result", bad -> Gradients.of(List.of(x), x, () -> bad));
        doors.put("trace", bad -> trace.at(linear, 0, bad));
        doors.put("divergence", bad -> Divergence.exact().forSolve(bad));
        doors.put("start", augmented::start);
        doors.put("points", augmented::points);
        doors.put("augmented", bad -> augmented.at(0, bad));
        doors.put("regression's t", bad -> new Regression(bad, x, x));
        doors.put("regression's x", bad -> new Regression(t, bad, x));
        doors.put("regression's u", bad -> new Regression(t, x, bad));
        doors.put("weight", bad -> LossWeight.of(time -> 1).at(bad));
        doors.put("waves", TimeInput.sinusoidal(2)::columns);
        doors.put(
                "condition",
                bad -> VelocityMlp.of(2, 4).context(1).init(Rng.of(1), manager).given(bad));
        return doors;
    }

    private static void refused(String name, Consumer<NDArray> door, NDArray bad) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> door.accept(bad), name);
        assertTrue(refusal.getStackTrace()[0].getClassName().startsWith("pathline."), name);
    }

    @Test
    void stringsAreRefused() {
        var strings = manager.create(new String[] {"a", "b"});
        doors().forEach((name, door) -> refused(name, door, strings));
    }

    @Test
    void closedArraysAreRefused() {
        var closed = manager.ones(new Shape(4, 2));
        closed.close();
        doors().forEach((name, door) -> refused(name, door, closed));
    }

    @Test
    void aGradientByWhatAFunctionDoesNotReadIsZero() {
        for (var cotangent : List.of(x.onesLike(), x)) { // a cotangent is a constant, also where it is the variable
            var gradient = Gradients.of(List.of(x), cotangent, () -> manager.ones(new Shape(4, 2)));
            assertArrayEquals(new float[8], gradient.get(0).toFloatArray());
        }
    }

    @Test
    void aTimeThatFloat32CannotSayIsRefused() {
        for (var velocity : velocities().values()) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> velocity.at(1e300, x));
            assertTrue(refusal.getMessage().startsWith("t is 1.0E300; expected"), refusal.getMessage());
        }
    }

    @Test
    void plainArraysWithoutRoomAreRefused() {
        var net = VelocityMlp.of(2, 4).init(Rng.of(1), manager).float32().orElseThrow();
        var eight = new float[8];
        assertEquals(
                "x has 7 numbers; expected rows of 2, one for each point",
                assertThrows(IllegalArgumentException.class, () -> net.at(0, new float[7], eight))
                        .getMessage());
        for (var bad : new float[][] {null, new float[7]}) {
            assertThrows(IllegalArgumentException.class, () -> net.at(0, eight, bad));
            assertThrows(IllegalArgumentException.class, () -> net.vjp(0, eight, bad, eight, eight));
            assertThrows(IllegalArgumentException.class, () -> net.gatherVjp(0, eight, eight, bad));
            assertThrows(IllegalArgumentException.class, () -> net.gatherVjp(0, eight, eight, eight, bad));
        }
        var gathered = net.gathered();
        assertThrows(IllegalArgumentException.class, () -> gathered.begin(-1));
        assertThrows(IllegalArgumentException.class, () -> gathered.add(List.of(0), new double[] {1}));
        gathered.begin(0);
        gathered.add(List.of(0), new double[] {1});
        assertThrows(IllegalArgumentException.class, () -> gathered.addTo(null));
    }
}
