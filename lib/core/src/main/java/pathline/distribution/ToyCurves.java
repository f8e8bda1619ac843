package pathline.distribution;

import java.util.function.UnaryOperator;
import pathline.random.Rng;

/**
 * How the points of the toy sets without a closed-form density are made: n rows of two coordinates in random order.
 *
 * <p>A curve that its source walks in equal steps is walked in equal steps here, over the n points asked for.
 */
final class ToyCurves {

    private ToyCurves() {}

    /** The set with the given affine (or other) map applied to every point. */
    static double[][] map(double[][] points, UnaryOperator<double[]> f) {
        for (int i = 0; i < points.length; i++) {
            points[i] = f.apply(points[i]);
        }
        return points;
    }

    /**
     * Two half circles: the upper (cos a, sin a) with n/2 points, rounded down, and the lower
     * (1 - cos a, 1/2 - sin a) with the rest; on each, a runs from 0 to π in equal steps, both ends included.
     */
    static double[][] moons(int n, Rng rng) {
        int upper = n / 2;
        int[] order = rng.permutation(n);
        var points = new double[n][];
        for (int i = 0; i < n; i++) {
            if (order[i] < upper) {
                double a = angle(order[i], upper);
                points[i] = new double[] {Math.cos(a), Math.sin(a)};
            } else {
                double a = angle(order[i] - upper, n - upper);
                points[i] = new double[] {1 - Math.cos(a), 0.5 - Math.sin(a)};
            }
        }
        return points;
    }

    private static double angle(int step, int count) {
        return count == 1 ? 0 : Math.PI * step / (count - 1);
    }

    /** The curve (sin a, sign(a) (cos a - 1)), a ~ U(-3π/2, 3π/2). */
    static double[][] sCurve(int n, Rng rng) {
        return draw(n, rng, r -> {
            double a = 3 * Math.PI * (r.uniform() - 0.5);
            return new double[] {Math.sin(a), Math.signum(a) * (Math.cos(a) - 1)};
        });
    }

    /** The spiral a (cos a, sin a), a ~ U(3π/2, 9π/2). */
    static double[][] swissRoll(int n, Rng rng) {
        return draw(n, rng, r -> {
            double a = 1.5 * Math.PI * (1 + 2 * r.uniform());
            return new double[] {a * Math.cos(a), a * Math.sin(a)};
        });
    }

    /**
     * Five arms in equal counts: the point (1 + 0.3 ε₁, 0.1 ε₂) turned clockwise by 2πk/5 + e^(1 + 0.3 ε₁) / 4.
     *
     * <p>Counts that 5 does not divide are filled up from a random arm on.
     */
    static double[][] pinwheel(int n, Rng rng) {
        int[] order = rng.permutation(n);
        int first = rng.below(5);
        var points = new double[n][];
        for (int i = 0; i < n; i++) {
            double along = 1 + 0.3 * rng.normal();
            double across = 0.1 * rng.normal();
            double turn = 2 * Math.PI * ((order[i] + first) % 5) / 5 + 0.25 * Math.exp(along);
            points[i] = new double[] {
                along * Math.cos(turn) + across * Math.sin(turn), across * Math.cos(turn) - along * Math.sin(turn)
            };
        }
        return points;
    }

    /**
     * Two arms, each point p = (u₁/2 - a cos a, u₂/2 + a sin a) of the first with its mirror image -p on the second;
     * a = 3π√u. An odd last point has no partner and takes either arm.
     */
    static double[][] spirals(int n, Rng rng) {
        int[] order = rng.permutation(n);
        var points = new double[n][];
        for (int i = 0; i < n; i += 2) {
            double a = 3 * Math.PI * Math.sqrt(rng.uniform());
            double x = 0.5 * rng.uniform() - a * Math.cos(a);
            double y = 0.5 * rng.uniform() + a * Math.sin(a);
            int sign = 1 - 2 * rng.below(2);
            points[order[i]] = new double[] {sign * x, sign * y};
            if (i + 1 < n) {
                points[order[i + 1]] = new double[] {-sign * x, -sign * y};
            }
        }
        return points;
    }

    /** Independent points. */
    static double[][] draw(int n, Rng rng, Distribution.PointDraw point) {
        var points = new double[n][];
        for (int i = 0; i < n; i++) {
            points[i] = point.draw(rng);
        }
        return points;
    }

    /** Independent N(0, sigma²) added to both coordinates of every point. */
    static double[][] blur(double[][] points, double sigma, Rng rng) {
        return map(points, p -> new double[] {p[0] + sigma * rng.normal(), p[1] + sigma * rng.normal()});
    }
}
