package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

class VelocityMlpTest {

    /** Two correct float64 computations of numbers of size 1 differ by some hundred roundings of 1e-16. */
    private static final double FLOAT64 = 1e-12;

    /** Central differences with h = 1e-5 in float64: truncation h², rounding 1e-16 / h, both times a few hundred. */
    private static final double DIFFERENCES = 1e-8;

    private static final double H = 1e-5;
    private static final int N = 5;

    private NDManager manager;
    private Rng rng;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        rng = Rng.of(11);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> nets() {
        var times = Stream.of(TimeInput.raw(), TimeInput.sinusoidal(3), TimeInput.concatSquash());
        return times.flatMap(time -> Stream.of(Activation.values())
                .flatMap(f -> Stream.of(false, true).map(perRow -> Arguments.of(f, time, perRow))));
    }

    private VelocityMlp net(Activation activation, TimeInput time) {
        return VelocityMlp.of(3, 7, 6)
                .activation(activation)
                .time(time)
                .type(DataType.FLOAT64)
                .init(rng.child("net"), manager);
    }

    private NDArray normal(String name, long... shape) {
        return rng.child(name).normal(manager, DataType.FLOAT64, shape);
    }

    private NDArray times(boolean perRow) {
        return rng.child("t").uniform(manager, DataType.FLOAT64, perRow ? N : 1, 1);
    }

    @Test
    void agreesWithPyTorch() {
        var fixture = new TorchFixture(manager);
        var velocity = fixture.velocity();
        var x = fixture.array("x");
        var t = Velocity.time(fixture.number("t"), x);
        assertClose(fixture.array("velocity"), velocity.at(fixture.number("t"), x), FLOAT64);

        var tangent = velocity.jvp(t, x, fixture.array("direction"));
        assertClose(fixture.array("velocity"), tangent.value(), FLOAT64);
        assertClose(fixture.array("jvp"), tangent.derivative(), FLOAT64);

        var axes = manager.eye(2).toType(DataType.FLOAT64, false).reshape(2, 1, 2);
        var columns = velocity.jvp(t, x, axes).derivative();
        assertClose(fixture.array("divergence"), columns.get("0, :, 0").add(columns.get("1, :, 1")), FLOAT64);
    }

    @ParameterizedTest
    @MethodSource("nets")
    void pushIsTheDirectionalDerivative(Activation activation, TimeInput time, boolean perRow) {
        var velocity = net(activation, time);
        var t = times(perRow);
        var x = normal("x", N, 3);
        var dx = normal("dx", 4, N, 3);
        var tangent = velocity.jvp(t, x, dx);
        assertClose(velocity.at(t, x), tangent.value(), FLOAT64);
        for (int k = 0; k < 4; k++) {
            var step = dx.get(k).mul(H);
            var difference =
                    velocity.at(t, x.add(step)).sub(velocity.at(t, x.sub(step))).div(2 * H);
            assertClose(difference, tangent.derivative().get(k), DIFFERENCES);
            assertClose(
                    velocity.jvp(t, x, dx.get(k)).derivative(),
                    tangent.derivative().get(k),
                    FLOAT64);
        }
    }

    @ParameterizedTest
    @MethodSource("nets")
    void pullIsTheTransposeOfPush(Activation activation, TimeInput time, boolean perRow) {
        var velocity = net(activation, time);
        var t = times(perRow);
        var x = normal("x", N, 3);
        var dx = normal("dx", N, 3);
        var a = normal("a", N, 3);
        double forward = inner(a, velocity.jvp(t, x, dx).derivative());
        assertEquals(forward, inner(velocity.vjp(t, x, a, Gradient.unwanted()), dx), FLOAT64);
    }

