package pathline.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams are found by name, and their numbers are distributed as they say. Seeds are fixed: nothing here is flaky. */
class RngTest {

    private static final int N = 100_000;

    /** Means are held to this many standard errors. */
    private static final double ERRORS = 4;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[] uniforms(Rng rng, int count) {
        return DoubleStream.generate(rng::uniform).limit(count).toArray();
    }

    @Test
    void equalSeedsGiveEqualStreams() {
        assertArrayEquals(uniforms(Rng.of(7), 100), uniforms(Rng.of(7), 100));
        assertNotEquals(Rng.of(7).uniform(), Rng.of(8).uniform());
        assertEquals(Rng.of(7).toString(), Rng.of(7).toString());
        assertNotEquals(Rng.of(7).toString(), Rng.of(7).child("a").toString());
    }

    /** Pins the numbers: a notebook's stored output must not change when this class does. */
    @Test
    void streamsAreThoseOfTheFirstRelease() {
        var drawn = new double[] {
            Rng.of(0).uniform(),
            Rng.of(1).child("data").normal(),
            Rng.of(1).child("batch").child(3).uniform()
        };
        assertArrayEquals(PINNED, drawn, Arrays.toString(drawn));
    }

    private static final double[] PINNED = {0.2961287401299688, 0.36204585976439846, 0.9611260414508039};

    @Test
    void childrenDependOnTheirNameAlone() {
        var first = Rng.of(3);
        var before = uniforms(first.child("data"), 50);
        uniforms(first, 1000);
        uniforms(first.child("noise"), 1000);
        first.child("batch").child(5);
        assertArrayEquals(before, uniforms(first.child("data"), 50));
        assertArrayEquals(
                uniforms(Rng.of(3).child("a").child(9), 5),
                uniforms(first.child("a").child(9), 5));
    }

    @Test
    void drawingFromAChildLeavesTheParentAlone() {
        var quiet = Rng.of(4);
        var busy = Rng.of(4);
        uniforms(busy.child("x"), 100);
        busy.child(1).normal(manager, 10, 2);
        assertArrayEquals(uniforms(quiet, 20), uniforms(busy, 20));
    }

