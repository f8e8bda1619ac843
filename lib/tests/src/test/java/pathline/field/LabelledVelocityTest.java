package pathline.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class LabelledVelocityTest {

    private static final int N = 4;
    private static final double H = 1e-5; // differences err by H² and by 1e-16 / H

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(3);
    private final VelocityMlp net =
            VelocityMlp.of(2, 6).context(3).type(DataType.FLOAT64).init(rng.child("net"), manager);
    private final LabelledVelocity labelled = LabelledVelocity.of(net, 3);
    private final NDArray t = rng.child("t").uniform(manager, DataType.FLOAT64, N, 1);
    private final NDArray x = rng.child("x").normal(manager, DataType.FLOAT64, N, 2);

    @AfterEach
    void close() {
        manager.close();
    }

    private static void assertSame(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), tolerance);
    }

    @Test
    void eachPointIsToldItsLabel() {
        var all = labelled.given(0, 2, LabelledVelocity.NONE, 1).at(t, x);
        int[] labels = {0, 2, LabelledVelocity.NONE, 1};
        for (int i = 0; i < N; i++) {
            var told = manager.zeros(new Shape(1, 3), DataType.FLOAT64);
            if (labels[i] >= 0) {
                told.setScalar(new NDIndex("0, " + labels[i]), 1);
            }
            var row = i + ":" + (i + 1);
            var alone = net.given(told).at(t.get(row), x.get(row));
            assertEquals(alone.getDouble(0, 0), all.getDouble(i, 0), 1e-14);
            assertEquals(alone.getDouble(0, 1), all.getDouble(i, 1), 1e-14);
        }
    }

    @Test
    void guidanceAtOneIsTheLabelsFieldAndAtZeroThatOfAll() {
        var bound = labelled.given(1).at(t, x);
        var free = labelled.given(LabelledVelocity.NONE).at(t, x);
        assertArrayEquals(bound.toDoubleArray(), labelled.guided(1, 1).at(t, x).toDoubleArray()); // to the last bit
        assertArrayEquals(free.toDoubleArray(), labelled.guided(0, 1).at(t, x).toDoubleArray());
        var three = free.add(bound.sub(free).mul(3));
        assertSame(three, labelled.guided(3, 1).at(t, x), 1e-14);
        assertTrue(bound.sub(free).abs().max().getDouble() > 1e-3);
    }

    @Test
    void pushAndPullAreDerivativesOfTheValue() {
        assertDerivatives(labelled.given(0, 2, LabelledVelocity.NONE, 1));
        assertDerivatives(labelled.given(2));
        assertDerivatives(labelled.guided(2.5, 0, 2, LabelledVelocity.NONE, 1));
    }

    private void assertDerivatives(Velocity v) {
        assertEquals(2, v.dim());
        var dx = rng.child("dx").normal(manager, DataType.FLOAT64, N, 2);
        var a = rng.child("a").normal(manager, DataType.FLOAT64, N, 2);
        var b = rng.child("b").normal(manager, DataType.FLOAT64, N, 2);
        var pushed = v.jvp(t, x, dx);
        assertSame(v.at(t, x), pushed.value(), 1e-14);
        var difference =
                v.at(t, x.add(dx.mul(H))).sub(v.at(t, x.sub(dx.mul(H)))).div(2 * H);
        assertSame(difference, pushed.derivative(), 1e-8);
        var two = v.jvp(t, x, dx.expandDims(0).repeat(0, 2));
        assertSame(pushed.derivative(), two.derivative().get(1), 1e-14);

        var gradient = v.parameters().gradient(manager);
        var back = v.vjp(t, x, a, gradient);
        double forward = a.mul(pushed.derivative()).sum().getDouble();
        assertEquals(forward, back.mul(dx).sum().getDouble(), 1e-12);
        var fused = v.parameters().gradient(manager);
        try (var at = v.linearize(t, x)) {
            assertSame(v.at(t, x), at.value(), 1e-14);
            assertSame(back, at.vjp(a, fused), 1e-14);
        }
        assertSame(gradient.flat(), fused.flat(), 1e-14);
        assertParameterSlope(v, gradient, () -> a.mul(v.at(t, x)).sum().getDouble());

        var pair = v.parameters().gradient(manager);
        var backPair = v.vjp(t, x, dx, a, b, pair);
        assertParameterSlope(v, pair, () -> value(v, dx, a, b, x));
        var fusedPair = v.parameters().gradient(manager);
        try (var at = v.linearize(t, x, dx)) {
            assertSame(backPair, at.vjp(a, b, fusedPair), 1e-14);
            assertSame(pushed.value(), at.value(), 1e-14);
            assertSame(pushed.derivative(), at.derivative(), 1e-14);
        }
        assertSame(pair.flat(), fusedPair.flat(), 1e-14);
        double slope = (value(v, dx, a, b, x.add(dx.mul(H))) - value(v, dx, a, b, x.sub(dx.mul(H)))) / (2 * H);
        assertEquals(slope, backPair.mul(dx).sum().getDouble(), 1e-7);
    }

    private double value(Velocity v, NDArray dx, NDArray a, NDArray b, NDArray at) {
        var pushed = v.jvp(t, at, dx);
        return a.mul(pushed.value()).sum().getDouble()
                + b.mul(pushed.derivative()).sum().getDouble();
    }

    private interface Value {
        double now();
    }

    /** Along one random direction of all parameters. */
    private void assertParameterSlope(Velocity v, Gradient gradient, Value value) {
        var flat = v.parameters().flat();
        var direction = rng.child("direction").normal(manager, DataType.FLOAT64, flat.size());
        flat.addi(direction.mul(H));
        double above = value.now();
        flat.subi(direction.mul(2 * H));
        double below = value.now();
        flat.addi(direction.mul(H));
        assertEquals(
                (above - below) / (2 * H), gradient.flat().mul(direction).sum().getDouble(), 1e-6);
    }

    @Test
    void refusesForeignLabels() {
        assertThrows(IllegalArgumentException.class, () -> labelled.given(3));
        assertThrows(IllegalArgumentException.class, () -> labelled.given());
        assertThrows(IllegalArgumentException.class, () -> labelled.guided(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> labelled.given(0, 1).at(t, x));
        assertThrows(IllegalArgumentException.class, () -> LabelledVelocity.of(net, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelledVelocity.of(net, 5).given(1));
        assertThrows(IllegalArgumentException.class, () -> labelled.given(x));
    }
}
