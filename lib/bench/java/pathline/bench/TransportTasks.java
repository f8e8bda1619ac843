package pathline.bench;

import ai.djl.ndarray.NDArray;
import java.util.function.LongFunction;
import pathline.coupling.Assignment;
import pathline.coupling.Costs;

/**
 * Exact optimal transport of as many points, 8 Gaussians to moons: W10, and how it grows.
 *
 * <p>The points are those of the peers' script, which draws the same numbers: splitmix64 (Steele, Lea and Flood,
 * OOPSLA 2014) at a counter, in double precision.
 */
final class TransportTasks {

    private static final int SOURCES = 1;
    private static final int TARGETS = 2;
    private static final double DEVIATION = Math.pow(0.1, 0.25);

    private TransportTasks() {}

    /** The optimal permutation by squared distance, its costs computed on the way. */
    static Task assignment(Setting setting) {
        var x0 = points(setting, TransportTasks::gaussians);
        var x1 = points(setting, TransportTasks::moons);
        return () -> Assignment.solve(Costs.squaredDistances(x0, x1));
    }

    private static NDArray points(Setting setting, LongFunction<double[]> point) {
        int n = setting.batch();
        var flat = new double[2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(point.apply(i), 0, flat, 2 * i, 2);
        }
        return setting.manager().create(flat).reshape(n, 2);
    }

    /** Point i of eight Gaussians on a circle of radius 5. */
    static double[] gaussians(long i) {
        double angle = Math.floor(8 * uniform(SOURCES, 3 * i)) * Math.PI / 4;
        double radius = DEVIATION * Math.sqrt(-2 * Math.log(1 - uniform(SOURCES, 3 * i + 1)));
        double turn = 2 * Math.PI * uniform(SOURCES, 3 * i + 2);
        return new double[] {
            5 * Math.cos(angle) + radius * Math.cos(turn), 5 * Math.sin(angle) + radius * Math.sin(turn)
        };
    }

    /** Point i of two half circles. */
    static double[] moons(long i) {
        boolean upper = uniform(TARGETS, 2 * i) < 0.5;
        double s = Math.PI * uniform(TARGETS, 2 * i + 1);
        double x = upper ? Math.cos(s) : 1 - Math.cos(s);
        double y = upper ? Math.sin(s) : 0.5 - Math.sin(s);
        return new double[] {3 * x - 1, 3 * y - 1};
    }

    /** Number k of a stream in [0, 1). */
    static double uniform(long stream, long k) {
        long z = (stream << 40) + (k + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }
}
