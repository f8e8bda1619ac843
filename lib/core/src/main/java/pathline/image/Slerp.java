package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.HostMemory;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The way between two noises along a great circle (Shoemake, 1985):
 *
 * <pre>
 *   x(s) = sin((1 - s) ω) / sin ω a + sin(s ω) / sin ω b,   cos ω = ⟨a, b⟩ / (|a| |b|)
 * </pre>
 *
 * <p>Of two draws from N(0, I) in d dimensions, each of which has a norm near √d, the middle of the straight way has a norm near √(d/2), as no
 * draw has; on the great circle it stays. Between a and b on one ray it is the straight way.
 */
public final class Slerp {

    private static final double SMALL = 1e-6; // below this sine the formula is 0 / 0, and its limit is the straight way

    private Slerp() {}

    /**
     * Points at equal distances of s from 0 to 1, the ends a and b included.
     *
     * @param a one noise, any shape, not zero
     * @param b another one of the same shape and type, not opposite to a, whence many great circles lead
     * @param count how many, at least 2
     * @return shape (count, ...), on a's manager
     */
    public static NDArray between(NDArray a, NDArray b, int count) {
        RequireArray.real(a, "a");
        RequireArray.real(b, "b");
        Require.that(
                a.getShape().equals(b.getShape()) && a.getDataType() == b.getDataType(),
                "b is " + b.getDataType() + " of shape " + b.getShape() + "; expected " + a.getDataType() + " of shape "
                        + a.getShape() + " like a");
        Require.atLeast(count, 2, "count");
        double[] from = Require.finite(HostMemory.doubles(a), "a");
        double[] to = Require.finite(HostMemory.doubles(b), "b");
        double cosine = cosine(from, to);
        double omega = Math.acos(Math.max(-1, Math.min(1, cosine)));
        Require.that(
                cosine > 0 || Math.sin(omega) > SMALL,
                "b is opposite to a; expected another direction, since every great circle through a leads there");
        var points = new double[count * from.length];
        for (int i = 0; i < count; i++) {
            double s = i / (count - 1.0);
            boolean straight = Math.sin(omega) <= SMALL;
            double first = straight ? 1 - s : Math.sin((1 - s) * omega) / Math.sin(omega);
            double second = straight ? s : Math.sin(s * omega) / Math.sin(omega);
            for (int k = 0; k < from.length; k++) {
                points[i * from.length + k] = first * from[k] + second * to[k];
            }
        }
        return shaped(a.getManager(), a.getDataType(), points, a.getShape().getShape(), count);
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int k = 0; k < a.length; k++) {
            product += a[k] * b[k];
            first += a[k] * a[k];
            second += b[k] * b[k];
        }
        Require.that(first > 0 && second > 0, "a or b is zero; expected a direction");
        return product / Math.sqrt(first) / Math.sqrt(second);
    }

    private static NDArray shaped(NDManager manager, DataType type, double[] points, long[] event, int count) {
        var shape = new long[event.length + 1];
        shape[0] = count;
        System.arraycopy(event, 0, shape, 1, event.length);
        return Points.of(manager, type, points, shape).array();
    }
}
