package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import pathline.check.Require;
import pathline.field.Activation;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A net of full matrices, for coupling layers. A condition enters the first matrix product beside x.
 *
 * @param in how many numbers go in
 * @param widths of the hidden layers
 * @param out how many numbers come out
 * @param activation behind each hidden layer
 * @param condition how many columns the condition has; 0 for none
 * @param start where the last layer begins
 */
public record PlainNet(int in, List<Integer> widths, int out, Activation activation, int condition, Start start)
        implements Conditioner {

    /** Checks the sizes. */
    public PlainNet {
        Require.atLeast(in, 1, "in");
        Require.atLeast(out, 1, "out");
        widths = List.copyOf(Require.nonNull(widths, "widths"));
        widths.forEach(width -> Require.atLeast(width, 1, "a width"));
        Require.nonNull(activation, "activation");
        Require.atLeast(condition, 0, "condition");
        Require.nonNull(start, "start");
    }

    /** With relu, and no condition. */
    public static PlainNet of(int in, int out, int... widths) {
        Require.nonNull(widths, "widths");
        return new PlainNet(in, IntStream.of(widths).boxed().toList(), out, Activation.RELU, 0, Start.FULL);
    }

    /** The same with another activation. */
    public PlainNet activation(Activation other) {
        return new PlainNet(in, widths, out, other, condition, start);
    }

    /** The same with a condition of so many columns. */
    public PlainNet conditions(int columns) {
        return new PlainNet(in, widths, out, activation, columns, start);
    }

    /** The same with another start. */
    public PlainNet start(Start other) {
        return new PlainNet(in, widths, out, activation, condition, other);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return Dense.declare(arrays, in, widths, out, condition, start, rng);
    }

    @Override
    public NDArray at(NDArray x, Weights own) {
        var h = x;
        for (int k = 0; k <= widths.size(); k++) {
            h = Dense.at(k == 0 ? h : activation.at(h), own.of(k < widths.size() ? "hidden." + k : "out"));
            if (k == 0 && condition > 0) {
                h = h.add(Dense.conditioned(own, condition));
            }
        }
        return h;
    }
}
