package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.check.Require;
import pathline.check.RequireArray;

/** A field given for one point, applied to every row of a state. */
record PointwiseField(VectorField.Pointwise velocity) implements VectorField {

    PointwiseField {
        Require.nonNull(velocity, "velocity");
    }

    @Override
    public NDArray at(double t, NDArray x) {
        var shape = RequireArray.real(x, "x").getShape();
        Require.that(
                shape.dimension() >= 2 && shape.size() > 0,
                "x has shape " + shape + "; expected (n, d), n points of d coordinates, or n events of another shape");
        int d = Form.width(shape);
        var rows = x.getDataType() == DataType.FLOAT64
                ? x.toDoubleArray()
                : x.toType(DataType.FLOAT64, true).toDoubleArray();
        var result = x.getManager().create(at(t, rows, d), shape);
        return x.getDataType() == DataType.FLOAT64 ? result : result.toType(x.getDataType(), false);
    }

    /** Velocities of n points of d coordinates, row after row. */
    double[] at(double t, double[] rows, int d) {
        if (rows.length == d) {
            return checked(velocity.at(t, rows.clone()), d).clone();
        }
        var result = new double[rows.length];
        for (int i = 0; i < rows.length; i += d) {
            System.arraycopy(checked(velocity.at(t, Arrays.copyOfRange(rows, i, i + d)), d), 0, result, i, d);
        }
        return result;
    }

    private static double[] checked(double[] v, int d) {
        Require.that(v != null, "The field returned null; expected an array of " + d + " velocities");
        if (v.length != d) {
            throw new IllegalArgumentException(
                    "The field must return one velocity for each of the " + d + " coordinates, got " + v.length);
        }
        return v;
    }
}
