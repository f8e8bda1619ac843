package pathline.bijection;

import ai.djl.ndarray.NDArray;

/**
 * z = x - m for each coordinate, of one raw number: volume stays as it is.
 *
 * <p>Dinh, Krueger and Bengio, <i>NICE: non-linear independent components estimation</i>, ICLR workshop 2015.
 */
public record Shift() implements Transformer {

    @Override
    public int count() {
        return 1;
    }

    @Override
    public Transformed forward(NDArray x, NDArray raw, Weights own) {
        return new Transformed(x.sub(raw.squeeze(2)), x.zerosLike());
    }

    @Override
    public Transformed inverse(NDArray y, NDArray raw, Weights own) {
        return new Transformed(y.add(raw.squeeze(2)), y.zerosLike());
    }
}
