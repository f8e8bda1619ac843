package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * Each coordinate is a mixture of K Gaussians, given the coordinates before it:
 *
 * <pre>
 *   log p(z) = Σ_i log Σ_k w_k N(z_i; m_k, e^2s_k),   w, m, s from net(z_1, ..., z_(i-1))
 * </pre>
 *
 * <p>It is MADE MoG where it stands alone, behind {@link Identity}, and MAF MoG behind the layers of a MAF. The net's numbers for
 * a coordinate are K logits of w, then K means, then K log-scales. A net that says the same of all components at the start keeps
 * them equal for ever; {@link Start#UNEQUAL} has them differ. Papamakarios, Pavlakou and Murray, <i>Masked autoregressive flow for
 * density estimation</i>, NeurIPS 2017.
 *
 * @param net of 3K numbers for each coordinate
 */
public record MixtureConditionals(MaskedNet net) implements FlowSource {

    private static final NDArray MINUS_HALF = Scalars.of(-0.5);
    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

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
        var parts = net.at(z, own).reshape(-1, dim(), net.count()).split(3, 2);
        var logScale = parts.get(2);
        var distance = z.expandDims(2).sub(parts.get(1)).mul(logScale.neg().exp());
        var each = distance.square().mul(MINUS_HALF).sub(logScale).add(Smooth.logSoftmax(parts.get(0), 2));
        return Smooth.logSumExp(each, 2).sub(LOG_ROOT_TWO_PI);
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng, Weights own) {
        var uniform = rng.child("component").uniform(manager, type, n, dim());
        return sample(rng.child("normal").normal(manager, type, n, dim()), own, (logits, coordinate) -> {
            var sums = logits.softmax(1).cumSum(1);
            var below = sums.lte(column(uniform, coordinate)).toType(DataType.INT64, false);
            return below.sum(new int[] {1}, true).minimum(components() - 1).toType(DataType.INT64, false);
        });
    }

    /** Which component to draw a coordinate from, by the logits (n, K): int64 of shape (n, 1). */
    interface Choice {
        NDArray of(NDArray logits, int coordinate);
    }

    /** One coordinate after the other: mean and scale of the chosen component, times the normal number. */
    NDArray sample(NDArray normal, Weights own, Choice choice) {
        var sweep = new MaskedSweep(net, normal.getShape().get(0), own);
        var values = new NDList();
        for (int place = 0; place < dim(); place++) {
            int i = sweep.coordinate();
            var parts = sweep.raw().squeeze(1).split(3, 1);
            var component = choice.of(parts.get(0), i);
            var scale = parts.get(2).gather(component, 1).exp();
            var z = column(normal, i).mul(scale).add(parts.get(1).gather(component, 1));
            values.add(z);
            sweep.tell(z);
        }
        return net.masks().back().of(NDArrays.concat(values, 1));
    }

    private static NDArray column(NDArray x, int i) {
        return x.get(":, " + i + ":" + (i + 1));
    }
}
