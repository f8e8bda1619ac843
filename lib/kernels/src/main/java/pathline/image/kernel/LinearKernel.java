package pathline.image.kernel;

import static pathline.field.kernel.Lanes.TILE;

import pathline.field.kernel.Gemm;
import pathline.field.kernel.Lanes;

/** A linear map of a tile, there and back, over the numbers of one call. */
final class LinearKernel {

    private final float[] weights;
    private final int bias;
    private final Gemm there;
    private final Gemm.Matrix matrix;
    private final Gemm back;
    private final Gemm.Matrix transposed;

    LinearKernel(LinearMap map, float[] weights, float[] transposed) {
        this.weights = weights;
        this.bias = map.bias();
        there = new Gemm(map.out(), map.in(), TILE);
        matrix = new Gemm.Matrix(weights, map.weight(), map.in(), 1);
        back = new Gemm(map.in(), map.out(), TILE);
        this.transposed = new Gemm.Matrix(transposed, map.weight(), map.out(), 1);
    }

    /** z = W h + b; z has room for rows up to a multiple of 4. */
    void at(float[] h, int from, float[] z, int to) {
        there.set(matrix, weights, bias, h, from, z, to);
    }

    /** η = Wᵀ ζ, likewise. */
    void vjp(float[] zeta, int from, float[] eta, int to) {
        back.set(transposed, Lanes.ZERO, 0, zeta, from, eta, to);
    }
}
