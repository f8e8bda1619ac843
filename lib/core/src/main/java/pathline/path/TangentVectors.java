package pathline.path;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import pathline.check.RequireArray;

/** Vectors at points: one each, shape (n, d); k each, shape (k, n, d); or the same k at all, shape (k, 1, d). */
record TangentVectors(double[] flat, int count, int points, int rows, int dim) {

    static TangentVectors of(String name, NDArray array, NDArray x) {
        check(name, array, x);
        var shape = array.getShape();
        int n = Math.toIntExact(x.getShape().get(0));
        int d = Math.toIntExact(x.getShape().get(1));
        boolean one = shape.dimension() == 2;
        int count = one ? 1 : Math.toIntExact(shape.get(0));
        int rows = one ? n : Math.toIntExact(shape.get(1));
        return new TangentVectors(PathChecks.numbers(name, array), count, n, rows, d);
    }

    /** The array must have one of the three shapes, and the type of x. */
    static void check(String name, NDArray array, NDArray x) {
        RequireArray.points(x, "x");
        RequireArray.open(array, name);
        var shape = array.getShape();
        long n = x.getShape().get(0);
        long d = x.getShape().get(1);
        boolean one = shape.equals(x.getShape());
        boolean many = shape.dimension() == 3 && shape.get(2) == d && (shape.get(1) == n || shape.get(1) == 1);
        if ((!one && !many) || array.getDataType() != x.getDataType()) {
            throw new IllegalArgumentException(name + " must have x's type and shape " + x.getShape() + ", (k, " + n
                    + ", " + d + ") or (k, 1, " + d + "), got " + array.getDataType() + " " + shape);
        }
    }

    /** Vector k at point i. */
    double[] at(int k, int i) {
        int start = (Math.min(k, count - 1) * rows + (rows == 1 ? 0 : i)) * dim;
        return Arrays.copyOfRange(flat, start, start + dim);
    }
}
