package pathline.image;

import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Half the height and width by a convolution of 3 x 3 pixels and stride 2.
 *
 * @param channels that go in and come out
 */
record Downsample(int channels) implements ImageLayer {

    private Convolution convolution() {
        return Convolution.of(channels, channels, 3).stride(2);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return convolution().declare(arrays, rng);
    }

    @Override
    public DualArray at(DualArray x, Told told, Weights own) {
        return convolution().at(x, own);
    }
}
