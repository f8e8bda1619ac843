package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Each coordinate is a mixture of K Gaussians, given the coordinates before it:
 *
 * <pre>
 *   log p(z) = Σ_i log Σ_k w_k N(z_i; m_k, e^2s_k),   w, m, s from net(z_1, ..., z_(i-1))
 * </pre>
 *
 * <p>It is MADE MoG where it stands alone, behind {@link Unchanged}, and MAF MoG behind the layers of a MAF. The net's numbers for
 * a coordinate are K logits of w, then K means, then K log-scales. A net that says the same of all components at the start keeps
 * them equal for ever; {@link Start#UNEQUAL} has them differ. Papamakarios, Pavlakou and Murray, <i>Masked autoregressive flow for
 * density estimation</i>, NeurIPS 2017.
 *
 * @param net of 3K numbers for each coordinate
 */
public record MixtureConditionals(MaskedNet net) implements FlowSource {

    /** Checks the net. */
    public MixtureConditionals {
        Require.nonNull(net, "net");
        Require.that(
                net.count() % 3 == 0,
                "net has " + net.count() + " numbers for each coordinate; expected three for each component");
    }

    /** K components, in natural order, with relu, components unequal at the start. */
    public static MixtureConditionals of(int dim, int components, int... widths) {
        Require.within(components, 1, 1 << 20, "components");
        return new MixtureConditionals(MaskedNet.of(dim, 3 * components, widths).start(Start.UNEQUAL));
    }

    /** The same in the opposite order. */
    public MixtureConditionals reversed() {
        return new MixtureConditionals(net.reversed());
    }

    @Override
    public int dim() {
        return net.dim();
    }

    /** K. */
    public int components() {
        return net.count() / 3;
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return net.declare(arrays, rng);
    }

    @Override
    public NDArray logDensity(NDArray z, Weights own) {
        return logConditionals(z, own).sum(new int[] {1});
    }

    /** log p of each coordinate given those before it, shape (n, d). */
    NDArray logConditionals(NDArray z, Weights own) {
        var raw = net.at(z, own).reshape(-1, net.count());
        return GaussianMixtures.logDensity(raw, z.reshape(-1, 1)).reshape(-1, dim());
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng, Weights own) {
        var sweep = new MaskedSweep(net, n, own);
        var values = new NDList();
        for (int place = 0; place < dim(); place++) {
            var z = GaussianMixtures.draw(sweep.raw().squeeze(1), rng.child(place));
            values.add(z);
            sweep.tell(z);
        }
        return net.masks().back().of(Stepwise.joined(values, 1));
    }
}
