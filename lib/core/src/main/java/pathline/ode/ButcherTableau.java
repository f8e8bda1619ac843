package pathline.ode;

import java.util.Arrays;
import java.util.Optional;
import pathline.check.Require;

/**
 * An explicit Runge-Kutta method as a table of coefficients (Butcher 1964).
 *
 * <pre>
 *   c1 |
 *   c2 | a21                       k_i = v(t + c_i h, x + h sum_{j=1..i-1} a_ij k_j)
 *   c3 | a31  a32
 *   .. | ..   ..   ..              x_{n+1} = x_n + h sum_j b_j k_j
 *   cs | as1  as2  ..  a_s,s-1
 *   ---+-----------------------
 *      | b1   b2   ..  bs          error   = h sum_j e_j k_j,   e = b - b^
 * </pre>
 *
 * <p>The table checks itself: every row of a sums to its c, b sums to 1, e to 0, and the weights have the orders that are
 * declared for them, by the order conditions of rooted trees. That the last stage of one step is
 * the first of the next ("first same as last") is read off the table, never declared.
 *
 * @param name the method's usual name
 * @param source where it was published
 * @param order order of the solution that is carried on
 * @param c times of the stages within the step, c1 = 0
 * @param a lower triangle, row i has i entries (the first row none)
 * @param b weights of the solution
 * @param error the embedded error estimate, where there is one
 * @param interpolant the method's own dense output; a cubic Hermite polynomial where it has none
 */
public record ButcherTableau(
        String name,
        String source,
        int order,
        double[] c,
        double[][] a,
        double[] b,
        Optional<ErrorEstimate> error,
        Interpolant interpolant)
        implements Method {

    private static final double SUM_ROUNDING = 1e-14;

    /** Weights of dense output of size 500 cancel to those of the solution, of size 1. */
    private static final double DENSE_ROUNDING = 1e-12;

    public ButcherTableau {
        Require.nonNull(name, "name");
        Require.nonNull(source, "source");
        Require.nonNull(error, "error");
        Require.nonNull(interpolant, "interpolant");
        c = Require.nonNull(c, "c").clone();
        a = Coefficients.copy(Require.nonNull(a, "a"));
        b = Require.nonNull(b, "b").clone();
        int stages = b.length;
        if (order < 1 || stages < 1) {
            throw new IllegalArgumentException(
                    name + ": order and stages must be at least 1, got " + order + " and " + stages);
        }
        if (c.length != stages || a.length != stages) {
            throw new IllegalArgumentException(
                    name + ": c, a and b must have as many rows, got " + c.length + ", " + a.length + " and " + stages);
        }
        for (int i = 0; i < stages; i++) {
            if (a[i].length != i) {
                throw new IllegalArgumentException(
                        name + ": row " + i + " of an explicit method has " + i + " coefficients, got " + a[i].length);
            }
            requireSum(name + ": row " + i + " of a", Coefficients.sum(a[i]), c[i], SUM_ROUNDING);
        }
        requireSum(name + ": b", Coefficients.sum(b), 1, SUM_ROUNDING);
        requireParts(name, b, error, interpolant);
        requireOrders(name, order, new OrderConditions(a), b, error);
    }

    /** A method without error estimate, with Hermite dense output. */
    public static ButcherTableau of(String name, String source, int order, double[] c, double[][] a, double[] b) {
        Require.that(Require.nonNull(b, "b").length > 0, name + ": b is empty; expected a weight for each stage");
        return new ButcherTableau(name, source, order, c, a, b, Optional.empty(), Interpolant.hermite(b));
    }

    /** The same method with the embedded solution {@code bHat} of order {@code embeddedOrder}. */
    public ButcherTableau embed(int embeddedOrder, double... bHat) {
        requireRow(name + ": b^", Require.nonNull(bHat, "bHat").length, b.length);
        return estimate(new ErrorEstimate(embeddedOrder, Coefficients.minus(b, bHat), new double[0]));
    }

    /** The same method with this error estimate. */
    public ButcherTableau estimate(ErrorEstimate estimate) {
        Require.nonNull(estimate, "estimate");
        return new ButcherTableau(name, source, order, c, a, b, Optional.of(estimate), interpolant);
    }

    /** The same method with its own dense output. */
    public ButcherTableau dense(Interpolant own) {
        return new ButcherTableau(name, source, order, c, a, b, error, own);
    }

    /** The number s of stages. */
    public int stages() {
        return b.length;
    }

    /** Whether the last stage is evaluated at the step's end, so that the next step need not evaluate it again. */
    public boolean firstSameAsLast() {
        int last = b.length - 1;
        return last > 0 && c[last] == 1 && b[last] == 0 && Arrays.equals(a[last], Arrays.copyOf(b, last));
    }

    @Override
    public boolean embedded() {
        return error.isPresent();
    }

    @Override
    public double[] c() {
        return c.clone();
    }

    @Override
    public double[][] a() {
        return Coefficients.copy(a);
    }

    @Override
    public double[] b() {
        return b.clone();
    }

    @Override
    public String toString() {
        return name;
    }

    private static void requireParts(String name, double[] b, Optional<ErrorEstimate> error, Interpolant interpolant) {
        error.ifPresent(estimate -> {
            requireRow(name + ": error", estimate.weights().length, b.length);
            requireRow(name + ": guard", estimate.guard().length, estimate.guard().length == 0 ? 0 : b.length);
        });
        requireRow(name + ": dense output", interpolant.stages(), b.length);
        var end = interpolant.at(1);
        for (int j = 0; j < end.length; j++) {
            requireSum(
                    name + ": dense output's row " + j + " at the step's end",
                    end[j],
                    j < b.length ? b[j] : 0,
                    DENSE_ROUNDING);
        }
    }

    private static void requireOrders(
            String name, int order, OrderConditions conditions, double[] b, Optional<ErrorEstimate> error) {
        int found = conditions.ofSolution(b, order);
        Require.that(
                found == order,
                name + ": order is declared as " + order + ", but b fulfils the order conditions up to " + found
                        + " only");
        error.ifPresent(estimate -> {
            int first = conditions.ofDifference(estimate.weights());
            int second = estimate.guard().length == 0 ? first : conditions.ofDifference(estimate.guard());
            int blended = 2 * first - second; // n5^2 / n3 falls as h^(2 (first + 1) - (second + 1))
            Require.that(
                    blended == estimate.order(),
                    name + ": order of the error estimate is declared as " + estimate.order()
                            + ", but by the order conditions of its weights it is " + blended
                            + "; the choice of steps relies on it");
        });
    }

    private static void requireRow(String what, int got, int expected) {
        if (got != expected) {
            throw new IllegalArgumentException(
                    what + " must have one entry for each of the " + expected + " stages, got " + got);
        }
    }

    private static void requireSum(String what, double sum, double expected, double rounding) {
        if (!(Math.abs(sum - expected) <= rounding)) {
            throw new IllegalArgumentException(what + " must sum to " + expected + ", got " + sum);
        }
    }
}
