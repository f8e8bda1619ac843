package pathline.experiment;

import ai.djl.ndarray.NDArray;
import pathline.array.HostMemory;
import pathline.data.Images;

/**
 * The density of images whose pixels do not depend on each other: of each, how often it had which value, every value counted once
 * more. What a model of images must be better than.
 */
final class PixelHistograms {

    private static final int LEVELS = 256;

    private final double[][] logs;

    private PixelHistograms(double[][] logs) {
        this.logs = logs;
    }

    static PixelHistograms of(Images images, int... indices) {
        var logs = new double[images.dim()][LEVELS];
        for (int k = 0; k < logs.length; k++) {
            for (int index : indices) {
                logs[k][images.pixel(index, k)]++;
            }
            for (int level = 0; level < LEVELS; level++) {
                logs[k][level] = Math.log((logs[k][level] + 1) / (indices.length + LEVELS));
            }
        }
        return new PixelHistograms(logs);
    }

    /** How many numbers it has. */
    long parameters() {
        return (LEVELS - 1L) * logs.length;
    }

    /** log p of each image with its noise, in nats, numbers in [0, 256], shape (n, d). */
    NDArray logDensity(NDArray pixels) {
        double[] values = HostMemory.doubles(pixels);
        var sums = new double[values.length / logs.length];
        for (int k = 0; k < values.length; k++) {
            int level = Math.min(LEVELS - 1, (int) values[k]); // a float32 may have been rounded up
            sums[k / logs.length] += logs[k % logs.length][level];
        }
        return pixels.getManager().create(sums);
    }
}
