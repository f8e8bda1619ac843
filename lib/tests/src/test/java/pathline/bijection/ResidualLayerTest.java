package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.field.Gradients;
import pathline.field.Parameters;
import pathline.random.Rng;

/** Residual layers: the norm of their matrices, both ways to their determinant, and where they have no inverse. */
class ResidualLayerTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Weights own(FlowLayer layer, double spread) {
        Parameters parameters = layer.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64, manager);
        parameters
                .flat()
                .addi(Rng.of(2)
                        .normal(manager, DataType.FLOAT64, parameters.count())
                        .mul(spread));
        return new Weights(WeightSource.of(parameters), "");
    }

    @Test
    void theSpectralNormIsTheGreatestSingularValue() {
        for (var shape : List.of(new Shape(3, 3), new Shape(1, 5), new Shape(40, 7), new Shape(64, 64))) {
            var matrix = Rng.of(3).normal(manager, DataType.FLOAT64, shape.getShape());
            double expected = greatest(matrix);
            double found = HostMemory.number(SpectralNorm.norm(matrix));
            assertTrue(found <= expected * (1 + 1e-12) && found >= expected * (1 - 1e-3), found + " " + expected);
            double rounded = HostMemory.number(SpectralNorm.norm(matrix.toType(DataType.FLOAT32, true)));
            assertEquals(expected, rounded, 1e-3 * expected);
        }
    }

    @Test
    void theSpectralNormOfSpecialMatrices() {
        assertEquals(2, HostMemory.number(SpectralNorm.norm(manager.eye(4).mul(2))), 1e-6); // no gap at all
        assertEquals(0, HostMemory.number(SpectralNorm.norm(manager.zeros(new Shape(3, 2)))));
        var tiny = manager.create(new double[][] {{0, 1e-20}, {0, 0}});
        assertEquals(1e-20, HostMemory.number(SpectralNorm.norm(tiny)), 1e-32);
        var alternating = manager.create(new double[][] {{1, -1}, {-1, 1}});
        assertEquals(2, HostMemory.number(SpectralNorm.norm(alternating)), 1e-12);
        var zeros = SpectralNorm.bounded(manager.zeros(new Shape(3, 2)), manager.create(0.9f));
        assertEquals(0, zeros.abs().max().getFloat());
        var none = manager.create(new double[][] {{1, Double.NaN}, {2, 3}});
        assertTrue(Double.isNaN(HostMemory.number(SpectralNorm.norm(none))));
    }

    private static double greatest(NDArray matrix) {
        var numbers = HostMemory.doubles(matrix);
        int columns = (int) matrix.getShape().get(1);
        var real = MatrixUtils.createRealMatrix((int) matrix.getShape().get(0), columns);
        for (int k = 0; k < numbers.length; k++) {
            real.setEntry(k / columns, k % columns, numbers[k]);
        }
        return new SingularValueDecomposition(real).getNorm();
    }

    /** However great the learned numbers: no point of a secant's slope above the product of the bounds. */
    @Test
    void theResidualIsAContraction() {
        var layer = ResidualLayer.of(3, 16, 16);
        var own = own(layer, 10);
        var x = Rng.of(4).normal(manager, DataType.FLOAT64, 500, 3);
        var y = x.add(Rng.of(5).normal(manager, DataType.FLOAT64, 500, 3).mul(0.1));
        var g = layer.forward(x, own).points().sub(x);
        var h = layer.forward(y, own).points().sub(y);
        var ratio = length(g.sub(h)).div(length(x.sub(y))).max().getDouble();
        assertTrue(ratio < 0.9 * 0.9 * 0.9 * 1.001, "Lipschitz constant at least " + ratio);
    }

    private static NDArray length(NDArray rows) {
        return rows.square().sum(new int[] {1}).sqrt();
    }

    /** Elimination against the series and the determinant that another program computed is in the fixtures; here at d = 64. */
    @Test
    void theExactDeterminantOfManyCoordinates() {
        LayerChecks.of(ResidualLayer.of(64, 20)).logDeterminant();
    }

    /**
     * J = 0.6 I in three coordinates: means over seeds of estimates, and of their gradients along J's last matrix, are within 4.5
     * standard errors of 3 log 1.6 and of 3 · 0.6/1.6.
     */
    @Test
    void theEstimateAndItsGradientAreUnbiased() {
        int seeds = 3000;
        var unit = manager.eye(3, 3, 0, DataType.FLOAT64);
        var last = unit.duplicate();
        var x = manager.zeros(new Shape(1, 3), DataType.FLOAT64);
        var jacobian = new ResidualJacobian(List.of(unit.mul(0.6), last), List.of(x.add(1)));
        var one = manager.ones(new Shape(1), DataType.FLOAT64);
        var value = new double[2];
        var slope = new double[2];
        for (int seed = 0; seed < seeds; seed++) {
            var estimator = new RouletteDeterminant(1, 0.5, seed);
            add(value, Scratch.keeping(() -> estimator.logs(jacobian, x)), seeds);
            add(
                    slope,
                    Scratch.keeping(() -> Gradients.of(List.of(last), one, () -> estimator.logs(jacobian, x))
                            .get(0)
                            .mul(unit)
                            .sum()),
                    seeds);
        }
        assertWithin(3 * Math.log(1.6), value, seeds);
        assertWithin(3 * 0.6 / 1.6, slope, seeds);
    }

    private static void add(double[] moments, NDArray number, int count) {
        try (number) {
            double one = HostMemory.number(number);
            moments[0] += one / count;
            moments[1] += one * one / count;
        }
    }

    private static void assertWithin(double expected, double[] moments, int count) {
        double error = Math.sqrt((moments[1] - moments[0] * moments[0]) / count);
        assertTrue(error > 0 && error < 0.06, "standard error " + error);
        assertEquals(expected, moments[0], 4.5 * error);
    }

    @Test
    void anEstimateIsTheSameForTheSamePointsAndAnotherForOthers() {
        var layer = ResidualLayer.of(70, 8);
        assertEquals(new RouletteDeterminant(10, 0.75, 0), layer.determinant());
        var own = own(layer, 0.3);
        var x = Rng.of(8).normal(manager, DataType.FLOAT64, 3, 70);
        var once = layer.forward(x, own).logDeterminant();
        LayerChecks.near("again", once, layer.forward(x, own).logDeterminant(), 0);
        var moved = layer.forward(x.add(1e-9), own).logDeterminant();
        assertTrue(moved.sub(once).abs().max().getDouble() > 1e-6);
        var exact = layer.by(new ExactDeterminant()).forward(x, own).logDeterminant();
        LayerChecks.near("about", exact, once, 1);
        LayerChecks.near(
                "inverse", x, layer.inverse(layer.forward(x, own).points(), own).points(), 1e-10);
    }

    /** However many rows there are, and in whatever order. */
    @Test
    void anEstimateOfARowDependsOnThatRowAlone() {
        var layer = ResidualLayer.of(5, 8).by(new RouletteDeterminant(2, 0.75, 3));
        LayerChecks.of(layer).oneRow();
        var own = own(layer, 0.3);
        var x = Rng.of(8).normal(manager, DataType.FLOAT64, 40, 5);
        var all = layer.forward(x, own).logDeterminant();
        var parts = new NDList();
        for (int i = 0; i < 40; i += 8) {
            parts.add(layer.forward(x.get(i + ":" + (i + 8)), own).logDeterminant());
        }
        LayerChecks.near("in parts", all, NDArrays.concat(parts), 1e-12);
        var turned = layer.forward(x.flip(0), own).logDeterminant();
        LayerChecks.near("in the opposite order", all, turned.flip(0), 1e-12);
        var unit = manager.eye(5, 5, 0, DataType.FLOAT64);
        var estimates = new double[2];
        for (int k = 0; k < 2; k++) { // the first matrix is other than before, the product is not
            var jacobian =
                    new ResidualJacobian(List.of(unit.mul(0.5 + k), unit.mul(0.3 / (0.5 + k))), List.of(x.onesLike()));
            estimates[k] =
                    HostMemory.number(layer.determinant().logs(jacobian, x).sum());
        }
        assertTrue(Math.abs(estimates[0] - estimates[1]) > 1e-3, "other noise with other weights");
    }

    /** Rows of one batch have noise of their own: at J = 0.6 I their mean is within 4.5 standard errors of 3 log 1.6. */
    @Test
    void estimatesOfOneBatchAreIndependent() {
        int rows = 20_000;
        var unit = manager.eye(3, 3, 0, DataType.FLOAT64);
        var x = Rng.of(12).normal(manager, DataType.FLOAT64, rows, 3);
        var jacobian = new ResidualJacobian(List.of(unit.mul(0.6), unit), List.of(x.onesLike()));
        var logs = HostMemory.doubles(new RouletteDeterminant(1, 0.5, 0).logs(jacobian, x));
        var moments = new double[2];
        for (double log : logs) {
            moments[0] += log / rows;
            moments[1] += log * log / rows;
        }
        assertWithin(3 * Math.log(1.6), moments, rows);
    }

    @Test
    void aLayerThatFoldsSaysSo() {
        var layer = ResidualLayer.of(2, 16).bounded(new LipschitzBound.Folding(4));
        var own = own(layer, 3);
        var x = Rng.of(9).normal(manager, DataType.FLOAT64, 400, 2);
        var z = layer.forward(x, own);
        var refused = assertThrows(IllegalStateException.class, () -> layer.inverse(z.points(), own));
        assertTrue(refused.getMessage().contains("Folding[coefficient=4.0]"), refused.getMessage());
        LayerChecks.of(layer).spread(3).logDeterminant(); // log |det| where det is negative too
    }

    @Test
    void aFixedPointThatIsNotFoundIsRefused() {
        var layer = ResidualLayer.of(2, 4);
        var own = own(layer, 0.3);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            var z = manager.create(new double[][] {{0, 1}, {bad, 0}});
            var failed = assertThrows(ArithmeticException.class, () -> layer.inverse(z, own));
            assertTrue(failed.getMessage().contains("Row 1 of z"), failed.getMessage());
        }
    }

    @Test
    void theInverseHasAGradientToo() {
        var layer = ResidualLayer.of(3, 6);
        var own = own(layer, 0.5);
        var z = Rng.of(10).normal(manager, DataType.FLOAT64, 2, 3);
        var there = layer.inverse(z, own).points();
        var v = Rng.of(11).normal(manager, DataType.FLOAT64, 2, 3);
        var gradient = Gradients.of(List.of(z), v, () -> layer.inverse(z, own).points())
                .get(0);
        // v = (I + J)ᵀ gradient, by the engine's vjp of the forward map
        var again = Gradients.of(
                        List.of(there),
                        gradient,
                        () -> layer.forward(there, own).points())
                .get(0);
        LayerChecks.near("gradient", v, again, 1e-10);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("coefficient is 1.0", () -> new LipschitzBound.Contraction(1));
        refused("coefficient is NaN", () -> new LipschitzBound.Contraction(Double.NaN));
        refused("coefficient", () -> new LipschitzBound.Folding(Double.POSITIVE_INFINITY));
        refused("dim is 0", () -> ResidualLayer.of(0, 3));
        refused("widths is empty", () -> ResidualLayer.of(2));
        refused("widths is 0", () -> ResidualLayer.of(2, 0));
        refused("condition is -1", () -> ResidualLayer.of(2, 3).conditions(-1));
        refused("expected ExactDeterminant", () -> ResidualLayer.of(70, 4).bounded(new LipschitzBound.Folding(2)));
        refused("first is 0", () -> new RouletteDeterminant(0, 0.5, 1));
        refused("probability is 1.0", () -> new RouletteDeterminant(1, 1, 1));
        refused("probability is NaN", () -> new RouletteDeterminant(1, Double.NaN, 1));
        refused("slopes", () -> new ResidualJacobian(List.of(manager.ones(new Shape(2, 2))), List.of()));
        var square = manager.ones(new Shape(2, 2));
        var jacobian = new ResidualJacobian(List.of(square, square), List.of(manager.ones(new Shape(3, 2))));
        refused(
                "weights[0]",
                () -> new ResidualJacobian(List.of(manager.ones(new Shape(2, 3)), square), List.of(square)));
        refused(
                "slopes[0]",
                () -> new ResidualJacobian(List.of(square, square), List.of(manager.ones(new Shape(3, 4)))));
        refused(
                "weights[1] is float64",
                () -> new ResidualJacobian(List.of(square, square.toType(DataType.FLOAT64, true)), List.of(square)));
        refused("v is float32 of shape (2, 2); expected", () -> jacobian.jvp(square));
        refused("w is null", () -> jacobian.vjp(null));
        refused("x is float32 of shape (2, 2); expected", () -> new ExactDeterminant().logs(jacobian, square));
        refused("jacobian is null", () -> new RouletteDeterminant(1, 0, 1).logs(null, square));
        refused("dim is 0", () -> new Planar(0));
        refused("dim is 0", () -> new Radial(0));
        refused("rank is 3", () -> new Sylvester(2, 3));
        refused("rank is 0", () -> new Sylvester(2, 0));
    }

    private static void refused(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
