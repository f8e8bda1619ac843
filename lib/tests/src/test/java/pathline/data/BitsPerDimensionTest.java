package pathline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pathline.distribution.Density;
import pathline.distribution.Gaussian;
import pathline.field.LinearField;
import pathline.flow.Flow;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class BitsPerDimensionTest {

    private static final int N = 400;

    /** Images of two pixels, all of which are 3 and 200. */
    private static Images images() {
        var pixels = new byte[2 * N];
        for (int i = 0; i < N; i++) {
            pixels[2 * i] = 3;
            pixels[2 * i + 1] = (byte) 200;
        }
        return new Images(1, 1, 2, pixels, new int[N]);
    }

    private static int[] all() {
        return IntStream.range(0, N).toArray();
    }

    /** A density in the plane of log-density f of a row's numbers. */
    private static Density density(java.util.function.ToDoubleFunction<double[]> f) {
        return new Density() {
            @Override
            public NDArray logDensity(NDArray x) {
                double[] numbers = x.toType(DataType.FLOAT64, false).toDoubleArray();
                var logs = new double[numbers.length / 2];
                for (int i = 0; i < logs.length; i++) {
                    logs[i] = f.applyAsDouble(new double[] {numbers[2 * i], numbers[2 * i + 1]});
                }
                return x.getManager().create(logs);
            }

            @Override
            public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
                return rng.normal(manager, type, n, 2);
            }

            @Override
            public NDArray score(NDArray x) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int dim() {
                return 2;
            }
        };
    }

    @Test
    void aUniformDensityHasEightBits() {
        var uniform = density(x -> -2 * Math.log(2)); // 1/2 on [-1, 1) each
        var bits = BitsPerDimension.of(uniform, images(), 2, Rng.of(1), all());
        assertEquals(8, bits.mean(), 1e-12);
        assertEquals(8, bits.bound(), 1e-12);
        assertEquals(0, bits.standardError(), 1e-12);
    }

    @Test
    void aHistogramOfTheLevelsHasTheEntropyOfTheLevels() {
        // a quarter on each of four levels of the first pixel, of which one is 3, and a half on two of the second
        var steps = density(x -> -Math.log(4.0 / 128) - Math.log(2.0 / 128));
        assertEquals(
                1.5, BitsPerDimension.of(steps, images(), 1, Rng.of(1), all()).mean(), 1e-12);
    }

    @Test
    void severalDrawsTightenTheBound() {
        // exp(-x1) on a cell: -log2 mean is less than mean -log2
        double slope = 200;
        var steep = density(x -> -slope * x[0]);
        double start = 3 / 128.0 - 1;
        double mean = slope * (start + 0.5 / 128) / (2 * Math.log(2)) + 7;
        double cell = slope / 128;
        double exact = (slope * start - Math.log(-Math.expm1(-cell) / cell)) / (2 * Math.log(2)) + 7;
        var one = BitsPerDimension.of(steep, images(), 1, Rng.of(2), all());
        var many = BitsPerDimension.of(steep, images(), 64, Rng.of(2), all());
        assertEquals(one.mean(), one.bound(), 1e-12);
        assertEquals(mean, one.mean(), 5 * one.standardError());
        // the log of a mean of 64 is low by its variance / 128, some 0.2 / 128 / (2 log 2)
        assertEquals(exact, many.bound(), 0.003);
        assertTrue(many.bound() < many.mean() - 0.05, many.toString());
    }

    @Test
    void ofAFlowItIsThatOfTheGaussianThatItMakes() {
        // x' = -x: N(0, 1) becomes N(0, exp(-2))
        var flow = Flow.of(
                Gaussian.standard(2),
                LinearField.of(new double[][] {{-1, 0}, {0, -1}}),
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6));
        double sigma = Math.exp(-1);
        var known = density(
                x -> -(x[0] * x[0] + x[1] * x[1]) / (2 * sigma * sigma) - 2 * Math.log(sigma) - Math.log(2 * Math.PI));
        assertEquals(
                BitsPerDimension.of(known, images(), 2, Rng.of(3), all()).mean(),
                BitsPerDimension.of(flow, images(), 2, Rng.of(3), all()).mean(),
                1e-5);
    }

    @Test
    void anImagesNoiseIsItsOwn() {
        var steep = density(x -> -200 * x[0]);
        double both = BitsPerDimension.of(steep, images(), 1, Rng.of(2), 7, 8).mean();
        double other = BitsPerDimension.of(steep, images(), 1, Rng.of(2), 8, 7).mean();
        assertEquals(both, other, 1e-12);
        assertThrows(IllegalArgumentException.class, () -> BitsPerDimension.of(steep, images(), 1, Rng.of(2), 7));
        assertThrows(
                IllegalArgumentException.class,
                () -> BitsPerDimension.of(Gaussian.standard(3), images(), 1, Rng.of(2), 7, 8));
    }
}
