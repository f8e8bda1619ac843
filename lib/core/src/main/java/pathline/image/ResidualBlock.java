package pathline.image;

import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Two convolutions added to the input: GroupNorm, SiLU, convolution, plus a map of the embedding for each channel; GroupNorm, SiLU,
 * dropout, convolution, which begins at zero. Where the channels change, the input passes a convolution of one pixel.
 *
 * @param in channels that go in
 * @param out channels that come out
 * @param told the width of the embedding
 * @param groups of the normalisations
 */
record ResidualBlock(int in, int out, int told, int groups) implements ImageLayer {

    private Convolution first() {
        return Convolution.of(in, out, 3);
    }

    private Convolution second() {
        return Convolution.of(out, out, 3).zero();
    }

    private Convolution bypass() {
        return Convolution.of(in, out, 1);
    }

    private Projection shift() {
        return Projection.of(told, out);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var all = arrays.under("norm1", one -> new GroupNorm(in, groups).declare(one, rng))
                .under("conv1", one -> first().declare(one, rng.child("conv1")))
                .under("told", one -> shift().declare(one, rng.child("told")))
                .under("norm2", one -> new GroupNorm(out, groups).declare(one, rng))
                .under("conv2", one -> second().declare(one, rng));
        return in == out ? all : all.under("bypass", one -> bypass().declare(one, rng.child("bypass")));
    }

    @Override
    public DualArray at(DualArray x, Told about, Weights own) {
        var first = new GroupNorm(in, groups).at(x, own.of("norm1")).silu();
        var shift = Told.perChannel(shift().at(about.embedding(), own.of("told")));
        var middle = first().at(first, own.of("conv1")).plus(shift);
        var second = new GroupNorm(out, groups).at(middle, own.of("norm2")).silu();
        var change = second().at(about.dropped(second), own.of("conv2"));
        return (in == out ? x : bypass().at(x, own.of("bypass"))).plus(change);
    }
}
