package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A learned matrix over the channels of each pixel, a 1 × 1 convolution: z = W x with W = P L U, and log |det dz/dx| = pixels ·
 * log |det W|. It is computed as a matrix product.
 *
 * <p>Kingma and Dhariwal, <i>Glow: generative flow with invertible 1×1 convolutions</i>, NeurIPS 2018.
 *
 * @param image the shape of what goes in and comes out
 * @param matrix W, of as many rows as there are channels
 */
public record InvertibleConvolution(ImageShape image, LuMatrix matrix) implements FlowLayer {

    /** Checks that the matrix fits. */
    public InvertibleConvolution {
        Require.nonNull(image, "image");
        Require.nonNull(matrix, "matrix");
        Require.that(
                matrix.size() == image.channels(),
                "matrix has " + matrix.size() + " rows; expected " + image.channels() + ", one for each channel");
    }

    /** It begins as a rotation drawn at random. */
    public static InvertibleConvolution rotation(ImageShape image, Rng rng) {
        int channels = Require.nonNull(image, "image").channels();
        return new InvertibleConvolution(image, LuMatrix.rotation(channels, Diagonal.EXPONENTIAL, rng));
    }

    @Override
    public int dim() {
        return image.dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return matrix.declare(arrays);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return Mapped.of(product(matrix.matrix(own), x), LogVolume.everywhere(x, logVolume(own)));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return Mapped.of(
                product(matrix.inverse(own), z),
                LogVolume.everywhere(z, logVolume(own).neg()));
    }

    private NDArray product(NDArray w, NDArray x) {
        var z = w.matMul(x.reshape(x.getShape().get(0), image.channels(), -1));
        z.attach(x.getManager()); // the engine puts it beside w
        return image.of(z);
    }

    private NDArray logVolume(Weights own) {
        return matrix.logDeterminant(own).mul(Constants.number((double) image.height() * image.width()));
    }
}
