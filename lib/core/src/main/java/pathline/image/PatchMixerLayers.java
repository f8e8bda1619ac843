package pathline.image;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.Optional;
import pathline.bijection.ImageShape;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.field.Parameters;
import pathline.random.Rng;

/** The layers of a {@link PatchMixer}: patches to tokens, blocks, a normalisation, tokens to patches. */
final class PatchMixerLayers implements ImageNet {

    private final PatchMixer net;
    private final Patches patches;
    private final TimeAndLabel embedding;
    private final Projection in;
    private final Sequence blocks;
    private final ToldNorm norm;
    private final Projection out;

    PatchMixerLayers(PatchMixer net) {
        this.net = net;
        int width = net.width();
        patches = new Patches(net.image(), net.patch());
        embedding = new TimeAndLabel(width, width, net.classes());
        in = Projection.of(patches.width(), width);
        var block = new MixerBlock(patches.count(), width, net.tokenHidden(), net.hidden(), width);
        blocks = new Sequence(Collections.nCopies(net.depth(), block));
        norm = new ToldNorm(width, width);
        out = Projection.of(width, patches.width()).zero();
    }

    @Override
    public ImageShape image() {
        return net.image();
    }

    @Override
    public int classes() {
        return net.classes();
    }

    @Override
    public double dropout() {
        return net.dropout();
    }

    @Override
    public Optional<MixerCalls> compiled(Parameters parameters) {
        return MixerCalls.of(net, parameters);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.under("embedding", one -> embedding.declare(one, rng.child("embedding")))
                .under("in", one -> in.declare(one, rng.child("in")))
                .under("blocks", one -> blocks.declare(one, rng.child("blocks")))
                .under("norm", one -> norm.declare(one, rng))
                .under("out", one -> out.declare(one, rng));
    }

    @Override
    public DualArray at(NDArray t, DualArray x, Optional<NDArray> label, double dropout, Weights own) {
        var told = new Told(embedding.at(x.value().getManager(), t, label, own.of("embedding")), dropout);
        var first = in.at(patches.tokens(x), own.of("in"));
        var last = blocks.at(first, told, own.of("blocks"));
        return patches.images(out.at(norm.at(last, told, own.of("norm")), own.of("out")));
    }

    @Override
    public String toString() {
        return net.toString();
    }
}
