package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A gated recurrent unit that reads one number a step, in TensorFlow's form: the reset gate acts on the state before the matrix,
 * where PyTorch's acts behind it.
 *
 * <pre>
 *   [r | u] = σ(W [x, h] + b),   c = tanh(V [x, r h] + e),   h' = u h + (1 - u) c
 * </pre>
 *
 * <p>The state begins at 0, and the biases of the gates at 1. What is read out is an affine function of the state.
 *
 * <p>Cho and others, <i>Learning phrase representations using RNN encoder-decoder</i>, EMNLP 2014.
 *
 * @param units length of the state
 * @param outputs how many numbers are read out
 */
record Gru(int units, int outputs) {

    Gru {
        Require.atLeast(units, 1, "units");
        Require.atLeast(outputs, 1, "outputs");
    }

    /** Weights from N(0, 1 / fan-in). */
    NamedArrays declare(NamedArrays arrays, Rng rng) {
        var ones = new double[2 * units];
        Arrays.fill(ones, 1);
        double in = 1 / Math.sqrt(1.0 + units);
        double out = 1 / Math.sqrt(units);
        return arrays.drawn("gates.weight", () -> in * rng.normal(), 2L * units, 1L + units)
                .values("gates.bias", ones, 2L * units)
                .drawn("candidate.weight", () -> in * rng.normal(), units, 1L + units)
                .zeros("candidate.bias", units)
                .drawn("output.weight", () -> out * rng.normal(), outputs, units)
                .zeros("output.bias", outputs);
    }

    /** Before the first step, for each row of x. */
    Run start(NDArray x, Weights own) {
        long n = x.getShape().get(0);
        return new Run(
                own.get("gates.weight").transpose(),
                own.get("gates.bias"),
                own.get("candidate.weight").transpose(),
                own.get("candidate.bias"),
                x.getManager().zeros(new Shape(n, units), x.getDataType()));
    }

    /** The states after -1, x_1, ..., x_{t-1} for t = 1 to dim, one behind the other, shape (dim n, units). */
    NDArray states(NDArray x, int dim, Weights own) {
        var run = start(x, own);
        var states = new NDList(run.read(first(x)));
        for (int t = 1; t < dim; t++) {
            states.add(run.read(Stepwise.of(x, t - 1)));
        }
        return Stepwise.joined(states, 0);
    }

    /** What is read out of states, shape (n, units). */
    NDArray output(NDArray states, Weights own) {
        return Dense.at(states, own.of("output"));
    }

    /** The number that the first step reads, of each row: -1. */
    static NDArray first(NDArray x) {
        return x.getManager()
                .zeros(new Shape(x.getShape().get(0), 1), x.getDataType())
                .sub(1);
    }

    /** The steps of a batch. */
    static final class Run {

        private final NDArray gates;
        private final NDArray gateBias;
        private final NDArray candidate;
        private final NDArray candidateBias;
        private NDArray state;

        private Run(NDArray gates, NDArray gateBias, NDArray candidate, NDArray candidateBias, NDArray state) {
            this.gates = gates;
            this.gateBias = gateBias;
            this.candidate = candidate;
            this.candidateBias = candidateBias;
            this.state = state;
        }

        /** The state after one more number was read, shape (n, 1). */
        NDArray read(NDArray number) {
            var open = Smooth.sigmoid(number.concat(state, 1).matMul(gates).add(gateBias))
                    .split(2, 1);
            var reset = number.concat(open.get(0).mul(state), 1);
            var proposed = reset.matMul(candidate).add(candidateBias).tanh();
            state = proposed.add(open.get(1).mul(state.sub(proposed)));
            return state;
        }
    }
}
