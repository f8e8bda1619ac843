package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Moves each coordinate by a map that a net steers which looks at the coordinates before it: the Jacobian is triangular.
 *
 * <pre>
 *   z_i = transform(x_i; net(x_1, ..., x_(i-1))),   log |det| = Σ log slopes
 * </pre>
 *
 * <p>Forward is one pass of the net. The inverse finds one coordinate after the other; it computes each hidden unit once, as
 * soon as all it sees is known. Its arrays are named net.* and transformer.*. Papamakarios, Pavlakou and Murray, <i>Masked
 * autoregressive flow for density estimation</i>, NeurIPS 2017.
 *
 * @param net of transformer.count() numbers for each coordinate
 * @param transformer how a coordinate is moved
 */
public record AutoregressiveLayer(MaskedNet net, Transformer transformer) implements FlowLayer {

    /** Checks that net and transformer fit. */
    public AutoregressiveLayer {
        Require.nonNull(net, "net");
        Require.nonNull(transformer, "transformer");
        Require.that(
                net.count() == transformer.count(),
                "net has " + net.count() + " numbers for each coordinate; expected " + transformer.count()
                        + " like transformer");
    }

    @Override
    public int dim() {
        return net.dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.under("net", own -> net.declare(own, rng.child("net")))
                .under("transformer", own -> transformer.declare(own, rng.child("transformer")));
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var raw = net.at(x, own.of("net")).reshape(-1, dim(), net.count());
        var z = transformer.forward(x, raw, own.of("transformer"));
        return Mapped.of(z.values(), z.logSlope().sum(new int[] {1}));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var sweep = new MaskedSweep(net, z.getShape().get(0), own.of("net"));
        var values = new NDList();
        var slopes = new NDList();
        for (int place = 0; place < dim(); place++) {
            int i = sweep.coordinate();
            var column = Stepwise.of(z, i);
            var x = transformer.inverse(column, sweep.raw(), own.of("transformer"));
            values.add(x.values());
            slopes.add(x.logSlope());
            sweep.tell(x.values());
        }
        return Mapped.of(
                net.masks().back().of(Stepwise.joined(values, 1)),
                Stepwise.joined(slopes, 1).sum(new int[] {1}));
    }
}
