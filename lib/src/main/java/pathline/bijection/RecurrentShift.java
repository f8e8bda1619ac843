package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A shift of each coordinate by what a recurrent net makes of those before it: z_t = x_t + m_t, where the net, a gated recurrent
 * unit with an affine output, has read -1, x_1, ..., x_{t-1}. It moves no volume. Both directions take d steps.
 *
 * <p>Oliva and others, <i>Transformation autoregressive networks</i>, ICML 2018, with 256 units.
 *
 * @param dim how many coordinates a point has, at least 1
 * @param units length of the net's state
 */
public record RecurrentShift(int dim, int units) implements FlowLayer {

    /** Checks the sizes. */
    public RecurrentShift {
        Require.atLeast(dim, 1, "dim");
        Require.atLeast(units, 1, "units");
    }

    private Gru net() {
        return new Gru(units, 1);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return net().declare(arrays, rng);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var shifts = net().output(net().states(x, dim, own), own);
        return Mapped.of(x.add(shifts.reshape(dim, -1).transpose()), LogVolume.none(x));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var run = net().start(z, own);
        var last = Gru.first(z);
        var columns = new NDList();
        for (int t = 0; t < dim; t++) {
            last = Stepwise.of(z, t).sub(net().output(run.read(last), own));
            columns.add(last);
        }
        return Mapped.of(Stepwise.joined(columns, 1), LogVolume.none(z));
    }
}
