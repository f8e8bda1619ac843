package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Arrays;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A stretch, shift and bend of each coordinate that depends on those before it by a recurrent state:
 *
 * <pre>
 *   z_t = leaky(w x_t + v · h_t + b),   h_{t+1} = relu(x_t a + S h_t + c),   h_1 = 0
 * </pre>
 *
 * <p>log |det dz/dx| is d log |w|, and log α times how many of the z are negative, as {@link Leaky} has it. It begins with w = 1,
 * v = 0, S = I and a drawn at random: the identity but for the bend.
 *
 * <p>Oliva and others, <i>Transformation autoregressive networks</i>, ICML 2018.
 *
 * @param dim how many coordinates a point has, at least 1
 * @param units length of the state
 */
public record SimpleRecurrent(int dim, int units) implements FlowLayer {

    /** Checks the sizes. */
    public SimpleRecurrent {
        Require.atLeast(dim, 1, "dim");
        Require.atLeast(units, 1, "units");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var identity = new double[units * units];
        Arrays.setAll(identity, k -> k % (units + 1) == 0 ? 1 : 0);
        double size = 1 / Math.sqrt(units);
        return Leaky.declared(arrays)
                .values("scale", new double[] {1}, 1)
                .zeros("shift", 1)
                .zeros("readout", units, 1)
                .drawn("state.in", () -> size * rng.normal(), 1, units)
                .values("state.weight", identity, units, units)
                .zeros("state.bias", units);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var step = own.get("state.weight").transpose();
        var inputs = own.get("state.in");
        var state = zero(x);
        var states = new NDList(state);
        for (int t = 0; t < dim - 1; t++) {
            state = next(state, Stepwise.of(x, t).mul(inputs), step, own);
            states.add(state);
        }
        var shifts = Stepwise.joined(states, 0)
                .matMul(own.get("readout"))
                .reshape(dim, -1)
                .transpose();
        var straight = x.mul(own.get("scale")).add(shifts).add(own.get("shift"));
        var bent = Leaky.bent(straight, Smooth.logSigmoid(own.get("slope")));
        return Mapped.of(bent.points(), bent.logDeterminant().add(logStretch(own)));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var bent = Leaky.bent(z, Smooth.logSigmoid(own.get("slope")).neg());
        var shifted = bent.points().sub(own.get("shift"));
        var step = own.get("state.weight").transpose();
        var state = zero(z);
        var columns = new NDList();
        for (int t = 0; t < dim; t++) {
            var x = Stepwise.of(shifted, t)
                    .sub(state.matMul(own.get("readout")))
                    .div(own.get("scale"));
            columns.add(x);
            state = next(state, x.mul(own.get("state.in")), step, own);
        }
        return Mapped.of(Stepwise.joined(columns, 1), bent.logDeterminant().sub(logStretch(own)));
    }

    private static NDArray next(NDArray state, NDArray input, NDArray step, Weights own) {
        return Activation.relu(input.add(state.matMul(step)).add(own.get("state.bias")));
    }

    private NDArray zero(NDArray x) {
        return x.getManager().zeros(new Shape(x.getShape().get(0), units), x.getDataType());
    }

    /** d log |w|, shape (1). */
    private NDArray logStretch(Weights own) {
        return own.get("scale").abs().log().mul(Constants.number(dim));
    }
}
