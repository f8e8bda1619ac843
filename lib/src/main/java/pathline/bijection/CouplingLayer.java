package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Keeps some coordinates and moves the others, each by a map that a net steers which looks at the kept ones: both directions
 * cost one pass of the net.
 *
 * <pre>
 *   z_kept = x_kept,   z_moved = transform(x_moved; net(x_kept)),   log |det| = Σ log slopes
 * </pre>
 *
 * <p>Its arrays are named net.* and transformer.*. Dinh, Sohl-Dickstein and Bengio, <i>Density estimation using Real NVP</i>,
 * ICLR 2017.
 *
 * @param mask which coordinates are kept
 * @param net of mask.seen() numbers in, mask.moved() · transformer.count() out, those of one coordinate side by side
 * @param transformer how a coordinate is moved
 */
public record CouplingLayer(Mask mask, Conditioner net, Transformer transformer) implements FlowLayer {

    /** Checks that net and transformer fit. */
    public CouplingLayer {
        Require.nonNull(mask, "mask");
        Require.nonNull(net, "net");
        Require.nonNull(transformer, "transformer");
        Require.that(
                net.in() == mask.seen(),
                "net has " + net.in() + " numbers in; expected " + mask.seen() + ", the coordinates that are kept");
        int out = mask.moved() * transformer.count();
        Require.that(
                net.out() == out,
                "net has " + net.out() + " numbers out; expected " + out + ", " + transformer.count() + " for each of "
                        + mask.moved() + " moved coordinates");
    }

    @Override
    public int dim() {
        return mask.dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.under("net", own -> net.declare(own, rng.child("net")))
                .under("transformer", own -> transformer.declare(own, rng.child("transformer")));
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var seen = mask.seen(x);
        return joined(seen, transformer.forward(mask.moved(x), raw(seen, own), own.of("transformer")));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var seen = mask.seen(z);
        return joined(seen, transformer.inverse(mask.moved(z), raw(seen, own), own.of("transformer")));
    }

    private NDArray raw(NDArray seen, Weights own) {
        return net.at(seen, own.of("net")).reshape(-1, mask.moved(), transformer.count());
    }

    private Mapped joined(NDArray seen, Transformed moved) {
        return Mapped.of(mask.join(seen, moved.values()), moved.logSlope().sum(new int[] {1}));
    }
}