    @Test
    void childrenMayGoToOtherThreads() {
        var root = Rng.of(5);
        var parallel = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> uniforms(root.child(i), 100)))
                .toList();
        for (int i = 0; i < 16; i++) {
            assertArrayEquals(uniforms(Rng.of(5).child(i), 100), parallel.get(i).join());
        }
    }

    @Test
    void differentNamesGiveDifferentStreams() {
        var root = Rng.of(6);
        var seen = new HashSet<String>();
        LongStream.rangeClosed(-500, 500)
                .forEach(i -> assertTrue(seen.add(root.child(i).toString())));
        // "Aa" and "BB" have one String.hashCode; "1" is not 1
        for (var name : new String[] {"Aa", "BB", "", "1", "ab", "ba"}) {
            assertTrue(seen.add(root.child(name).toString()));
        }
        assertTrue(seen.add(root.child("a").child("b").toString()));
        assertTrue(seen.add(root.child("b").child("a").toString()));
    }

    /** Neighbouring children share nothing: the correlation of their draws has the standard error 1 / sqrt(N). */
    @Test
    void siblingsAreIndependent() {
        var root = Rng.of(12);
        var one = DoubleStream.generate(root.child(1)::normal).limit(N).toArray();
        var two = DoubleStream.generate(root.child(2)::normal).limit(N).toArray();
        double sum = 0;
        for (int i = 0; i < N; i++) {
            sum += one[i] * two[i];
        }
        assertEquals(0, sum / N, ERRORS / Math.sqrt(N));
        // and so are the first draws of many children
        assertMean(
                0.5,
                Math.sqrt(1. / 12),
                IntStream.range(0, N).mapToDouble(i -> root.child(i).uniform()).toArray());
    }

    /** 100 cells of 1000 draws: chi-square with 99 degrees of freedom has mean 99 and standard deviation 14.1. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void uniformDrawsFillTheirCells(long seed) {
        var cells = new int[100];
        for (double u : uniforms(Rng.of(seed), N)) {
            cells[(int) (100 * u)]++;
        }
        assertEquals(99, chiSquare(cells, N / 100.), ERRORS * 14.1);
    }

    private static double chiSquare(int[] counts, double expected) {
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    /** Moments of N(0, 1): E x^2 = 1 (variance 2), E x^3 = 0 (variance 15), E x^4 = 3 (variance 96). */
    @Test
    void normalDrawsHaveTheirMoments() {
        var rng = Rng.of(9);
        var x = DoubleStream.generate(rng::normal).limit(N).toArray();
        assertMean(0, 1, x);
        assertMean(1, Math.sqrt(2), map(x, v -> v * v));
        assertMean(0, Math.sqrt(15), map(x, v -> v * v * v));
        assertMean(3, Math.sqrt(96), map(x, v -> v * v * v * v));
        // P(|x| > 1.959964) = 0.05, variance 0.05 * 0.95
        assertMean(0.05, Math.sqrt(0.0475), map(x, v -> Math.abs(v) > 1.959964 ? 1 : 0));
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    /** The mean of independent draws of standard deviation {@code sd}. */
    private static void assertMean(double expected, double sd, double[] draws) {
        double mean = Arrays.stream(draws).average().orElseThrow();
        assertEquals(expected, mean, ERRORS * sd / Math.sqrt(draws.length));
    }

    @Test
    void arraysHaveShapeTypeAndMoments() {
        for (var type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
            var normal = Rng.of(10).normal(manager, type, N / 2, 2);
            var uniform = Rng.of(10).uniform(manager, type, N / 2, 2);
            assertEquals(new Shape(N / 2, 2), normal.getShape());
            assertEquals(type, normal.getDataType());
            assertEquals(type, uniform.getDataType());
            assertEquals(manager, normal.getManager());
            var values = normal.toType(DataType.FLOAT64, false).toDoubleArray();
            assertMean(0, 1, values);
            assertMean(1, Math.sqrt(2), map(values, v -> v * v));
            assertMean(
                    0.5,
                    Math.sqrt(1. / 12),
                    uniform.toType(DataType.FLOAT64, false).toDoubleArray());
        }
        assertEquals(DataType.FLOAT32, Rng.of(1).normal(manager, 3, 2).getDataType());
        assertEquals(DataType.FLOAT32, Rng.of(1).uniform(manager, 3, 2).getDataType());
    }

    @Test
    void bothTypesRoundTheSameNumbers() {
        var wide = Rng.of(11).normal(manager, DataType.FLOAT64, 100, 2).toDoubleArray();
        var narrow = Rng.of(11).normal(manager, DataType.FLOAT32, 100, 2).toFloatArray();
        assertArrayEquals(wide, Rng.of(11).normals(200));
        for (int i = 0; i < wide.length; i++) {
            assertEquals((float) wide[i], narrow[i]);
        }
    }

    /** Every draw is a multiple of 2^-24 below 1; rounding to nearest would give finer ones, and 1 in 2^25 draws. */
    @Test
    void float32UniformsAreRoundedDown() {
        for (float u : Rng.of(13).uniform(manager, 1_000_000).toFloatArray()) {
            if (!(u >= 0 && u < 1 && u * 0x1p24f == Math.rint(u * 0x1p24f))) {
                throw new AssertionError("drew " + u);
            }
        }
    }

    @Test
    void signsAreFair() {
        var signs = Rng.of(14).signs(manager, DataType.FLOAT32, N).toFloatArray();
        var values = IntStream.range(0, N).mapToDouble(i -> signs[i]).toArray();
        assertTrue(Arrays.stream(values).allMatch(v -> v == 1 || v == -1));
        assertMean(0, 1, values);
        var pairs = IntStream.range(0, N / 2)
                .mapToDouble(i -> values[2 * i] * values[2 * i + 1])
                .toArray();
        assertMean(0, 1, pairs);
        assertEquals(
                DataType.FLOAT64,
                Rng.of(14).signs(manager, DataType.FLOAT64, 3, 2).getDataType());
    }

    /** All 24 permutations of four: chi-square with 23 degrees of freedom, standard deviation 6.8. */
    @Test
    void permutationsAreEquallyLikely() {
        var rng = Rng.of(15);
        var counts = new int[256];
        for (int i = 0; i < 24_000; i++) {
            var p = rng.permutation(4);
            counts[64 * p[0] + 16 * p[1] + 4 * p[2] + p[3]]++;
        }
        var met = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(24, met.length);
        assertEquals(23, chiSquare(met, 1000), ERRORS * 6.8);
        assertArrayEquals(
                IntStream.range(0, 1000).toArray(),
                Arrays.stream(rng.permutation(1000)).sorted().toArray());
        assertEquals(0, rng.permutation(0).length);
    }

    /** Ten indices, 10 000 draws each: chi-square with 9 degrees of freedom, standard deviation 4.2. */
    @Test
    void indicesAreUniformWithReplacement() {
        var counts = new int[10];
        Arrays.stream(Rng.of(16).indices(10, N)).forEach(i -> counts[i]++);
        assertEquals(9, chiSquare(counts, N / 10.), ERRORS * 4.3);
        var rng = Rng.of(17);
        var below = new int[10];
        IntStream.range(0, N).forEach(i -> below[rng.below(10)]++);
        assertEquals(9, chiSquare(below, N / 10.), ERRORS * 4.3);
    }

    @Test
    void refusesWhatItCannotDraw() {
        assertRefuses("int32", () -> Rng.of(1).normal(manager, DataType.INT32, 2, 2));
        assertRefuses("-3", () -> Rng.of(1).permutation(-3));
        assertRefuses("-2", () -> Rng.of(1).normal(manager, 4, -2));
        assertRefuses("0", () -> Rng.of(1).below(0));
        assertRefuses("0", () -> Rng.of(1).indices(0, 5));
        assertRefuses("-5", () -> Rng.of(1).indices(2, -5));
    }

    private static void assertRefuses(String number, org.junit.jupiter.api.function.Executable code) {
        var message = assertThrows(IllegalArgumentException.class, code).getMessage();
        assertTrue(message.contains(number), message);
    }
}
