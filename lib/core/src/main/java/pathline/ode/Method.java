package pathline.ode;

/**
 * How one step is made: a table of coefficients.
 *
 * <p>Runge-Kutta methods evaluate the field several times within a step and forget; Adams methods evaluate once or
 * twice and remember the slopes of earlier steps.
 */
public sealed interface Method permits ButcherTableau, Adams {

    /** The method's usual name. */
    String name();

    /** The power p of the global error: halving the step divides the error by about 2^p. */
    int order();

    /** Where the method was published. */
    String source();

    /** Whether a step estimates its own error, which adaptive steps need. */
    boolean embedded();
}
