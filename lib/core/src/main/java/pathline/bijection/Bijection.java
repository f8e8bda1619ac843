package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A smooth invertible map y = f(x) of points, and by how much it stretches volume around each.
 *
 * <pre>
 *   log p(y) = log p0(x) - log |det dy/dx|,   y = f(x),   if x has the density p0
 * </pre>
 *
 * <p>In a {@link pathline.flow.Flow} the forward direction runs from the source to the data. A net written from data to
 * noise, as density estimation has it, stands there as {@link #inverted}.
 *
 * <p>A point never sees its neighbours: row i of every result depends on row i of the input alone. Results are new arrays
 * of the type of the input, attached to its manager. A bijection with parameters is a {@link pathline.field.Model} besides.
 */
public interface Bijection {

    /** How many coordinates a point has. */
    int dim();

    /**
     * y = f(x), with log |det dy/dx|.
     *
     * @param x points, shape (n, d)
     */
    Mapped forward(NDArray x);

    /**
     * x with f(x) = y, with log |det dx/dy|.
     *
     * @param y points, shape (n, d)
     */
    Mapped inverse(NDArray y);

    /** f(x) alone; overridden where that is cheaper than with the log-determinant. */
    default NDArray image(NDArray x) {
        try (var scratch = new Scratch()) {
            return scratch.keep(forward(RequireArray.real(x, "x")).points());
        }
    }

    /** The point x with f(x) = y alone; overridden where that is cheaper than with the log-determinant. */
    default NDArray preimage(NDArray y) {
        try (var scratch = new Scratch()) {
            return scratch.keep(inverse(RequireArray.real(y, "y")).points());
        }
    }

    /** The type that points of the given type are converted to before they come here: that of the parameters, if there are any. */
    default DataType computesIn(DataType given) {
        return Require.nonNull(given, "given");
    }

    /** The same map the other way round. */
    default Bijection inverted() {
        return new Inverted(this);
    }

    /** This map, then another one: x ↦ next(f(x)). */
    default Bijection then(Bijection next) {
        return new Composition(this, next);
    }
}
