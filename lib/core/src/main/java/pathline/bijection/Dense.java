package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import java.util.List;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/** y = x Wᵀ + b, and what a condition c adds to it, c Cᵀ: the parts that nets are made of. */
final class Dense {

    private Dense() {}

    /**
     * The parts hidden.0, hidden.1, ... and out of a net, and the matrix of its condition, where there is one. A part has a weight
     * (out, in), drawn from N(0, 1 / (3 in)), the variance that linear layers of PyTorch begin with, and a bias (out), zero.
     *
     * @param start of the last part
     */
    static NamedArrays declare(
            NamedArrays arrays, int in, List<Integer> widths, int out, int condition, Start start, Rng rng) {
        var all = arrays;
        int from = in;
        for (int k = 0; k < widths.size(); k++) {
            all = part(all, "hidden." + k, from, widths.get(k), Start.FULL, rng);
            from = widths.get(k);
        }
        all = condition(all, condition, widths.isEmpty() ? out : widths.get(0), rng);
        return part(all, "out", from, out, start, rng);
    }

    private static NamedArrays part(NamedArrays arrays, String name, int in, int out, Start start, Rng rng) {
        double deviation = start.weight() / Math.sqrt(3.0 * in);
        var weights = rng.child(name + ".weight");
        var biases = rng.child(name + ".bias");
        return arrays.under(
                name,
                own -> own.drawn("weight", () -> deviation * weights.normal(), out, in)
                        .drawn("bias", () -> start.bias() * biases.normal(), out));
    }

    /** The matrix of the condition, where there is one. */
    static NamedArrays condition(NamedArrays arrays, int columns, int out, Rng rng) {
        double deviation = 1 / Math.sqrt(columns + 1);
        var numbers = rng.child("condition");
        return columns == 0 ? arrays : arrays.drawn("condition", () -> deviation * numbers.normal(), out, columns);
    }

    /** Of what a part has learned. */
    static NDArray at(NDArray x, Weights part) {
        return at(x, part.get("weight"), part.get("bias"));
    }

    static NDArray at(NDArray x, NDArray weight, NDArray bias) {
        return Linear.linear(x, weight, bias).singletonOrThrow();
    }

    /** What the condition adds to the first part of a net, shape (n, out) or (1, out). */
    static NDArray conditioned(Weights own, int columns) {
        var rows = own.condition()
                .orElseThrow(() -> new IllegalStateException("The net is conditioned on " + columns
                        + " columns, and no condition is given; use model.given(rows of shape (n, " + columns + "))"));
        Require.that(
                rows.getShape().get(1) == columns,
                "condition has " + rows.getShape().get(1) + " columns; expected " + columns + " like the net");
        return rows.matMul(own.get("condition").transpose());
    }
}
