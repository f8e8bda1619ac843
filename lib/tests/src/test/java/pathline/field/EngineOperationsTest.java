package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pathline.field.PlainArrays.assertClose;
import static pathline.field.PlainArrays.assertExact;
import static pathline.field.PlainArrays.cases;
import static pathline.field.PlainArrays.map;
import static pathline.field.PlainArrays.map2;
import static pathline.field.PlainArrays.matrix;
import static pathline.field.PlainArrays.product;
import static pathline.field.PlainArrays.transpose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.PlainArrays.Case;

/**
 * The engine's operations that the library uses, against plain Java, over shapes below, at and between multiples of 16, each
 * after memory was filled with NaN: what {@link EngineCheck} does for convolutions.
 */
class EngineOperationsTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @MethodSource("pathline.field.PlainArrays#cases")
    void matrixProducts(Case c) {
        var x = matrix(1, c.n(), c.k());
        var y = matrix(2, c.k(), c.m());
        var bias = matrix(3, 1, c.m());
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
        var batch = of(c, x).reshape(1, c.n(), c.k()).tile(new long[] {3, 1, 1}); // (3, n, k) by (k, m)
        var third = poisoned(() -> linear(batch, of(c, transpose(y)))).get(2);
        assertClose(c, product, third);
    }

    @ParameterizedTest
    @MethodSource("pathline.field.PlainArrays#cases")
    void gradientsOfALinearLayer(Case c) {
        var x = matrix(1, c.n(), c.k());
        var w = matrix(2, c.m(), c.k());
        var a = matrix(3, c.n(), c.m());
        var variables = List.of(of(c, x), of(c, w));
        EngineCheck.poison(manager);
        var gradients = Gradients.of(variables, of(c, a), () -> linear(variables.get(0), variables.get(1)));
        assertClose(c, product(a, w), gradients.get(0));
        assertClose(c, product(transpose(a), x), gradients.get(1));
    }

    @ParameterizedTest
    @MethodSource("pathline.field.Pointwise#all")
    void operationsOnEveryNumber(Pointwise operation) {
        cases().forEach(c -> {
            var z = map(matrix(4, c.n(), c.k() * c.m()), v -> 3 * v);
            assertClose(
                    c,
                    map(z, operation.plain()),
                    poisoned(() -> operation.engine().apply(of(c, z))));
        });
    }

    @ParameterizedTest
    @MethodSource("pathline.field.Pointwise#all")
    void gradientsOfOperationsOnEveryNumber(Pointwise operation) {
        if (List.of("sign", "sqrt", "relu", "minimum", "maximum", "elu", "selu").contains(operation.name())) {
            return; // a central difference across the kink is no reference; relu and its kin are linear on both sides
        }
        double h = 1e-5;
        cases().filter(c -> c.type() == DataType.FLOAT64 || c.n() < 20).forEach(c -> {
            var z = map(matrix(4, c.n(), c.m()), v -> 3 * v);
            var expected = map(
                    z,
                    v -> (operation.plain().applyAsDouble(v + h)
                                    - operation.plain().applyAsDouble(v - h))
                            / (2 * h));
            var variable = of(c, z);
            EngineCheck.poison(manager);
            var gradient = Gradients.of(
                    List.of(variable),
                    variable.onesLike(),
                    () -> operation.engine().apply(variable.mul(Scalars.ONE))); // not a Java number: see Gradients
            assertClose(expected, gradient.get(0), c.type() == DataType.FLOAT32 ? 1e-3 : 1e-6);
        });
    }

    @ParameterizedTest
    @MethodSource("pathline.field.PlainArrays#cases")
    void softmaxAndLayerNorm(Case c) {
        var z = map(matrix(5, c.n(), c.k()), v -> 4 * v);
        var log = map2(
                z,
                (i, j) -> z[i][j]
                        - Math.log(Stream.of(z[i])
                                .flatMapToDouble(Arrays::stream)
                                .map(Math::exp)
                                .sum()));
        assertClose(c, map(log, Math::exp), poisoned(() -> of(c, z).softmax(1)));
        assertClose(c, log, poisoned(() -> of(c, z).logSoftmax(1)));
        var scale = matrix(6, 1, c.k());
        var shift = matrix(7, 1, c.k());
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
                        new Shape(c.k()),
                        of(c, scale).flatten(),
                        of(c, shift).flatten(),
                        1e-5f)
                .singletonOrThrow());
        assertClose(normed, result, c.type() == DataType.FLOAT32 ? 1e-3 : 1e-9);
    }

    @ParameterizedTest
    @MethodSource("pathline.field.PlainArrays#cases")
    void sumsAndExtremes(Case c) {
        var z = matrix(8, c.n(), c.k());
        var rows = new double[c.n()][1];
        var columns = new double[1][c.k()];
        double squares = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < c.n(); i++) {
            for (int j = 0; j < c.k(); j++) {
                rows[i][0] += z[i][j];
                columns[0][j] += z[i][j];
                squares += z[i][j] * z[i][j];
                largest = Math.max(largest, z[i][j]);
            }
        }
        assertClose(c, rows, poisoned(() -> of(c, z).sum(new int[] {1}, true)));
        assertClose(c, columns, poisoned(() -> of(c, z).sum(new int[] {0}, true)));
        assertClose(c, map(rows, v -> v / c.k()), poisoned(() -> of(c, z).mean(new int[] {1}, true)));
        assertClose(
                c,
                new double[][] {{Math.sqrt(squares)}},
                poisoned(() -> of(c, z).norm().reshape(1, 1)));
        assertClose(c, new double[][] {{largest}}, poisoned(() -> of(c, z).max().reshape(1, 1)));
        var at = poisoned(() -> of(c, z).argMax(1)).toLongArray();
        for (int i = 0; i < c.n(); i++) {
            assertEquals(Arrays.stream(z[i]).max().orElseThrow(), z[i][(int) at[i]]);
        }
    }

    @ParameterizedTest
    @MethodSource("pathline.field.PlainArrays#cases")
    void arithmeticOfRowsColumnsAndScalars(Case c) {
        var x = matrix(9, c.n(), c.k());
        var row = matrix(10, 1, c.k());
        var column = matrix(11, c.n(), 1);
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
    @MethodSource("pathline.field.PlainArrays#cases")
    void copiesAndPieces(Case c) {
        var x = matrix(12, c.n(), c.k());
        var y = matrix(13, c.n(), c.m());
        var both = map2(new double[c.n()][c.k() + c.m()], (i, j) -> j < c.k() ? x[i][j] : y[i][j - c.k()]);
        assertExact(c, both, poisoned(() -> NDArrays.concat(new NDList(of(c, x), of(c, y)), 1)));
        assertExact(
                c,
                y,
                poisoned(() -> of(c, both).split(new long[] {c.k()}, 1).get(1).duplicate()));
        assertExact(c, x, poisoned(() -> of(c, both).get(":, :" + c.k()).duplicate()));
        assertExact(c, transpose(x), poisoned(() -> of(c, x).transpose().duplicate()));
        assertExact(
                c,
                x,
                poisoned(() -> NDArrays.stack(new NDList(of(c, x), of(c, x))).get(1)));
        var twice = map2(new double[2 * c.n()][c.k()], (i, j) -> x[i % c.n()][j]);
        assertExact(c, twice, poisoned(() -> of(c, x).tile(new long[] {2, 1})));
        var same = map2(new double[c.n()][c.k()], (i, j) -> x[0][j]);
        assertExact(
                c,
                same,
                poisoned(() ->
                        of(c, new double[][] {x[0]}).broadcast(c.n(), c.k()).duplicate()));
        assertExact(c, map(x, v -> 0), poisoned(() -> of(c, x).zerosLike()));
        assertExact(c, map(x, v -> 1), poisoned(() -> of(c, x).onesLike()));
        assertExact(
                c,
                map(x, v -> (float) v),
                poisoned(() -> of(c, x).toType(DataType.FLOAT32, true).toType(c.type(), true)));
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
            var p = matrix(14, 1, c.n() * c.k());
            var g = matrix(15, 1, c.n() * c.k());
            var m = matrix(16, 1, c.n() * c.k());
            var s = map(matrix(17, 1, c.n() * c.k()), Math::abs);
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
            assertClose(expected, parameters, c.type() == DataType.FLOAT32 ? 1e-4 : 1e-6); // its betas are float32
        });
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
        return manager.create(flat, new Shape(rows.length, rows[0].length)).toType(c.type(), false);
    }
}
