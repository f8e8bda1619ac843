package pathline.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** What every density in the plane must do, and the entropies of the toy sets. */
class DensityTest {

    private static final int GRID = 600;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** A name, the density, and half the width of a square that holds all but 1e-7 of its mass. */
    static Stream<Arguments> planar() {
        var tilted = Gaussian.full(new double[] {0.5, -0.3}, new double[][] {{1.2, 0.5}, {0.5, 0.8}});
        return Stream.of(
                Arguments.of("standard", Gaussian.standard(2), 6),
                Arguments.of("diagonal", Gaussian.diagonal(new double[] {1, -1}, new double[] {0.5, 1.5}), 10),
                Arguments.of("full", tilted, 8),
                Arguments.of(
                        "mixture",
                        GaussianMixture.of(
                                new double[] {0.2, 0.8},
                                List.of(tilted, Gaussian.isotropic(new double[] {-2, 1}, 0.4))),
                        8),
                Arguments.of("8 gaussians A", Toy.eightGaussiansA(), 11),
                Arguments.of("8 gaussians B", Toy.eightGaussiansB(), 21),
                Arguments.of("8 gaussians C", Toy.eightGaussiansC(), 9),
                Arguments.of("8 gaussians FFJORD", Toy.eightGaussiansFfjord(), 6),
                Arguments.of("checkerboard B", new Checkerboard(7.5), 22.5),
                Arguments.of("checkerboard FFJORD", Toy.checkerboardFfjord(), 5),
                Arguments.of("checkerboard FM", Toy.checkerboardFlowMatching(), 5 / 0.9),
                Arguments.of("circles FFJORD", Toy.circlesFfjord(), 5),
                Arguments.of("rings FFJORD", Toy.ringsFfjord(), 4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planar")
    void integratesToOne(String name, Density density, double halfWidth) {
        double step = 2 * halfWidth / GRID;
        double mass = sumOfExp(density.logDensity(grid(halfWidth))) * step * step;
        // The midpoint rule is exact to rounding for these smooth tails; of a checkerboard no edge cuts a cell but by
        // rounding. What remains is the mass outside the square.
        assertEquals(1, mass, 1e-6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planar")
    void scoreIsTheGradientOfTheLogDensity(String name, Density density, double halfWidth) {
        NDArray x = density.sample(manager, DataType.FLOAT64, 200, Rng.of(1));
        NDArray score = density.score(x);
        double h = 1e-5;
        for (int axis = 0; axis < 2; axis++) {
            NDArray move = manager.create(axis == 0 ? new double[] {h, 0} : new double[] {0, h}, new Shape(1, 2));
            double[] slope = density.logDensity(x.add(move))
                    .sub(density.logDensity(x.sub(move)))
                    .div(2 * h)
                    .toDoubleArray();
            double[] exact = score.get(":, " + axis).toDoubleArray();
            for (int i = 0; i < slope.length; i++) {
                // h² times the third derivative, at most some 100 for the narrow rings, plus rounding 1e-15 / h.
                assertEquals(slope[i], exact[i], 1e-7 * (1 + Math.abs(exact[i])), "point " + i + ", axis " + axis);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planar")
    void keepsTypeAndManagerAndLeavesNothingBehind(String name, Density density, double halfWidth) {
        try (NDManager own = manager.newSubManager()) {
            NDArray x = density.sample(own, 50, Rng.of(2));
            int before = own.getManagedArrays().size();
            NDArray log = density.logDensity(x);
            NDArray score = density.score(x);
            assertEquals(before + 2, own.getManagedArrays().size());
            assertSame(own, score.getManager());
            assertEquals(DataType.FLOAT32, log.getDataType());
            assertEquals(new Shape(50), log.getShape());
            assertEquals(new Shape(50, 2), score.getShape());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planar")
    void refusesPointsOfAnotherWidth(String name, Density density, double halfWidth) {
        NDArray x = manager.zeros(new Shape(64, 3));
        String message = assertThrows(IllegalArgumentException.class, () -> density.logDensity(x))
                .getMessage();
        assertTrue(message.contains("(n, 2)") && message.contains("(64, 3)"), message);
    }

    static Stream<Arguments> entropies() {
        return Stream.of(
                Arguments.of(Gaussian.standard(2), 7, 2.83788, 1e-5),
                Arguments.of(Toy.eightGaussiansFfjord(), 6, 2.831880, 1e-6),
                Arguments.of(Toy.eightGaussiansC(), 9, 3.764090, 1e-6),
                Arguments.of(Toy.eightGaussiansA(), 11, 4.770726, 1e-6),
                Arguments.of(Toy.eightGaussiansB(), 21, 5.721950, 1e-6),
                Arguments.of(Toy.checkerboardFfjord(), 5, Math.log(32), 1e-6),
                Arguments.of(Toy.checkerboardFlowMatching(), 5 / 0.9, 3.67646, 1e-5),
                Arguments.of(new Checkerboard(7.5), 22.5, 6.10925, 1e-5));
    }

    /** Closed forms; for the mixtures, numbers found by another program on a finer and wider grid. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("entropies")
    void hasTheKnownEntropy(Density density, double halfWidth, double expected, double tolerance) {
        double step = 2 * halfWidth / GRID;
        double entropy = 0;
        for (double log : density.logDensity(grid(halfWidth)).toDoubleArray()) {
            entropy -= log == Double.NEGATIVE_INFINITY ? 0 : Math.exp(log) * log * step * step;
        }
        assertEquals(expected, entropy, tolerance);
    }

    private NDArray grid(double halfWidth) {
        double step = 2 * halfWidth / GRID;
        var points = new double[GRID * GRID * 2];
        for (int i = 0; i < GRID * GRID; i++) {
            points[2 * i] = -halfWidth + (i / GRID + 0.5) * step;
            points[2 * i + 1] = -halfWidth + (i % GRID + 0.5) * step;
        }
        return manager.create(points, new Shape(GRID * GRID, 2));
    }

    private static double sumOfExp(NDArray logs) {
        double sum = 0;
        for (double log : logs.toDoubleArray()) {
            sum += Math.exp(log);
        }
        return sum;
    }
}
