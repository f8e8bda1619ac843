package pathline.path;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.random.Rng;

/**
 * Points on their way on plain arrays: for batches in float32 that are so small that the engine's calls would cost more than
 * the arithmetic. 256 points of the plane take half the time, in 43 dimensions they would take the same.
 */
record SmallBatch(AffinePath path, NDArray t, NDArray x0, NDArray x1) {

    private static final int MOST = 1 << 13; // numbers

    /** Whether x0 is such a batch. */
    static boolean is(NDArray x0) {
        return HostMemory.reaches(x0) && x0.size() <= MOST;
    }

    /** With the noise that an array of normal draws would hold. */
    PathSample sample(Rng rng) {
        return sample(HostMemory.floats(rng.normals(size())));
    }

    /** With the noise z, or none. */
    PathSample sample(Optional<NDArray> z) {
        return sample(z.map(HostMemory::floats).orElseGet(() -> new float[size()]));
    }

    private int size() {
        return Math.toIntExact(x0.size());
    }

    private PathSample sample(float[] z) {
        var c = Coefficients.at(path, Doubles.of("t", t));
        int d = Math.toIntExact(x0.getShape().get(1));
        float[] from = HostMemory.floats(x0);
        float[] to = HostMemory.floats(x1);
        var xt = new float[z.length];
        var ut = new float[z.length];
        for (int i = 0; i < z.length / d; i++) {
            var k = c[c.length == 1 ? 0 : i];
            for (int j = i * d; j < (i + 1) * d; j++) {
                xt[j] = (float) (k.sigma() * from[j] + k.alpha() * to[j] + k.gamma() * z[j]);
                ut[j] = (float) (k.dSigma() * from[j] + k.dAlpha() * to[j] + k.dGamma() * z[j]);
            }
        }
        var home = x0.getManager();
        var shape = x0.getShape();
        return new PathSample(t, x0, x1, HostMemory.array(home, xt, shape), HostMemory.array(home, ut, shape));
    }
}
