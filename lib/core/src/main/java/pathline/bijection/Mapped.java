package pathline.bijection;

import ai.djl.ndarray.NDArray;

/** Points that a {@link Bijection} has moved, and how it stretched volume around each. */
public interface Mapped {

    /** Where the points went, of the shape and type they had. */
    NDArray points();

    /** log |det| of the derivative of the points where they went by the points that were given, shape (n). */
    NDArray logDeterminant();

    /** Both as they are. */
    static Mapped of(NDArray points, NDArray logDeterminant) {
        return new MappedPoints(points, logDeterminant);
    }
}
