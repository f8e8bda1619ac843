package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A block of a mixer (Tolstikhin et al., <i>MLP-Mixer</i>, 2021): tokens mixed, each number of a token by itself, then the numbers of
 * each token.
 *
 * <pre>
 *   y = x + W2 silu(W1 N1(x) + b1) + b2       over the tokens
 *   z = y + W4 silu(W3 N2(y) + b3) + b4       over the numbers of a token
 * </pre>
 *
 * <p>N1 and N2 are normalisations that are told time and label. Tokens have the shape (tokens, n, width): with the tokens first,
 * mixing them is one matrix product for the whole batch.
 *
 * @param tokens how many there are
 * @param width numbers of a token
 * @param tokenHidden the width of the hidden layer that mixes tokens
 * @param hidden the width of the hidden layer that mixes the numbers of a token
 * @param told the width of the embedding
 */
record MixerBlock(int tokens, int width, int tokenHidden, int hidden, int told) implements ImageLayer {

    private ToldNorm norm() {
        return new ToldNorm(width, told);
    }

    private Projection tokens1() {
        return Projection.of(tokens, tokenHidden);
    }

    private Projection tokens2() {
        return Projection.of(tokenHidden, tokens);
    }

    private Projection numbers1() {
        return Projection.of(width, hidden);
    }

    private Projection numbers2() {
        return Projection.of(hidden, width);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.under("norm1", one -> norm().declare(one, rng))
                .under("tokens1", one -> tokens1().declare(one, rng.child("tokens1")))
                .under("tokens2", one -> tokens2().declare(one, rng.child("tokens2")))
                .under("norm2", one -> norm().declare(one, rng))
                .under("numbers1", one -> numbers1().declare(one, rng.child("numbers1")))
                .under("numbers2", one -> numbers2().declare(one, rng.child("numbers2")));
    }

    @Override
    public DualArray at(DualArray x, Told about, Weights own) {
        var tokensIn = norm().at(x, about, own.of("norm1"));
        var tokensHidden = across(tokensIn, own.of("tokens1")).silu();
        var y = x.plus(across(tokensHidden, own.of("tokens2")));
        var numbersIn = norm().at(y, about, own.of("norm2"));
        var numbersHidden =
                about.dropped(numbers1().at(numbersIn, own.of("numbers1")).silu());
        return y.plus(numbers2().at(numbersHidden, own.of("numbers2")));
    }

    /** W x + b over the tokens. */
    private static DualArray across(DualArray x, Weights own) {
        var weight = own.get("weight");
        var bias = own.get("bias").reshape(-1, 1, 1);
        return x.mapped(product(weight, x.value(), 0).add(bias), dx -> product(weight, dx, 1));
    }

    /** W x over the axis with this number, for each index of those before it. */
    private static NDArray product(NDArray weight, NDArray x, int axis) {
        var shape = x.getShape();
        var before = shape.slice(0, axis);
        var after = shape.slice(axis + 1);
        var matrices = x.reshape(before.addAll(new Shape(shape.get(axis), after.size())));
        return weight.matMul(matrices)
                .reshape(before.addAll(new Shape(weight.getShape().get(0))).addAll(after));
    }
}
