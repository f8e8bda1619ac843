package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.array.Points;

/** J dx of every point, tangent after tangent. */
final class Along {

    private final NDArray dx;
    private final NDArray x;
    private final TangentVectors tangents;
    private final int d;
    private final double[] derivative;

    Along(NDArray dx, NDArray x) {
        this.dx = dx;
        this.x = x;
        this.tangents = TangentVectors.of("dx", dx, x);
        this.d = Math.toIntExact(x.getShape().get(1));
        this.derivative = new double[tangents.count() * tangents.points() * d];
    }

    TangentVectors tangents() {
        return tangents;
    }

    void write(Posterior posterior, int i) {
        for (int k = 0; k < tangents.count(); k++) {
            int to = (k * tangents.points() + i) * d;
            System.arraycopy(posterior.jvp(tangents.at(k, i)), 0, derivative, to, d);
        }
    }

    NDArray derivative() {
        boolean one = dx.getShape().dimension() == 2;
        var shape = one ? x.getShape() : new Shape(tangents.count(), tangents.points(), d);
        return Points.like(x, derivative, shape);
    }
}
