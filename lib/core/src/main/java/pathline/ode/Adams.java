package pathline.ode;

import pathline.check.Require;

/**
 * A linear multistep method of Adams: the slopes of the last k steps, weighted, carry the next one.
 *
 * <pre>
 * Adams-Bashforth    x_{n+1} = x_n + h sum_{j=0}^{k-1} beta_j v_{n-j}                    one evaluation a step
 * Adams-Moulton      x_{n+1} = x_n + h (beta*_0 v_{n+1} + sum_{j=1}^{k-1} beta*_j v_{n+1-j})
 * </pre>
 *
 * <p>With a corrector the method predicts by Adams-Bashforth, evaluates, corrects by Adams-Moulton and evaluates again:
 * two evaluations a step and a smaller error. The weights integrate the polynomial through the known slopes, so they
 * are fixed by the order; the step is fixed too. The first k - 1 steps are Runge-Kutta steps of at least this order.
 * (Hairer, Norsett and Wanner, <i>Solving ODEs I</i>, section III.1.)
 *
 * @param order k, from 2 to 5
 * @param corrector what follows the prediction
 */
public record Adams(int order, Corrector corrector) implements Method {

    /** What follows the prediction. */
    public enum Corrector {
        NONE,
        MOULTON
    }

    private static final double[][] BASHFORTH = {
        {3. / 2, -1. / 2},
        {23. / 12, -16. / 12, 5. / 12},
        {55. / 24, -59. / 24, 37. / 24, -9. / 24},
        {1901. / 720, -2774. / 720, 2616. / 720, -1274. / 720, 251. / 720},
    };

    private static final double[][] MOULTON = {
        {1. / 2, 1. / 2},
        {5. / 12, 8. / 12, -1. / 12},
        {9. / 24, 19. / 24, -5. / 24, 1. / 24},
        {251. / 720, 646. / 720, -264. / 720, 106. / 720, -19. / 720},
    };

    public Adams {
        Require.nonNull(corrector, "corrector");
        if (order < 2 || order > 5) {
            throw new IllegalArgumentException(
                    "Adams methods are offered for orders 2 to 5, got " + order + "; order 1 is Euler's method");
        }
    }

    /** Adams and Bashforth's explicit method of this order. */
    public static Adams bashforth(int order) {
        return new Adams(order, Corrector.NONE);
    }

    /** Adams-Bashforth prediction with Adams-Moulton correction, both of this order. */
    public static Adams bashforthMoulton(int order) {
        return new Adams(order, Corrector.MOULTON);
    }

    /** Weights beta of the slopes at t_n, t_{n-1}, ... */
    public double[] prediction() {
        return BASHFORTH[order - 2].clone();
    }

    /** Weights beta* of the slopes at t_{n+1}, t_n, t_{n-1}, ... */
    public double[] correction() {
        return MOULTON[order - 2].clone();
    }

    /** The one-step method that makes the first k - 1 steps. */
    ButcherTableau starter() {
        return order < 5 ? Tableaus.RK4 : Tableaus.DOPRI5;
    }

    @Override
    public String name() {
        return (corrector == Corrector.MOULTON ? "Adams-Bashforth-Moulton " : "Adams-Bashforth ") + order;
    }

    @Override
    public String source() {
        return corrector == Corrector.MOULTON
                ? "F. R. Moulton, New Methods in Exterior Ballistics, 1926"
                : "F. Bashforth and J. C. Adams, Theories of Capillary Action, 1883";
    }

    @Override
    public boolean embedded() {
        return false;
    }

    @Override
    public String toString() {
        return name();
    }
}
