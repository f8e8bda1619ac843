package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** Matrices in plain Java, and their comparison with the engine's: what {@link EngineOperationsTest} stands on. */
final class PlainArrays {

    private static final int[][] SIZES = {
        {1, 1, 1}, {2, 3, 5}, {16, 16, 16}, {17, 24, 1}, {1, 48, 33}, {64, 100, 24}, {129, 65, 31}
    };
    private static final DataType[] TYPES = {DataType.FLOAT32, DataType.FLOAT64};

    private PlainArrays() {}

    /** A size (rows, inner, columns) and a type. */
    record Case(int n, int k, int m, DataType type) {
        double tolerance() {
            return type == DataType.FLOAT32 ? 2e-4 : 1e-11;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(SIZES).flatMap(s -> Stream.of(TYPES).map(type -> new Case(s[0], s[1], s[2], type)));
    }

    @FunctionalInterface
    interface Entry {
        double at(int i, int j);
    }

    static void assertClose(Case c, double[][] expected, NDArray got) {
        assertClose(expected, got, c.tolerance());
    }

    static void assertExact(Case c, double[][] expected, NDArray got) {
        assertClose(c.type == DataType.FLOAT32 ? map(expected, v -> (float) v) : expected, got, 0);
    }

    static void assertClose(double[][] expected, NDArray got, double tolerance) {
        assertEquals(new Shape(expected.length, expected[0].length), got.getShape());
        var flat = Stream.of(expected).flatMapToDouble(Arrays::stream).toArray();
        var numbers = got.toType(DataType.FLOAT64, false).toDoubleArray();
        var bad = new ArrayList<String>();
        for (int i = 0; i < flat.length; i++) {
            if (!(Math.abs(numbers[i] - flat[i]) <= tolerance * (1 + Math.abs(flat[i])))) {
                bad.add(i + ": " + numbers[i] + " for " + flat[i]);
            }
        }
        assertEquals(List.of(), bad.subList(0, Math.min(3, bad.size())));
    }

    static double[][] matrix(long seed, int n, int m) {
        var random = new SplittableRandom(seed);
        return map(new double[n][m], v -> (float) (2 * random.nextDouble() - 1));
    }

    static double[][] map(double[][] x, DoubleUnaryOperator f) {
        return map2(x, (i, j) -> f.applyAsDouble(x[i][j]));
    }

    static double[][] map2(double[][] like, Entry entry) {
        var result = new double[like.length][like[0].length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < result[i].length; j++) {
                result[i][j] = entry.at(i, j);
            }
        }
        return result;
    }

    static double[][] transpose(double[][] x) {
        return map2(new double[x[0].length][x.length], (i, j) -> x[j][i]);
    }

    static double[][] product(double[][] x, double[][] y) {
        return map2(new double[x.length][y[0].length], (i, j) -> {
            double sum = 0;
            for (int q = 0; q < y.length; q++) {
                sum += x[i][q] * y[q][j];
            }
            return sum;
        });
    }
}
