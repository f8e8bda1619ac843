package pathline.image.kernel;

import pathline.field.Parameters;

/**
 * z = W h + b, and where its numbers lie in the vector of parameters.
 *
 * @param in numbers in h
 * @param out numbers in z
 * @param weight where W begins
 * @param bias where b begins
 */
record LinearMap(int in, int out, int weight, int bias) {

    static LinearMap of(Parameters parameters, String name) {
        var shape = parameters.get(name + ".weight").getShape();
        return new LinearMap(
                Math.toIntExact(shape.get(1)),
                Math.toIntExact(shape.get(0)),
                parameters.offset(name + ".weight"),
                parameters.offset(name + ".bias"));
    }

    /** Writes Wᵀ to where W lies in another vector. */
    void transpose(float[] weights, float[] transposed) {
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in; j++) {
                transposed[weight + j * out + i] = weights[weight + i * in + j];
            }
        }
    }
}
