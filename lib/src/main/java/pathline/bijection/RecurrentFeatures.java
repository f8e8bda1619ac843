package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * What a gated recurrent unit makes of -1, x_1, ..., x_{t-1}: an affine function of its state (TAN's recurrent autoregressive
 * model, RAM).
 *
 * @param dim how many coordinates a point has, at least 1
 * @param units length of the state
 * @param count how many numbers are read out of it
 */
public record RecurrentFeatures(int dim, int units, int count) implements PrefixFeatures {

    /** Checks the sizes. */
    public RecurrentFeatures {
        Require.atLeast(dim, 1, "dim");
        Require.atLeast(units, 1, "units");
        Require.atLeast(count, 1, "count");
    }

    private Gru net() {
        return new Gru(units, count);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return net().declare(arrays, rng);
    }

    @Override
    public NDArray all(NDArray x, Weights own) {
        return net().output(net().states(x, dim, own), own);
    }

    @Override
    public Reader reader(NDArray like, Weights own) {
        var run = net().start(like, own);
        return last -> net().output(run.read(last), own);
    }
}
