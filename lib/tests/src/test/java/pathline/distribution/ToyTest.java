package pathline.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** The toy sets against histograms of what their sources' own code draws. */
class ToyTest {

    private static final Map<String, Distribution> SETS = Map.ofEntries(
            Map.entry("eightGaussiansA", Toy.eightGaussiansA()),
            Map.entry("eightGaussiansB", Toy.eightGaussiansB()),
            Map.entry("eightGaussiansC", Toy.eightGaussiansC()),
            Map.entry("eightGaussiansFfjord", Toy.eightGaussiansFfjord()),
            Map.entry("moonsA", Toy.moonsA()),
            Map.entry("moonsB", Toy.moonsB()),
            Map.entry("moonsC", Toy.moonsC()),
            Map.entry("moonsFfjord", Toy.moonsFfjord()),
            Map.entry("sCurveA", Toy.sCurveA()),
            Map.entry("checkerboardFfjord", Toy.checkerboardFfjord()),
            Map.entry("checkerboardFlowMatching", Toy.checkerboardFlowMatching()),
            Map.entry("swissRollFfjord", Toy.swissRollFfjord()),
            Map.entry("circlesFfjord", Toy.circlesFfjord()),
            Map.entry("ringsFfjord", Toy.ringsFfjord()),
            Map.entry("pinwheelFfjord", Toy.pinwheelFfjord()),
            Map.entry("twoSpiralsFfjord", Toy.twoSpiralsFfjord()),
            Map.entry("lineFfjord", Toy.lineFfjord()),
            Map.entry("cosFfjord", Toy.cosFfjord()));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<String> histograms() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                ToyTest.class.getResourceAsStream("toy-histograms.csv"), StandardCharsets.UTF_8))) {
            return in.lines().skip(1).toList().stream();
        }
    }

    /**
     * Shares of 2 000 000 points per cell of a 10 × 10 grid over a square, drawn by the sources' code (FFJORD's and
     * torchdyn's files and scikit-learn 1.9.1 as they are, the rest from their definitions).
     */
    @ParameterizedTest
    @MethodSource("histograms")
    void fillsThePlaneAsItsSourceDoes(String line) {
        String[] fields = line.split(",");
        double halfWidth = Double.parseDouble(fields[1]);
        int n = 200_000;
        var share = new double[100];
        double[] x = SETS.get(fields[0])
                .sample(manager, DataType.FLOAT64, n, Rng.of(3))
                .toDoubleArray();
        for (int i = 0; i < n; i++) {
            int column = (int) Math.floor((x[2 * i] + halfWidth) / halfWidth * 5);
            int row = (int) Math.floor((x[2 * i + 1] + halfWidth) / halfWidth * 5);
            if (column >= 0 && column < 10 && row >= 0 && row < 10) {
                share[10 * column + row] += 1.0 / n;
            }
        }
        for (int cell = 0; cell < 100; cell++) {
            double p = Double.parseDouble(fields[2 + cell]);
            // Standard error of an independent sample beside that of the reference, plus one point for empty cells;
            // 2000 cells are compared, so the limit is 5. Grids and equal counts spread less.
            double error = Math.sqrt(p * (1 - p) * (1.0 / n + 1 / 2e6));
            assertEquals(p, share[cell], 5 * error + 2.0 / n, fields[0] + ", cell " + cell);
        }
    }

    @Test
    void everySetIsCompared() throws IOException {
        assertEquals(
                SETS.keySet(),
                new java.util.HashSet<>(
                        histograms().map(line -> line.split(",")[0]).toList()));
        assertEquals(10, Toy.ffjord().size());
    }

    static Stream<Distribution> sets() {
        return SETS.values().stream();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void theSameStreamGivesTheSamePointsInBothTypes(Distribution set) {
        double[] wide = set.sample(manager, DataType.FLOAT64, 101, Rng.of(4)).toDoubleArray();
        float[] narrow = set.sample(manager, 101, Rng.of(4)).toFloatArray();
        for (int i = 0; i < wide.length; i++) {
            assertEquals((float) wide[i], narrow[i]);
        }
        assertFalse(Arrays.equals(narrow, set.sample(manager, 101, Rng.of(5)).toFloatArray()));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void anyNumberOfPointsFromOneOn(Distribution set) {
        for (int n = 1; n <= 11; n++) {
            double[] x = set.sample(manager, DataType.FLOAT64, n, Rng.of(6)).toDoubleArray();
            assertEquals(2 * n, x.length);
            assertTrue(Arrays.stream(x).allMatch(Double::isFinite));
        }
        assertEquals(2, set.dim());
        assertThrows(IllegalArgumentException.class, () -> set.sample(manager, 0, Rng.of(6)));
    }

    /** The first rows are a fair sample: had the order of the curves survived, their mean would be one curve's. */
    @ParameterizedTest
    @MethodSource("sets")
    void rowsComeInRandomOrder(Distribution set) {
        int n = 20_000;
        double[] x = set.sample(manager, DataType.FLOAT64, n, Rng.of(7)).toDoubleArray();
        double first = 0;
        double all = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            first += i < n / 4 ? x[2 * i] / (n / 4) : 0;
            all += x[2 * i] / n;
            square += x[2 * i] * x[2 * i] / n;
        }
        // The mean of a quarter drawn from the whole has variance (4/n - 1/n) times that of the points.
        assertEquals(all, first, 5 * Math.sqrt((square - all * all) * 3 / n));
    }

    @Test
    void moonsLieOnAnEvenGrid() {
        double[] x = Arrays.stream(ToyCurves.moons(9, Rng.of(8)))
                .mapToDouble(p -> p[0])
                .sorted()
                .toArray();
        double r = Math.sqrt(0.5);
        // Four points above, at angles 0, 60, 120, 180 degrees, five below at 0, 45, 90, 135, 180.
        assertArrayEquals(new double[] {-1, -0.5, 0, 1 - r, 0.5, 1, 1, 1 + r, 2}, x, 1e-15);
    }

    @Test
    void torchcfmMoonsAreRibbonsAlongTheDiagonal() {
        double[] x =
                Toy.moonsC().sample(manager, DataType.FLOAT64, 100, Rng.of(9)).toDoubleArray();
        double[] difference = new double[100];
        Arrays.setAll(difference, i -> x[2 * i] - x[2 * i + 1]);
        // The shared noise drops out of x - y, which takes only the 100 values of the grid.
        double[] grid = Arrays.stream(ToyCurves.moons(100, Rng.of(9)))
                .mapToDouble(p -> 3 * (p[0] - p[1]))
                .toArray();
        Arrays.sort(difference);
        Arrays.sort(grid);
        assertArrayEquals(grid, difference, 1e-13);
    }

    @Test
    void everyFloat32PointOfACheckerboardLiesOnADarkSquare() {
        double[] extremes = {0, Math.nextUp(0.0), 0.5, Math.nextDown(1.0)};
        for (double side : new double[] {2, 1 / 0.45, 7.5, 1e-3 / 3}) {
            for (int cell = -2; cell < 2; cell++) {
                for (double u : extremes) {
                    float x = (float) ((cell + Checkerboard.inside(u)) * side);
                    assertEquals(cell, Math.floor(x / side), "side " + side + ", u " + u);
                }
            }
        }
        float[] log = Toy.checkerboardFlowMatching()
                .logDensity(Toy.checkerboardFlowMatching().sample(manager, 100_000, Rng.of(10)))
                .toFloatArray();
        for (float value : log) {
            assertEquals(-3.67646f, value, 1e-5f);
        }
    }

    @Test
    void aPointOffTheBoardHasNoDensityAndNoScore() {
        var x = manager.create(new double[] {1, -1, 5, 0, 0.5, 0.5}, new Shape(3, 2));
        var board = new Checkerboard(2);
        assertArrayEquals(
                new double[] {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, -Math.log(32)},
                board.logDensity(x).toDoubleArray(),
                1e-15);
        assertArrayEquals(
                new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0},
                board.score(x).toDoubleArray());
    }
}