    @ParameterizedTest
    @MethodSource("nets")
    void pullIsTheGradient(Activation activation, TimeInput time, boolean perRow) {
        var velocity = net(activation, time);
        var t = times(perRow);
        var x = normal("x", N, 3);
        var a = normal("a", N, 3);
        var gradient = velocity.parameters().gradient(manager);
        var toX = velocity.vjp(t, x, a, gradient);
        checkGradient(velocity, x, toX, gradient, () -> inner(a, velocity.at(t, x)));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void pullOfThePushedPairIsTheGradient(Activation activation, TimeInput time, boolean perRow) {
        var velocity = net(activation, time);
        var t = times(perRow);
        var x = normal("x", N, 3);
        var a = normal("a", N, 3);
        for (var shape : new long[][] {{N, 3}, {2, N, 3}, {2, 1, 3}}) {
            var dx = normal("dx", shape);
            var b = shape.length == 2 ? normal("b", N, 3) : normal("b", 2, N, 3);
            var gradient = velocity.parameters().gradient(manager);
            var toX = velocity.vjp(t, x, dx, a, b, gradient);
            checkGradient(velocity, x, toX, gradient, () -> {
                var tangent = velocity.jvp(t, x, dx);
                return inner(a, tangent.value()) + inner(b, tangent.derivative());
            });
        }
    }

    @ParameterizedTest
    @MethodSource("nets")
    void cotangentsMayDependOnThePushedPair(Activation activation, TimeInput time, boolean perRow) {
        var velocity = net(activation, time);
        var t = times(perRow);
        var x = normal("x", N, 3);
        var dx = normal("dx", 2, N, 3);
        var gradient = velocity.parameters().gradient(manager);
        NDArray toX;
        try (var pair = velocity.linearize(t, x, dx)) {
            var alone = velocity.jvp(t, x, dx);
            assertClose(alone.value(), pair.value(), 0);
            assertClose(alone.derivative(), pair.derivative(), 0);
            toX = pair.vjp(pair.value().mul(2), pair.derivative().mul(2), gradient);
        }
        checkGradient(velocity, x, toX, gradient, () -> {
            var tangent = velocity.jvp(t, x, dx);
            return inner(tangent.value(), tangent.value()) + inner(tangent.derivative(), tangent.derivative());
        });
    }

    private interface Scalar {
        double value();
    }

    /** Compares one random directional derivative of a scalar in x and in the parameters with central differences. */
    private void checkGradient(VelocityMlp velocity, NDArray x, NDArray toX, Gradient gradient, Scalar scalar) {
        var flat = velocity.parameters().flat();
        for (int trial = 0; trial < 3; trial++) {
            var along = normal("along x" + trial, N, 3);
            assertEquals(difference(x, along, scalar), inner(toX, along), DIFFERENCES * 10, "x");
            var direction = normal("along theta" + trial, flat.getShape().get(0));
            assertEquals(
                    difference(flat, direction, scalar), inner(gradient.flat(), direction), DIFFERENCES * 100, "theta");
        }
    }

    private static double difference(NDArray at, NDArray along, Scalar scalar) {
        at.addi(along.mul(H));
        double above = scalar.value();
        at.subi(along.mul(2 * H));
        double below = scalar.value();
        at.addi(along.mul(H));
        return (above - below) / (2 * H);
    }

    @Test
    void gradientsAccumulateAndStartFromZero() {
        var velocity = net(Activation.TANH, TimeInput.raw());
        var t = times(true);
        var x = normal("x", N, 3);
        var a = normal("a", N, 3);
        var sum = velocity.parameters().gradient(manager);
        for (int i = 0; i < 3; i++) {
            var once = velocity.parameters().gradient(manager);
            velocity.vjp(t, x, a, once);
            velocity.vjp(t, x, a, sum);
            assertClose(once.flat().mul(i + 1), sum.flat(), FLOAT64);
        }
        sum.flat().divi(0);
        sum.clear();
        assertEquals(0, sum.norm());
    }

    @Test
    void theLossOfAVelocityTakesOneForwardPass() {
        var velocity = net(Activation.SILU, TimeInput.sinusoidal(2));
        var t = times(true);
        var x = normal("x", N, 3);
        var ut = normal("ut", N, 3);
        var gradient = velocity.parameters().gradient(manager);
        var at = velocity.linearize(t, x);
        assertClose(velocity.at(t, x), at.value(), 0);
        checkGradient(velocity, x, at.vjp(at.value().sub(ut).mul(2.0 / N), gradient), gradient, () -> {
            var residual = velocity.at(t, x).sub(ut);
            return inner(residual, residual) / N;
        });
        at.close();
        int before = manager.getManagedArrays().size();
        try (var again = velocity.linearize(t, x)) {
            again.vjp(x, gradient);
        }
        assertEquals(before + 2, manager.getManagedArrays().size());
    }

    @Test
    void rowsDoNotSeeEachOther() {
        var velocity = net(Activation.SILU, TimeInput.concatSquash());
        var t = times(true);
        var x = normal("x", N, 3);
        var all = velocity.at(t, x);
        for (int i = 0; i < N; i++) {
            assertClose(all.get(i + ":" + (i + 1)), velocity.at(t.getDouble(i, 0), x.get(i + ":" + (i + 1))), FLOAT64);
        }
    }

    @ParameterizedTest
    @MethodSource("nets")
    void temporariesAreFreed(Activation activation, TimeInput time, boolean perRow) {
        var velocity = net(activation, time);
        var t = times(perRow);
        var x = normal("x", N, 3);
        var dx = normal("dx", 2, N, 3);
        var gradient = velocity.parameters().gradient(manager);
        int before = 0;
        for (int i = 0; i < 4; i++) {
            try (var step = manager.newSubManager()) {
                var here = x.duplicate();
                here.attach(step);
                velocity.at(t, here);
                velocity.jvp(t, here, dx);
                velocity.vjp(t, here, x, gradient);
                velocity.vjp(t, here, dx, x, dx, gradient);
                try (var pair = velocity.linearize(t, here, dx)) {
                    pair.vjp(x, dx, gradient);
                }
                try (var whole = velocity.linearize(t, here);
                        var pair = whole.jvp(dx)) {
                    whole.vjp(x, gradient);
                    pair.vjp(x, dx, gradient);
                }
                assertEquals(1 + 1 + 2 + 1 + 1 + 3 + 4, step.getManagedArrays().size(), "x and results on x's manager");
            }
            int live = manager.getManagedArrays().size()
                    + Scalars.manager().getManagedArrays().size();
            assertTrue(i < 2 || live == before, "live arrays grew from " + before + " to " + live);
            before = live;
        }
    }

    @Test
    void float32StaysNearFloat64() {
        for (var activation : Activation.values()) {
            var exact = net(activation, TimeInput.raw());
            var rounded = VelocityMlp.of(3, 7, 6).activation(activation).zero(manager);
            rounded.parameters().set(exact.parameters().flat().toType(DataType.FLOAT32, false));
            var x = normal("x", 200, 3);
            var v = rounded.at(0.3, x.toType(DataType.FLOAT32, false));
            assertEquals(DataType.FLOAT32, v.getDataType());
            // twenty roundings of 6e-8 of numbers below 3
            assertClose(exact.at(0.3, x), v.toType(DataType.FLOAT64, false), 2e-6);
        }
    }

    private static double inner(NDArray a, NDArray b) {
        return a.mul(b).sum().getDouble();
    }

    private static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        double error = expected.sub(actual).abs().max().getDouble();
        assertTrue(error <= tolerance, "off by " + error + ", more than " + tolerance);
    }
}
