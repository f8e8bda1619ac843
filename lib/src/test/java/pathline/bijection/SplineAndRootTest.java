package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.array.HostMemory;
import pathline.field.Gradients;
import pathline.field.Parameters;
import pathline.random.Rng;

/** Transformers at their edges: far points, ends of intervals, tails, numbers that are not finite, and what is refused. */
class SplineAndRootTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray column(double... values) {
        return HostMemory.array(manager, DataType.FLOAT64, values, values.length, 1);
    }

    private NDArray raw(Transformer transformer, int rows) {
        return Rng.of(1).normal(manager, DataType.FLOAT64, rows, 1, transformer.count());
    }

    private Weights own(Transformer transformer) {
        Parameters parameters =
                transformer.declare(Parameters.named(), Rng.of(2)).make(DataType.FLOAT64, manager);
        return new Weights(WeightSource.of(parameters), "");
    }

    @Test
    void aSplineIsTheIdentityOutsideWithFiniteGradients() {
        var spline = new RationalQuadratic(6, 3);
        var x = column(-1e300, -3.0000001, -3, 3, 3.0000001, 1e300, 0.3);
        var raw = raw(spline, 7);
        var y = spline.forward(x, raw, own(spline));
        var values = HostMemory.doubles(y.values());
        assertArrayEquals(
                new double[] {-1e300, -3.0000001, -3, 3, 3.0000001, 1e300},
                Stream.iterate(0, k -> k + 1)
                        .limit(6)
                        .mapToDouble(k -> values[k])
                        .toArray(),
                1e-14);
        var slopes = HostMemory.doubles(y.logSlope());
        for (int k : new int[] {0, 1, 2, 3, 4, 5}) {
            assertEquals(0, slopes[k], 1e-12, "log-slope " + k); // 1 at the ends, from either side
        }
        var gradients = Gradients.of(List.of(x, raw), y.values(), () -> {
            var z = spline.forward(x, raw, own(spline));
            return z.values().add(z.logSlope());
        });
        gradients.forEach(gradient -> finite(gradient));
        var back = spline.inverse(y.values(), raw, own(spline));
        LayerChecks.near("inverse", x, back.values(), 1e-12);
    }

    /** At a knot the bin on the right is taken, and both agree in value and slope. */
    @Test
    void aSplineIsSmoothAtItsKnots() {
        var spline = new RationalQuadratic(4, 2);
        var raw = manager.zeros(new Shape(3, 1, spline.count()), DataType.FLOAT64);
        raw.set(new NDIndex(":, :, 8:"), 0.7);
        var y = spline.forward(column(-1, -1 + 1e-9, -1 - 1e-9), raw, own(spline)); // a knot of equal bins
        var slopes = HostMemory.doubles(y.logSlope());
        assertEquals(Math.log(1e-3 + Math.log1p(Math.exp(0.7))), slopes[0], 1e-12);
        assertEquals(slopes[0], slopes[1], 1e-7);
        assertEquals(slopes[0], slopes[2], 1e-7);
        assertEquals(-1, HostMemory.doubles(y.values())[0], 1e-12);
    }

    @Test
    void aDivisorDividesWidthsAndHeights() {
        var raw = raw(new RationalQuadratic(3, 1), 2);
        var divided = raw.duplicate();
        divided.set(new NDIndex(":, :, 0:6"), raw.get(":, :, 0:6").div(4));
        var plain = new RationalQuadratic(3, 1);
        var x = column(0.2, -0.6);
        var found = plain.dividedBy(4).forward(x, raw, own(plain));
        var expected = plain.forward(x, divided, own(plain));
        LayerChecks.near("values", expected.values(), found.values(), 1e-13);
        LayerChecks.near("slopes", expected.logSlope(), found.logSlope(), 1e-13);
    }

    static Stream<Transformer> searched() {
        return Stream.of(
                new DeepSigmoid(8, 1), new DeepSigmoid(4, 2), new MixtureCdf(5), new MonotoneIntegral(2, 8, 2, 40));
    }

    static Stream<Transformer> all() {
        return Stream.concat(searched(), Stream.of(new RationalQuadratic(5, 3)));
    }

    /** In the tails log-slopes stay finite, and so do gradients. */
    @ParameterizedTest
    @MethodSource("all")
    void farPointsHaveFiniteValuesSlopesAndGradients(Transformer transformer) {
        for (var type : List.of(DataType.FLOAT64, DataType.FLOAT32)) {
            var x = column(-1e4, -300, -40, 40, 300, 1e4).toType(type, true);
            var raw = raw(transformer, 6).toType(type, true);
            Parameters parameters =
                    transformer.declare(Parameters.named(), Rng.of(2)).make(type, manager);
            var own = new Weights(WeightSource.of(parameters), "");
            var y = transformer.forward(x, raw, own);
            finite(y.values());
            finite(y.logSlope());
            var gradients = Gradients.of(List.of(x, raw), x, () -> {
                var z = transformer.forward(x, raw, own);
                return z.values().add(z.logSlope());
            });
            gradients.forEach(gradient -> finite(gradient));
        }
    }

    /** One row that is NaN is NaN, and leaves the others alone. */
    @ParameterizedTest
    @MethodSource("all")
    void aNumberThatIsNoneStaysNone(Transformer transformer) {
        var raw = raw(transformer, 3);
        var x = column(0.5, Double.NaN, -0.5);
        var y = transformer.forward(x, raw, own(transformer));
        var values = HostMemory.doubles(y.values());
        assertTrue(Double.isFinite(values[0]) && Double.isNaN(values[1]) && Double.isFinite(values[2]));
        var back = transformer.inverse(y.values(), raw, own(transformer));
        var found = HostMemory.doubles(back.values());
        assertEquals(0.5, found[0], 1e-10);
        assertTrue(Double.isNaN(found[1]));
        assertEquals(-0.5, found[2], 1e-10);
    }

    /** With zeros for the raw numbers it is near the identity. */
    @ParameterizedTest
    @MethodSource("all")
    void zerosMakeItNearlyTheIdentity(Transformer transformer) {
        var x = column(-2, -1, 0, 1, 2);
        var raw = manager.zeros(new Shape(5, 1, transformer.count()), DataType.FLOAT64);
        var y = transformer.forward(x, raw, own(transformer));
        assertEquals(0, y.values().sub(x).abs().max().getDouble(), 0.35);
        assertEquals(0, y.logSlope().abs().max().getDouble(), 0.5);
    }

    /** The gradient of the inverse, in the point and in the raw numbers, against central differences. */
    @ParameterizedTest
    @MethodSource("all")
    void theInverseHasAGradientToo(Transformer transformer) {
        var raw = raw(transformer, 4);
        var y = column(-1.2, -0.1, 0.4, 1.3);
        var own = own(transformer);
        Supplier<NDArray> value = () -> {
            var x = transformer.inverse(y, raw, own);
            return x.values().add(x.logSlope());
        };
        var gradients = Gradients.of(List.of(y, raw), y.onesLike(), value);
        for (int k = 0; k < 2; k++) {
            var variable = k == 0 ? y : raw;
            var direction = Rng.of(5)
                    .normal(manager, DataType.FLOAT64, variable.getShape().getShape());
            variable.addi(direction.mul(1e-5));
            double up = value.get().sum().getDouble();
            variable.subi(direction.mul(2e-5));
            double down = value.get().sum().getDouble();
            variable.addi(direction.mul(1e-5));
            double slope = (up - down) / 2e-5;
            assertEquals(slope, gradients.get(k).mul(direction).sum().getDouble(), 1e-6 * (1 + Math.abs(slope)));
        }
    }

    @Test
    void whatIsNotReachedIsRefusedByRowAndCoordinate() {
        var sigmoid = new DeepSigmoid(4, 1);
        var raw = raw(sigmoid, 2);
        for (double far : new double[] {14.6, -14.6, Double.POSITIVE_INFINITY}) {
            var y = column(0, far);
            var failed = assertThrows(ArithmeticException.class, () -> sigmoid.inverse(y, raw, own(sigmoid)));
            assertTrue(failed.getMessage().contains("Row 1, coordinate 0 of z is " + far), failed.getMessage());
        }
        assertEquals(
                14.5,
                sigmoid.forward(column(1e9, 1e9), raw, own(sigmoid))
                        .values()
                        .max()
                        .getDouble(),
                0.01);
    }

    /** f(x) = x³ + 1e-6 x: slopes from 1e-6 to 1e12. */
    @Test
    void theSearchFindsRootsOfFlatAndOfSteepFunctions() {
        var expected = column(-1e4, -3, -1e-3, 0, 1e-6, 0.5, 8, 9.5, 1e6);
        var y = cubic(expected).values();
        var found = MonotoneRoot.solve(y, SplineAndRootTest::cubic);
        LayerChecks.near("roots", expected, found.values(), 1e-12);
        LayerChecks.near("slopes", cubic(expected).logSlope().neg(), found.logSlope(), 1e-6);
    }

    private static Transformed cubic(NDArray x) {
        var square = x.square();
        return new Transformed(
                x.mul(square).add(x.mul(1e-6)), square.mul(3).add(1e-6).log());
    }

    /** v = 0 makes g = 1, and y = x + β; v = 2 sinh 1 makes g = e. */
    @Test
    void anIntegralOfAConstantIsItsProduct() {
        var integral = new MonotoneIntegral(1, 3, 1, 4);
        Parameters parameters = integral.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64, manager);
        parameters.get("out.weight").muli(0);
        var own = new Weights(WeightSource.of(parameters), "");
        var raw = raw(integral, 3);
        var shift = raw.get(":, :, 0");
        var x = column(-2, 0.5, 30);
        LayerChecks.near("1", x.add(shift), integral.forward(x, raw, own).values(), 1e-13);
        parameters.get("out.bias").addi(2 * Math.sinh(1));
        var y = integral.forward(x, raw, own);
        LayerChecks.near("e", x.mul(Math.E).add(shift), y.values(), 1e-13);
        LayerChecks.near("log", x.onesLike(), y.logSlope(), 1e-13);
    }

    /** In the tails of a mixture y is that of the component with the greatest scale, up to a constant: the slope is 1 over its scale. */
    @Test
    void aMixtureKeepsItsTails() {
        var mixture = new MixtureCdf(2);
        var raw = manager.zeros(new Shape(1, 1, 6), DataType.FLOAT64);
        raw.set(new NDIndex("0, 0, 4"), 1);
        double scale = Math.exp(5 * Math.tanh(0.2));
        var found = mixture.forward(column(-3000), raw, own(mixture));
        assertEquals(-Math.log(scale), found.logSlope().getDouble(), 1e-12);
        assertEquals((-3000 + 0.5) / scale + Math.log(0.5), found.values().getDouble(), 1e-9);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("bins is 1", () -> new RationalQuadratic(1, 3));
        refused("bound", () -> new RationalQuadratic(4, Double.NaN));
        refused("bound", () -> new RationalQuadratic(4, 0));
        refused("divisor", () -> new RationalQuadratic(4, 1).dividedBy(Double.POSITIVE_INFINITY));
        refused("features is 0", () -> new FromFeatures(0, new DeepSigmoid(1, 1)));
        refused("transformer", () -> new FromFeatures(1, null));
        refused("width is 0", () -> new DeepSigmoid(0, 1));
        refused("stages is 0", () -> new DeepSigmoid(1, 0));
        refused("components is 0", () -> new MixtureCdf(0));
        refused("inputs", () -> new MonotoneIntegral(0, 1, 1, 2));
        refused("width", () -> new MonotoneIntegral(1, 0, 1, 2));
        refused("hidden", () -> new MonotoneIntegral(1, 1, 0, 2));
        refused("intervals is 3; expected an even number", () -> new MonotoneIntegral(1, 1, 1, 3));
    }

    private static void refused(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static void finite(NDArray array) {
        for (double number : HostMemory.doubles(array)) {
            assertTrue(Double.isFinite(number), () -> "not finite: " + array.toDebugString(true));
        }
    }
}
