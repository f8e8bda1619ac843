package pathline.ode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;

/** Sums of Java arrays with weights: {@link WeightedSum} without the engine. */
public final class Float32Sum {

    private Float32Sum() {}

    /** h sum_j w_j k_j, of arrays of {@code size} numbers; those of weight zero are not read. */
    public static float[] of(double h, double[] w, List<float[]> arrays, int size) {
        Require.atLeast(size, 0, "size");
        return sum(terms(h, w, arrays), size);
    }

    /** x + h sum_j w_j k_j. The small numbers are added first: fewer digits of them are lost. */
    public static float[] ahead(float[] x, double h, double[] w, List<float[]> arrays) {
        Require.nonNull(x, "x");
        var terms = terms(h, w, arrays);
        terms.add(new Term(1, x));
        return sum(terms, x.length);
    }

    /** Adds factor k to a sum. */
    public static void add(float[] sum, float factor, float[] k) {
        Require.nonNull(sum, "sum");
        Require.that(
                Require.nonNull(k, "k").length >= sum.length,
                "k has " + k.length + " numbers; expected " + sum.length + " as sum has");
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * k[i];
        }
    }

    private record Term(float factor, float[] k) {}

    private static List<Term> terms(double h, double[] w, List<float[]> arrays) {
        WeightedSum.require(w, arrays);
        var terms = new ArrayList<Term>();
        for (int j = 0; j < w.length; j++) {
            if (w[j] != 0) {
                terms.add(new Term((float) (h * w[j]), arrays.get(j)));
            }
        }
        return terms;
    }

    /** In order, four in a pass: then the sum is written once for as many arrays that are read. */
    private static float[] sum(List<Term> terms, int size) {
        var sum = new float[size];
        for (var term : terms) {
            if (term.k == null || term.k.length < size) {
                throw new IllegalArgumentException("Every array of a sum must have " + size + " numbers; one is "
                        + (term.k == null ? "null" : "of " + term.k.length));
            }
        }
        var left = new ArrayDeque<>(terms);
        var none = new Term(0, sum);
        while (!left.isEmpty()) {
            set(sum, left.poll(), next(left, none), next(left, none), next(left, none));
            if (!left.isEmpty()) {
                left.addFirst(new Term(1, sum));
            }
        }
        return sum;
    }

    private static Term next(ArrayDeque<Term> left, Term none) {
        return left.isEmpty() ? none : left.poll();
    }

    private static void set(float[] sum, Term a, Term b, Term c, Term d) {
        set(sum, a.factor, a.k, b.factor, b.k, c.factor, c.k, d.factor, d.k);
    }

    private static void set(
            float[] sum, float a, float[] k, float b, float[] l, float c, float[] m, float d, float[] n) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a * k[i] + b * l[i] + c * m[i] + d * n[i];
        }
    }

    /** Whether every number is finite: 0 times it is 0, and else NaN, as is a sum with it. In four sums, which overlap. */
    public static boolean finite(float[] x) {
        Require.nonNull(x, "x");
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            a += x[i] * 0;
            b += x[i + 1] * 0;
            c += x[i + 2] * 0;
            d += x[i + 3] * 0;
        }
        for (; i < x.length; i++) {
            a += x[i] * 0;
        }
        return a + b + (c + d) == 0;
    }

    /** The sum of squares, in doubles; four sums, which overlap. */
    public static double squares(float[] x) {
        Require.nonNull(x, "x");
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            a += (double) x[i] * x[i];
            b += (double) x[i + 1] * x[i + 1];
            c += (double) x[i + 2] * x[i + 2];
            d += (double) x[i + 3] * x[i + 3];
        }
        for (; i < x.length; i++) {
            a += (double) x[i] * x[i];
        }
        return a + b + (c + d);
    }
}
