package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class BlockVelocityTest {

    private static final double FLOAT64 = 1e-12; // as in VelocityMlpTest
    private static final double H = 1e-4;
    private static final double DIFFERENCES = 1e-7; // H² / 6 of third derivatives below 5, and 1e-16 / H

    private NDManager manager;
    private VelocityMlp mlp;
    private BlockVelocity block;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        mlp = VelocityMlp.of(2, 6, 5).type(DataType.FLOAT64).init(Rng.of(8), manager);
        block = BlockVelocity.concatenated(net(), 2, BlockTangents.centralDifference(H));
        block.parameters().set(mlp.parameters().flat());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Block net() {
        var net = new SequentialBlock()
                .add(Linear.builder().setUnits(6).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(5).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(2).build());
        net.initialize(manager, DataType.FLOAT64, new Shape(1, 3));
        return net;
    }

    private NDArray normal(String name, long... shape) {
        return Rng.of(9).child(name).normal(manager, DataType.FLOAT64, shape);
    }

    @Test
    void agreesWithTheSameNetWrittenOut() {
        var x = normal("x", 4, 2);
        var a = normal("a", 4, 2);
        for (var t : List.of(normal("t", 1, 1), normal("t", 4, 1))) {
            assertClose(mlp.at(t, x), block.at(t, x), FLOAT64);
            var expected = mlp.parameters().gradient(manager);
            var actual = block.parameters().gradient(manager);
            assertClose(mlp.vjp(t, x, a, expected), block.vjp(t, x, a, actual), FLOAT64);
            assertClose(expected.flat(), actual.flat(), FLOAT64);
            for (var shape : new long[][] {{4, 2}, {3, 4, 2}, {3, 1, 2}}) {
                var dx = normal("dx", shape);
                var exact = mlp.jvp(t, x, dx);
                assertClose(exact.value(), block.jvp(t, x, dx).value(), FLOAT64);
                assertClose(exact.derivative(), block.jvp(t, x, dx).derivative(), DIFFERENCES);
                var b = normal("b", exact.derivative().getShape().getShape());
                expected.clear();
                actual.clear();
                assertClose(mlp.vjp(t, x, dx, a, b, expected), block.vjp(t, x, dx, a, b, actual), 20 * DIFFERENCES);
                assertClose(expected.flat(), actual.flat(), 100 * DIFFERENCES);
            }
        }
    }

    @Test
    void theBlockReadsTheVector() {
        var x = normal("x", 4, 2);
        block.parameters().flat().muli(0).addi(1);
        // every unit is then the same: tanh of sums, which one number shows
        double h1 = Math.tanh(x.getDouble(0, 0) + x.getDouble(0, 1) + 0.5 + 1);
        double h2 = Math.tanh(6 * h1 + 1);
        assertEquals(5 * h2 + 1, block.at(0.5, x).getDouble(0, 1), FLOAT64);
    }

    @Test
    void threeInARowAreEqual() {
        var w = normal("w", 3);
        var gradients = List.of(0, 1, 2).stream()
                .map(i -> Gradients.of(List.of(w), manager.ones(new Shape(3), DataType.FLOAT64), w::square)
                        .get(0))
                .toList();
        gradients.forEach(gradient -> assertClose(w.mul(2), gradient, FLOAT64));
        assertFalse(w.hasGradient());

        var x = normal("x", 4, 2);
        var t = Velocity.time(0.5, x);
        var first = block.parameters().gradient(manager);
        var toX = block.vjp(t, x, x, first);
        for (int i = 0; i < 3; i++) {
            var next = block.parameters().gradient(manager);
            assertClose(toX, block.vjp(t, x, x, next), 0);
            assertClose(first.flat(), next.flat(), 0);
        }
    }

    @Test
    void leftoversOfOthersAreNotAdded() {
        var w = normal("w", 3);
        var ones = manager.ones(new Shape(3), DataType.FLOAT64);
        Gradients.of(List.of(w), ones.mul(Double.NaN), w::square);
        assertClose(w.mul(2), Gradients.of(List.of(w), ones, w::square).get(0), FLOAT64);
    }

    @Test
    void whatIsNotUsedHasGradientZeroOfItsType() {
        var w = normal("w", 3);
        var unused = normal("unused", 2, 2);
        var ones = manager.ones(new Shape(3), DataType.FLOAT64);
        var gradient = Gradients.of(List.of(w, unused), ones, w::square).get(1);
        assertEquals(DataType.FLOAT64, gradient.getDataType());
        assertClose(unused.zerosLike(), gradient, 0);
    }

    @Test
    void misuseIsNamedAndLeavesTheCollectorUsable() {
        var w = normal("w", 3);
        var ones = manager.ones(new Shape(3), DataType.FLOAT64);
        assertThrows(
                IllegalStateException.class,
                () -> Gradients.of(
                        List.of(w),
                        ones,
                        () -> Gradients.of(List.of(w), ones, w::square).get(0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Gradients.of(List.of(w), ones, () -> w.square().sum()));
        assertClose(w.mul(2), Gradients.of(List.of(w), ones, w::square).get(0), FLOAT64);
    }

    @Test
    void temporariesAreFreed() {
        var x = normal("x", 4, 2);
        var t = Velocity.time(0.5, x);
        var gradient = block.parameters().gradient(manager);
        int[] live = new int[4];
        for (int i = 0; i < 4; i++) {
            try (var step = manager.newSubManager()) {
                var here = x.duplicate();
                here.attach(step);
                block.at(t, here);
                block.jvp(t, here, x);
                block.vjp(t, here, x, gradient);
                block.vjp(t, here, x, x, x, gradient);
                assertEquals(1 + 1 + 2 + 1 + 1, step.getManagedArrays().size());
            }
            live[i] = manager.getManagedArrays().size()
                    + Scalars.manager().getManagedArrays().size();
        }
        assertEquals(live[1], live[3]);
    }

    @Test
    void aRefusedPushSaysWhatToDo() {
        var refusing = BlockVelocity.concatenated(net(), 2, BlockTangents.refused());
        var x = normal("x", 4, 2);
        var message = assertThrows(UnsupportedOperationException.class, () -> refusing.jvp(Velocity.time(0, x), x, x))
                .getMessage();
        assertTrue(message.contains("centralDifference"), message);
        assertThrows(IllegalArgumentException.class, () -> BlockTangents.centralDifference(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> BlockVelocity.concatenated(Linear.builder().setUnits(2).build(), 2, BlockTangents.refused()));
        var wide = Linear.builder().setUnits(3).build();
        wide.initialize(manager, DataType.FLOAT64, new Shape(1, 3));
        var wrong = BlockVelocity.concatenated(wide, 2, BlockTangents.refused());
        assertThrows(IllegalArgumentException.class, () -> wrong.at(0, x));
    }

    private static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        double error = expected.sub(actual).abs().max().getDouble();
        assertTrue(error <= tolerance, "off by " + error + ", more than " + tolerance);
    }
}
