package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.field.Scalars;

/**
 * f(v) = v σ(b v)/1.1 with b the softplus of a learned number: its slope is at most 1, and its second derivative does not vanish
 * where the slope is greatest.
 *
 * @param value f(v)
 * @param slope f'(v)
 */
record LipSwish(NDArray value, NDArray slope) {

    private static final NDArray OVER = Scalars.of(1 / 1.1);

    static LipSwish at(NDArray v, NDArray sharpness) {
        var bent = v.mul(Smooth.softplus(sharpness));
        var share = Smooth.sigmoid(bent).mul(OVER);
        var rest = Smooth.sigmoid(bent.neg());
        return new LipSwish(v.mul(share), share.add(bent.mul(share).mul(rest)));
    }
}
