package pathline.path;

import java.util.Optional;
import pathline.array.Points;

/**
 * xt and ut of an {@link AffinePath}, computed in Java memory.
 *
 * <p>PathCoefficients are double. In float64 all is; in float32 a sum of few numbers is rounded once, and one of more than
 * {@value #FEW} numbers is computed in float32, as the engine does it, which vector instructions do twice as fast.
 *
 * @param coefficients at the time of every pair, or at one time
 * @param noise z, for a path with a bridge
 */
record JavaSample(PathCoefficients[] coefficients, Points x0, Points x1, Optional<Points> noise) {

    private static final int FEW = 1 << 13;

    /** Where a schedule of the caller's would be asked in float32, the engine computes. */
    static boolean handles(AffinePath path, Points t, Points x0, Points x1) {
        boolean host = !t.isOnDevice() && !x0.isOnDevice() && !x1.isOnDevice();
        return host && (isFew(x0) || x0.isDouble() || path.isMadeOfCurves());
    }

    private static boolean isFew(Points x0) {
        return x0.shape().size() <= FEW;
    }

    PathSample sample(Points t) {
        if (x0.isDouble()) {
            return inDouble(t);
        }
        return isFew(x0) ? roundedOnce(t) : inFloat(t);
    }

    private PathSample inDouble(Points t) {
        double[] from = x0.doubles();
        double[] to = x1.doubles();
        double[] z = noise.map(Points::doubles).orElse(new double[0]);
        var xt = new double[from.length];
        var ut = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            var k = at(i);
            xt[i] = k.sigma() * from[i] + k.alpha() * to[i];
            ut[i] = k.dSigma() * from[i] + k.dAlpha() * to[i];
            if (z.length > 0) {
                xt[i] += k.gamma() * z[i];
                ut[i] += k.dGamma() * z[i];
            }
        }
        long[] shape = x0.shape().getShape();
        return new PathSample(
                t,
                x0,
                x1,
                Points.of(x0.manager(), x0.type(), xt, shape),
                Points.of(x0.manager(), x0.type(), ut, shape));
    }

    private PathSample roundedOnce(Points t) {
        float[] from = x0.floats();
        float[] to = x1.floats();
        float[] z = noise.map(Points::floats).orElseGet(() -> new float[from.length]);
        var xt = new float[from.length];
        var ut = new float[from.length];
        int d = x0.dim();
        for (int i = 0; i < x0.size(); i++) {
            var k = at(i * d);
            for (int j = i * d; j < (i + 1) * d; j++) {
                xt[j] = (float) (k.sigma() * from[j] + k.alpha() * to[j] + k.gamma() * z[j]);
                ut[j] = (float) (k.dSigma() * from[j] + k.dAlpha() * to[j] + k.dGamma() * z[j]);
            }
        }
        return floats(t, xt, ut);
    }

    private PathSample inFloat(Points t) {
        float[] from = x0.floats();
        float[] to = x1.floats();
        float[] z = noise.map(Points::floats).orElse(new float[0]);
        var xt = new float[from.length];
        var ut = new float[from.length];
        int d = x0.dim();
        for (int i = 0; i < x0.size(); i++) {
            var k = at(i * d);
            combine(i * d, d, (float) k.sigma(), from, (float) k.alpha(), to, xt);
            combine(i * d, d, (float) k.dSigma(), from, (float) k.dAlpha(), to, ut);
            if (z.length > 0) {
                combine(i * d, d, 1, xt, (float) k.gamma(), z, xt);
                combine(i * d, d, 1, ut, (float) k.dGamma(), z, ut);
            }
        }
        return floats(t, xt, ut);
    }

    /** The sum a x + b y of d numbers from number {@code start} on. */
    private static void combine(int start, int d, float a, float[] x, float b, float[] y, float[] sum) {
        for (int j = start; j < start + d; j++) {
            sum[j] = a * x[j] + b * y[j];
        }
    }

    private PathSample floats(Points t, float[] xt, float[] ut) {
        long[] shape = x0.shape().getShape();
        return new PathSample(t, x0, x1, Points.of(x0.manager(), xt, shape), Points.of(x0.manager(), ut, shape));
    }

    /** The coefficients of the pair to which a number belongs. */
    private PathCoefficients at(int number) {
        return coefficients[coefficients.length == 1 ? 0 : number / x0.dim()];
    }
}
