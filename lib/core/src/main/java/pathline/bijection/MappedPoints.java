package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.check.RequireArray;

/** See {@link Mapped}. */
record MappedPoints(NDArray points, NDArray logDeterminant) implements Mapped {

    MappedPoints {
        RequireArray.real(points, "points");
        RequireArray.real(logDeterminant, 1, "logDeterminant");
        Require.that(
                points.getShape().dimension() >= 2
                        && points.getShape().get(0) == logDeterminant.getShape().get(0)
                        && points.getDataType() == logDeterminant.getDataType(),
                "logDeterminant is " + logDeterminant.getDataType() + " of shape " + logDeterminant.getShape()
                        + "; expected one " + points.getDataType() + " for each row of points, whose shape is "
                        + points.getShape());
    }
}
