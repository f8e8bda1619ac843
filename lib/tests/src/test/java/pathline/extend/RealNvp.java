package pathline.extend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.bijection.Bijection;
import pathline.bijection.Mapped;
import pathline.distribution.Distribution;
import pathline.field.Gradient;
import pathline.field.Gradients;
import pathline.field.Model;
import pathline.field.Parameters;
import pathline.objective.Objective;
import pathline.random.Rng;

/**
 * Four affine couplings (Dinh, Sohl-Dickstein and Bengio, ICLR 2017): each scales and shifts every other coordinate by what a
 * small net makes of the rest. Forward runs from noise to data.
 *
 * <pre>
 *   y = x exp(s(m x)) + t(m x),   s and t zero where the mask m is 1;   log |det dy/dx| = sum of s
 * </pre>
 */
final class RealNvp implements Model, Bijection {

    private static final int COUPLINGS = 4;

    private final int dim;
    private final Parameters parameters;

    RealNvp(int dim, int hidden, DataType type, Rng rng) {
        this.dim = dim;
        var arrays = Parameters.named();
        for (int k = 0; k < COUPLINGS; k++) {
            arrays = arrays.drawn(k + ".in", rng::normal, dim, hidden)
                    .zeros(k + ".bias", hidden)
                    .drawn(k + ".out", () -> 0.01 * rng.normal(), hidden, 2L * dim)
                    .zeros(k + ".shift", 2L * dim);
        }
        this.parameters = arrays.make(type);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public DataType computesIn(DataType given) {
        return parameters.type();
    }

    @Override
    public Mapped forward(NDArray x) {
        try (var scratch = new Scratch()) {
            var y = x;
            var logDeterminant = x.getManager().zeros(new Shape(x.getShape().get(0)), x.getDataType());
            for (int k = 0; k < COUPLINGS; k++) {
                var move = move(k, y);
                y = y.mul(move.s().exp()).add(move.t());
                logDeterminant = logDeterminant.add(move.s().sum(new int[] {1}));
            }
            return Mapped.of(scratch.keep(y), scratch.keep(logDeterminant));
        }
    }

    @Override
    public Mapped inverse(NDArray y) {
        try (var scratch = new Scratch()) {
            var x = y;
            var logDeterminant = y.getManager().zeros(new Shape(y.getShape().get(0)), y.getDataType());
            for (int k = COUPLINGS - 1; k >= 0; k--) {
                var move = move(k, x); // of the coordinates that this coupling left alone
                x = x.sub(move.t()).mul(move.s().neg().exp());
                logDeterminant = logDeterminant.sub(move.s().sum(new int[] {1}));
            }
            return Mapped.of(scratch.keep(x), scratch.keep(logDeterminant));
        }
    }

    private record Move(NDArray s, NDArray t) {}

    /** s = 2 tanh(...) keeps exp(s) within e² of 1. */
    private Move move(int k, NDArray x) {
        var mask = new double[dim];
        Arrays.setAll(mask, i -> (i + k) % 2);
        var kept = HostMemory.array(x.getManager(), x.getDataType(), mask, 1, dim);
        var moved = kept.neg().add(1);
        var h = x.mul(kept)
                .matMul(parameters.get(k + ".in"))
                .add(parameters.get(k + ".bias"))
                .tanh();
        var raw = h.matMul(parameters.get(k + ".out")).add(parameters.get(k + ".shift"));
        var half = raw.get(":, :" + dim).tanh();
        var s = half.add(half).mul(moved);
        return new Move(s, raw.get(":, " + dim + ":").mul(moved));
    }

    /** The mean of -log p over the data, for a source N(0, I). */
    private NDArray nll(NDArray data) {
        var noise = inverse(data);
        var minusHalf = data.getManager().full(new Shape(), -0.5f, data.getDataType()); // see Gradients
        var logDensity =
                noise.points().square().sum(new int[] {1}).mul(minusHalf).add(noise.logDeterminant());
        return logDensity.mean().neg().add((float) (0.5 * dim * Math.log(2 * Math.PI)));
    }

    private NDArray loss(NDArray data, Gradient into) {
        if (!into.wanted()) {
            return nll(data);
        }
        var loss = new double[1];
        var arrays = parameters.names().stream().map(parameters::get).toList();
        var one = data.getManager().ones(new Shape(), data.getDataType());
        var slopes = Gradients.of(arrays, one, () -> {
            var value = nll(data);
            loss[0] = HostMemory.number(value);
            return value;
        });
        for (int i = 0; i < slopes.size(); i++) {
            into.add(parameters.names().get(i), slopes.get(i));
        }
        return data.getManager().create(loss);
    }

    /** Maximum likelihood: an objective of this model is a lambda, as one of a velocity is. */
    static Objective<RealNvp> likelihood(Distribution data, int batch) {
        return (manager, type, rng) -> {
            var x = data.sample(manager, type, batch, rng.child("x"));
            return (model, into) -> model.loss(x, into);
        };
    }
}
