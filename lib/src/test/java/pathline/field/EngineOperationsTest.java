package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine's operations that the library uses, against plain Java, over shapes below, at and between multiples of 16, each
 * after memory was filled with NaN: what {@link EngineCheck} does for convolutions.
 */
class EngineOperationsTest {

    private static final int[][] SIZES = {
        {1, 1, 1}, {2, 3, 5}, {16, 16, 16}, {17, 24, 1}, {1, 48, 33}, {64, 100, 24}, {129, 65, 31}
    };
    private static final DataType[] TYPES = {DataType.FLOAT32, DataType.FLOAT64};

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A size (rows, inner, columns) and a type. */
    record Case(int n, int k, int m, DataType type) {
        double tolerance() {
            return type == DataType.FLOAT32 ? 2e-4 : 1e-11;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(SIZES).flatMap(s -> Stream.of(TYPES).map(type -> new Case(s[0], s[1], s[2], type)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void matrixProducts(Case c) {
        var x = matrix(1, c.n, c.k);
        var y = matrix(2, c.k, c.m);
        var bias = matrix(3, 1, c.m);
        var product = product(x, y);
        assertClose(c, product, poisoned(() -> of(c, x).matMul(of(c, y))));
        assertClose(
                c, product, poisoned(() -> of(c, x).matMul(of(c, transpose(y)).transpose())));
        assertClose(c, product, poisoned(() -> of(c, transpose(x)).transpose().matMul(of(c, y))));
        assertClose(c, product, poisoned(() -> linear(of(c, x), of(c, transpose(y)))));
        var shifted = map2(product, (i, j) -> product[i][j] + bias[0][j]);
        assertClose(
                c,
                shifted,
                poisoned(() -> Linear.linear(
                                of(c, x), of(c, transpose(y)), of(c, bias).flatten())
                        .singletonOrThrow()));
        var batch = of(c, x).reshape(1, c.n, c.k).tile(new long[] {3, 1, 1}); // (3, n, k) by (k, m)
        var third = poisoned(() -> linear(batch, of(c, transpose(y)))).get(2);
        assertClose(c, product, third);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfALinearLayer(Case c) {
        var x = matrix(1, c.n, c.k);
        var w = matrix(2, c.m, c.k);
        var a = matrix(3, c.n, c.m);
        var variables = List.of(of(c, x), of(c, w));
        EngineCheck.poison(manager);
        var gradients = Gradients.of(variables, of(c, a), () -> linear(variables.get(0), variables.get(1)));
        assertClose(c, product(a, w), gradients.get(0));
        assertClose(c, product(transpose(a), x), gradients.get(1));
    }

    /** An operation on every number, the same in plain Java, and its derivative where the engine's is used. */
    record Pointwise(String name, UnaryOperator<NDArray> engine, DoubleUnaryOperator plain) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pointwise> pointwise() {
        return Stream.of(
                new Pointwise("exp", NDArray::exp, Math::exp),
                new Pointwise("log of a square", z -> z.square().add(0.1).log(), z -> Math.log(z * z + 0.1)),
                new Pointwise("sqrt", z -> z.abs().sqrt(), z -> Math.sqrt(Math.abs(z))),
                new Pointwise("sin", NDArray::sin, Math::sin),
                new Pointwise("cos", NDArray::cos, Math::cos),
                new Pointwise("pow", z -> z.pow(3), z -> z * z * z),
                new Pointwise("sign", NDArray::sign, Math::signum),
                new Pointwise("neg", NDArray::neg, z -> -z),
                new Pointwise("erf", NDArray::erf, Erf::erf),
                new Pointwise("sigmoid", Activation::sigmoid, z -> 1 / (1 + Math.exp(-z))),
                new Pointwise("relu", Activation::relu, z -> Math.max(z, 0)),
                new Pointwise("elu", z -> Activation.elu(z, 1), z -> z > 0 ? z : Math.expm1(z)),
                new Pointwise(
                        "selu",
                        Activation::selu,
                        z -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z))),
                new Pointwise("softplus", Activation::softPlus, z -> Math.log1p(Math.exp(z))),
                new Pointwise("gelu", Activation::gelu, z -> z * (1 + Erf.erf(z / Math.sqrt(2))) / 2),
                new Pointwise("minimum", z -> z.minimum(0.25), z -> Math.min(z, 0.25)),
                new Pointwise("maximum", z -> z.maximum(0.25), z -> Math.max(z, 0.25)),
                new Pointwise(
                        "a chain in place",
                        z -> z.mul(3).addi(1).muli(2).subi(0.5).divi(4),
                        z -> (2 * (3 * z + 1) - 0.5) / 4),
                new Pointwise("reciprocal", z -> z.square().add(1).pow(-1), z -> 1 / (z * z + 1)));
    }

    @ParameterizedTest
    @MethodSource("pointwise")
    void operationsOnEveryNumber(Pointwise operation) {
        cases().forEach(c -> {
            var z = map(matrix(4, c.n, c.k * c.m), v -> 3 * v);
            assertClose(c, map(z, operation.plain), poisoned(() -> operation.engine.apply(of(c, z))));
        });
    }

    @ParameterizedTest
    @MethodSource("pointwise")
    void gradientsOfOperationsOnEveryNumber(Pointwise operation) {
        if (List.of("sign", "sqrt", "relu", "minimum", "maximum", "elu", "selu").contains(operation.name)) {
            return; // a central difference across the kink is no reference; relu and its kin are linear on both sides
        }
        double h = 1e-5;
        cases().filter(c -> c.type == DataType.FLOAT64 || c.n < 20).forEach(c -> {
            var z = map(matrix(4, c.n, c.m), v -> 3 * v);
            var expected = map(
                    z, v -> (operation.plain.applyAsDouble(v + h) - operation.plain.applyAsDouble(v - h)) / (2 * h));
            var variable = of(c, z);
            EngineCheck.poison(manager);
            var gradient =
                    Gradients.of(List.of(variable), variable.onesLike(), () -> operation.engine.apply(variable.mul(1)));
            assertClose(expected, gradient.get(0), c.type == DataType.FLOAT32 ? 1e-3 : 1e-6);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void softmaxAndLayerNorm(Case c) {
        var z = map(matrix(5, c.n, c.k), v -> 4 * v);
        var log = map2(
                z,
                (i, j) -> z[i][j]
                        - Math.log(Stream.of(z[i])
                                .flatMapToDouble(Arrays::stream)
                                .map(Math::exp)
                                .sum()));
        assertClose(c, map(log, Math::exp), poisoned(() -> of(c, z).softmax(1)));
        assertClose(c, log, poisoned(() -> of(c, z).logSoftmax(1)));
        var scale = matrix(6, 1, c.k);
        var shift = matrix(7, 1, c.k);
        var normed = map2(z, (i, j) -> {
            double mean = Arrays.stream(z[i]).average().orElseThrow();
            double variance = Arrays.stream(z[i])
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            return (z[i][j] - mean) / Math.sqrt(variance + 1e-5) * scale[0][j] + shift[0][j];
        });
        var result = poisoned(() -> LayerNorm.layerNorm(
                        of(c, z),
                        new Shape(c.k),
                        of(c, scale).flatten(),
                        of(c, shift).flatten(),
                        1e-5f)
                .singletonOrThrow());
        assertClose(normed, result, c.type == DataType.FLOAT32 ? 1e-3 : 1e-9);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sumsAndExtremes(Case c) {
        var z = matrix(8, c.n, c.k);
        var rows = new double[c.n][1];
        var columns = new double[1][c.k];
        double squares = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < c.n; i++) {
            for (int j = 0; j < c.k; j++) {
                rows[i][0] += z[i][j];
                columns[0][j] += z[i][j];
                squares += z[i][j] * z[i][j];
                largest = Math.max(largest, z[i][j]);
            }
        }
        assertClose(c, rows, poisoned(() -> of(c, z).sum(new int[] {1}, true)));
        assertClose(c, columns, poisoned(() -> of(c, z).sum(new int[] {0}, true)));
        assertClose(c, map(rows, v -> v / c.k), poisoned(() -> of(c, z).mean(new int[] {1}, true)));
        assertClose(
                c,
                new double[][] {{Math.sqrt(squares)}},
                poisoned(() -> of(c, z).norm().reshape(1, 1)));
        assertClose(c, new double[][] {{largest}}, poisoned(() -> of(c, z).max().reshape(1, 1)));
        var at = poisoned(() -> of(c, z).argMax(1)).toLongArray();
        for (int i = 0; i < c.n; i++) {
            assertEquals(Arrays.stream(z[i]).max().orElseThrow(), z[i][(int) at[i]]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void arithmeticOfRowsColumnsAndScalars(Case c) {
        var x = matrix(9, c.n, c.k);
        var row = matrix(10, 1, c.k);
        var column = matrix(11, c.n, 1);
        var expected = map2(x, (i, j) -> (x[i][j] + row[0][j]) * column[i][0] - x[i][j] / (2 + row[0][j]));
        assertClose(
                c,
                expected,
                poisoned(() -> of(c, x).add(of(c, row))
                        .mul(of(c, column))
                        .sub(of(c, x).div(of(c, row).add(2)))));
        assertClose(
                c,
                expected,
                poisoned(() -> of(c, x).addi(of(c, row))
                        .muli(of(c, column))
                        .subi(of(c, x).divi(of(c, row).addi(2)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void copiesAndPieces(Case c) {
        var x = matrix(12, c.n, c.k);
        var y = matrix(13, c.n, c.m);
        var both = map2(new double[c.n][c.k + c.m], (i, j) -> j < c.k ? x[i][j] : y[i][j - c.k]);
        assertExact(c, both, poisoned(() -> NDArrays.concat(new NDList(of(c, x), of(c, y)), 1)));
        assertExact(
                c,
                y,
                poisoned(() -> of(c, both).split(new long[] {c.k}, 1).get(1).duplicate()));
        assertExact(c, x, poisoned(() -> of(c, both).get(":, :" + c.k).duplicate()));
        assertExact(c, transpose(x), poisoned(() -> of(c, x).transpose().duplicate()));
        assertExact(
                c,
                x,
                poisoned(() -> NDArrays.stack(new NDList(of(c, x), of(c, x))).get(1)));
        var twice = map2(new double[2 * c.n][c.k], (i, j) -> x[i % c.n][j]);
        assertExact(c, twice, poisoned(() -> of(c, x).tile(new long[] {2, 1})));
        var same = map2(new double[c.n][c.k], (i, j) -> x[0][j]);
        assertExact(
                c,
                same,
                poisoned(() -> of(c, new double[][] {x[0]}).broadcast(c.n, c.k).duplicate()));
        assertExact(c, map(x, v -> 0), poisoned(() -> of(c, x).zerosLike()));
        assertExact(c, map(x, v -> 1), poisoned(() -> of(c, x).onesLike()));
        assertExact(
                c,
                map(x, v -> (float) v),
                poisoned(() -> of(c, x).toType(DataType.FLOAT32, true).toType(c.type, true)));
        assertTrue(poisoned(() -> of(c, x).eq(of(c, x)).all()).getBoolean());
        var filled = poisoned(() -> {
            var array = of(c, x);
            array.set(new NDIndex("0"), 7);
            return array;
        });
        assertExact(c, map2(x, (i, j) -> i == 0 ? 7 : x[i][j]), filled);
    }

    @Test
    void adamsUpdate() {
        cases().forEach(c -> {
            var p = matrix(14, 1, c.n * c.k);
            var g = matrix(15, 1, c.n * c.k);
            var m = matrix(16, 1, c.n * c.k);
            var s = map(matrix(17, 1, c.n * c.k), Math::abs);
            var expected = map2(p, (i, j) -> {
                double mean = 0.9f * m[i][j] + (1 - 0.9f) * g[i][j];
                double square = 0.99f * s[i][j] + (1 - 0.99f) * g[i][j] * g[i][j];
                return p[i][j] - 0.1f * mean / (Math.sqrt(square) + 1e-3f);
            });
            var parameters = of(c, p);
            var state = new NDList(parameters, of(c, g), of(c, m), of(c, s));
            EngineCheck.poison(manager);
            parameters
                    .getNDArrayInternal()
                    .adamUpdate(state, new NDList(parameters), 0.1f, 0.1f, 0, 1, -1, 0.9f, 0.99f, 1e-3f, false, false);
            assertClose(expected, parameters, c.type == DataType.FLOAT32 ? 1e-4 : 1e-6); // its betas are float32
        });
    }

    private interface Entry {
        double at(int i, int j);
    }

    private NDArray poisoned(Supplier<NDArray> operation) {
        EngineCheck.poison(manager);
        return operation.get();
    }

    @SuppressWarnings("NullAway") // no bias
    private static NDArray linear(NDArray x, NDArray w) {
        return Linear.linear(x, w, null).singletonOrThrow();
    }

    private NDArray of(Case c, double[][] rows) {
        var flat = Stream.of(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length)).toType(c.type, false);
    }

    private static void assertClose(Case c, double[][] expected, NDArray got) {
        assertClose(expected, got, c.tolerance());
    }

    private static void assertExact(Case c, double[][] expected, NDArray got) {
        assertClose(c.type == DataType.FLOAT32 ? map(expected, v -> (float) v) : expected, got, 0);
    }

    private static void assertClose(double[][] expected, NDArray got, double tolerance) {
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

    private static double[][] matrix(long seed, int n, int m) {
        var random = new SplittableRandom(seed);
        return map(new double[n][m], v -> (float) (2 * random.nextDouble() - 1));
    }

    private static double[][] map(double[][] x, DoubleUnaryOperator f) {
        return map2(x, (i, j) -> f.applyAsDouble(x[i][j]));
    }

    private static double[][] map2(double[][] like, Entry entry) {
        var result = new double[like.length][like[0].length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < result[i].length; j++) {
                result[i][j] = entry.at(i, j);
            }
        }
        return result;
    }

    private static double[][] transpose(double[][] x) {
        return map2(new double[x[0].length][x.length], (i, j) -> x[j][i]);
    }

    private static double[][] product(double[][] x, double[][] y) {
        return map2(new double[x.length][y[0].length], (i, j) -> {
            double sum = 0;
            for (int q = 0; q < y.length; q++) {
                sum += x[i][q] * y[q][j];
            }
            return sum;
        });
    }
}
