package pathline.image;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pathline.bijection.ImageShape;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * The layers of a {@link UNet}: down through the levels, across the middle, up again. Each part of the way up reads, beside what
 * comes from below, what the part of the same level gave on the way down.
 */
final class UNetLayers implements ImageNet {

    private final UNet net;
    private final TimeAndLabel embedding;
    private final Convolution in;
    private final List<ImageLayer> down = new ArrayList<>();
    private final Sequence middle;
    private final List<ImageLayer> up = new ArrayList<>();
    private final GroupNorm norm;
    private final Convolution out;

    UNetLayers(UNet net) {
        this.net = net;
        int width = net.width();
        embedding = new TimeAndLabel(width, 4 * width, net.classes());
        in = Convolution.of(net.image().channels(), width, 3);
        var skips = new ArrayDeque<Integer>(List.of(width));
        int last = net.multipliers().size() - 1;
        int channels = width;
        for (int level = 0; level <= last; level++) {
            for (int block = 0; block < net.blocks(); block++) {
                down.add(stage(level, channels, wide(level), new ArrayList<>()));
                channels = wide(level);
                skips.push(channels);
            }
            if (level < last) {
                down.add(new Downsample(channels));
                skips.push(channels);
            }
        }
        middle = new Sequence(List.of(residual(channels, channels), attention(channels), residual(channels, channels)));
        for (int level = last; level >= 0; level--) {
            for (int block = 0; block <= net.blocks(); block++) {
                var after = new ArrayList<ImageLayer>();
                if (block == net.blocks() && level > 0) {
                    after.add(new Upsample(wide(level)));
                }
                up.add(stage(level, channels + skips.pop(), wide(level), after));
                channels = wide(level);
            }
        }
        norm = new GroupNorm(channels, net.groups());
        out = Convolution.of(channels, net.image().channels(), 3).zero();
    }

    private int wide(int level) {
        return net.width() * net.multipliers().get(level);
    }

    private ResidualBlock residual(int from, int to) {
        return new ResidualBlock(from, to, 4 * net.width(), net.groups());
    }

    private SelfAttention attention(int channels) {
        return new SelfAttention(channels, net.heads(), net.groups());
    }

    private Sequence stage(int level, int from, int to, List<ImageLayer> after) {
        var layers = new ArrayList<ImageLayer>(List.of(residual(from, to)));
        if (net.attention().contains(net.image().height() >> level)) {
            layers.add(attention(to));
        }
        layers.addAll(after);
        return new Sequence(List.copyOf(layers));
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
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.under("embedding", one -> embedding.declare(one, rng.child("embedding")))
                .under("in", one -> in.declare(one, rng.child("in")))
                .under("down", one -> new Sequence(down).declare(one, rng.child("down")))
                .under("middle", one -> middle.declare(one, rng.child("middle")))
                .under("up", one -> new Sequence(up).declare(one, rng.child("up")))
                .under("norm", one -> norm.declare(one, rng))
                .under("out", one -> out.declare(one, rng));
    }

    @Override
    public DualArray at(NDArray t, DualArray x, Optional<NDArray> label, double dropout, Weights own) {
        var told = new Told(embedding.at(x.value().getManager(), t, label, own.of("embedding")), dropout);
        var h = in.at(x, own.of("in"));
        var skips = new ArrayDeque<>(List.of(h));
        for (int i = 0; i < down.size(); i++) {
            h = down.get(i).at(h, told, own.of("down").of(String.valueOf(i)));
            skips.push(h);
        }
        h = middle.at(h, told, own.of("middle"));
        for (int i = 0; i < up.size(); i++) {
            h = up.get(i).at(h.concat(skips.pop()), told, own.of("up").of(String.valueOf(i)));
        }
        return out.at(norm.at(h, own.of("norm")).silu(), own.of("out"));
    }

    @Override
    public String toString() {
        return net.toString();
    }
}
