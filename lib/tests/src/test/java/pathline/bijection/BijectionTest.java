package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.array.Scratch;
import pathline.random.Rng;

/** Composition, inversion, and the map alone, of two maps whose derivatives are known. */
class BijectionTest {

    /** y = a x: log |det| = d log a. */
    record Scaled(double a, int dim) implements Bijection {
        @Override
        public Mapped forward(NDArray x) {
            return times(x, a);
        }

        @Override
        public Mapped inverse(NDArray y) {
            return times(y, 1 / a);
        }

        private static Mapped times(NDArray x, double a) {
            try (var scratch = new Scratch()) {
                var volume = x.getManager().zeros(new Shape(x.getShape().get(0)), x.getDataType());
                double log = x.getShape().get(1) * Math.log(a);
                return Mapped.of(scratch.keep(x.mul(a)), scratch.keep(volume.add(log)));
            }
        }
    }

    /** y = sinh x: log |det| = sum of log cosh x. */
    record Sinh(int dim) implements Bijection {
        @Override
        public Mapped forward(NDArray x) {
            try (var scratch = new Scratch()) {
                var cosh = x.exp().add(x.neg().exp()).mul(0.5);
                var sinh = x.exp().sub(x.neg().exp()).mul(0.5);
                return Mapped.of(scratch.keep(sinh), scratch.keep(cosh.log().sum(new int[] {1})));
            }
        }

        @Override
        public Mapped inverse(NDArray y) {
            try (var scratch = new Scratch()) {
                var root = y.square().add(1).sqrt();
                var x = y.add(root).log();
                return Mapped.of(
                        scratch.keep(x),
                        scratch.keep(root.log().sum(new int[] {1}).neg()));
            }
        }
    }

    private NDManager manager;
    private NDArray x;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        x = Rng.of(1).normal(manager, DataType.FLOAT64, 6, 2);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aCompositionAddsLogDeterminantsAndUndoesTheLastFirst() {
        var both = new Scaled(3, 2).then(new Sinh(2));
        var there = both.forward(x);
        for (int i = 0; i < 6; i++) {
            double volume = 2 * Math.log(3);
            for (int j = 0; j < 2; j++) {
                double z = 3 * x.getDouble(i, j);
                assertEquals(Math.sinh(z), there.points().getDouble(i, j), 1e-12 * Math.cosh(z));
                volume += Math.log(Math.cosh(z));
            }
            assertEquals(volume, there.logDeterminant().getDouble(i), 1e-12);
        }
        near(there.points(), both.image(x));
        var back = both.inverse(there.points());
        near(x, back.points());
        near(there.logDeterminant().neg(), back.logDeterminant());
        near(x, both.preimage(there.points()));
        assertEquals(2, both.dim());
        assertEquals(DataType.FLOAT32, both.computesIn(DataType.FLOAT32));
    }

    @Test
    void turnedRoundTwiceItIsItself() {
        var sinh = new Sinh(2);
        var turned = sinh.inverted();
        near(sinh.inverse(x).points(), turned.forward(x).points());
        near(sinh.inverse(x).logDeterminant(), turned.forward(x).logDeterminant());
        near(sinh.forward(x).points(), turned.inverse(x).points());
        near(sinh.preimage(x), turned.image(x));
        near(sinh.image(x), turned.preimage(x));
        assertSame(sinh, turned.inverted());
        assertEquals(2, turned.dim());
    }

    @Test
    void onlyTheResultsStay() {
        var both = new Scaled(3, 2).then(new Sinh(2)).inverted();
        int before = manager.getManagedArrays().size();
        both.forward(x);
        both.inverse(x);
        both.image(x);
        both.preimage(x);
        assertEquals(before + 6, manager.getManagedArrays().size());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var two = new Scaled(3, 2);
        refused("next has 3 coordinates; expected 2", () -> two.then(new Sinh(3)));
        refused("next", () -> two.then(null));
        refused("given", () -> two.computesIn(null));
        refused("x is null", () -> two.image(null));
        refused("y is null", () -> two.preimage(null));
        refused("x is int32", () -> two.image(x.toType(DataType.INT32, true)));
        refused("points", () -> Mapped.of(null, x));
        refused("logDeterminant", () -> Mapped.of(x, x));
        refused("expected one float64 for each row", () -> Mapped.of(x, manager.zeros(new Shape(5), DataType.FLOAT64)));
        refused("expected one float64 for each row", () -> Mapped.of(x, manager.zeros(new Shape(6))));
    }

    private static void refused(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static void near(NDArray expected, NDArray found) {
        assertEquals(0, expected.sub(found).abs().max().getDouble(), 1e-12);
    }
}
