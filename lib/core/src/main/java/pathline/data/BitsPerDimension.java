package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Locale;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.distribution.Density;
import pathline.random.Rng;

/**
 * How many bits a density of dequantised images takes for a number of an image:
 *
 * <pre>
 *   bits = -log2 p(x) / d + 7,   x = (v + u) / 128 - 1,   u from U[0, 1)
 * </pre>
 *
 * <p>A cell of one level has the side 1/128 in x, whence the 7 bits: for a density q of v + u it is -log2 q / d with q = p / 128^d. Its
 * mean over u bounds the bits of the levels themselves from above (Theis, van den Oord and Bethge, 2016), and so does, more tightly,
 * the logarithm of the mean density over several u (Burda, Grosse and Salakhutdinov, 2016). A uniform density has 8 bits.
 *
 * @param mean over images and draws of noise
 * @param standardError of the mean over images
 * @param bound by the mean density over an image's draws; the mean itself where there is one draw
 * @param images how many
 * @param draws of noise for each image
 */
public record BitsPerDimension(double mean, double standardError, double bound, int images, int draws) {

    private static final double CELL = 7; // bits of the side 1/128
    private static final int AT_ONCE = 100; // images

    /**
     * Of a density of rows in [-1, 1], such as a flow that was trained on {@code images.scaled().dequantised()}.
     *
     * @param draws of noise for each image; image i takes those of {@code rng.child(draw).child(i)}
     * @param indices which images
     */
    public static BitsPerDimension of(Density density, Images images, int draws, Rng rng, int... indices) {
        Require.nonNull(density, "density");
        Require.nonNull(images, "images");
        Require.within(draws, 1, 1 << 16, "draws");
        Require.nonNull(rng, "rng");
        Require.atLeast(DataChecks.indices(indices).length, 2, "indices' number");
        int d = images.dim();
        Require.that(density.dim() == d, "density has " + density.dim() + " numbers; expected " + d + " like an image");
        var means = new double[indices.length];
        var bounds = new double[indices.length];
        for (int from = 0; from < indices.length; from += AT_ONCE) {
            int[] block = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + AT_ONCE));
            var nats = new double[draws][];
            for (int k = 0; k < draws; k++) {
                nats[k] = nats(density, images, rng.child(k), block);
            }
            for (int i = 0; i < block.length; i++) {
                means[from + i] = mean(nats, i) / (d * Math.log(2)) + CELL;
                bounds[from + i] = ofMeanDensity(nats, i) / (d * Math.log(2)) + CELL;
            }
        }
        double mean = Arrays.stream(means).average().orElseThrow();
        double squares = Arrays.stream(means).map(x -> (x - mean) * (x - mean)).sum();
        int n = indices.length;
        return new BitsPerDimension(
                mean,
                Math.sqrt(squares / (n - 1) / n),
                Arrays.stream(bounds).average().orElseThrow(),
                n,
                draws);
    }

    /** -log p of each image of a block. */
    private static double[] nats(Density density, Images images, Rng noise, int... block) {
        try (var manager = NDManager.newBaseManager()) {
            NDArray x = images.dequantised(manager, DataType.FLOAT32, noise, block)
                    .div(128)
                    .sub(1);
            return Arrays.stream(HostMemory.doubles(density.logDensity(x)))
                    .map(log -> -log)
                    .toArray();
        }
    }

    private static double mean(double[][] nats, int i) {
        return Arrays.stream(nats).mapToDouble(row -> row[i]).average().orElseThrow();
    }

    /** -log of the mean of exp(-nats), by the smallest of them so that nothing overflows. */
    private static double ofMeanDensity(double[][] nats, int i) {
        double least = Arrays.stream(nats).mapToDouble(row -> row[i]).min().orElseThrow();
        double sum =
                Arrays.stream(nats).mapToDouble(row -> Math.exp(least - row[i])).sum();
        return least - Math.log(sum / nats.length);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.3f ± %.3f bits per dimension (%.3f by the mean density of %d draws), %d images",
                mean,
                standardError,
                bound,
                draws,
                images);
    }
}
