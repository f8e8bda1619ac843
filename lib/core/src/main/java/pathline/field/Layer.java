package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import java.util.List;
import pathline.array.Points;

/**
 * An affine map of one layer's input to the next activation's argument, z = layer(h; t).
 *
 * <p>It is affine in h at fixed time, so three things describe it at one input: the value, what it does to a tangent,
 * and what its transpose does to a cotangent. Temporaries belong to the caller's scratch.
 */
sealed interface Layer permits AffineLayer, AppendedLayer, SquashLayer {

    /** The layer at inputs h of shape (n, in) and times t of shape (n, 1) or (1, 1). */
    Applied at(NDArray h, NDArray t);

    /** The layer of a net that is told a condition, under this one. */
    default Layer given(Points condition) {
        return this;
    }

    /** A layer at one input. */
    interface Applied {

        /** z, shape (n, out): computed at each call, so that who needs none pays for none. */
        NDArray value();

        /** What a tangent dh of h becomes; shape (n, in), (k, n, in) or (k, 1, in). */
        default Derivative jvp(NDArray dh) {
            return jvp(dh, product(dh));
        }

        /** W dh, whatever h and t. */
        NDArray product(NDArray dh);

        /** The same as {@link #jvp(NDArray)} where W dh is known. */
        Derivative jvp(NDArray dh, NDArray product);

        /** The cotangent of h, for the cotangent a of z. */
        NDArray vjp(NDArray a);

        /** Adds the gradient of ⟨a, z⟩ with respect to the layer's parameters. */
        void accumulate(NDArray a, ParameterVector into);

        /** Adds the gradient of ⟨b, dz⟩ with respect to the layer's parameters, dz being what the tangent dh becomes. */
        void accumulate(NDArray dh, NDArray b, ParameterVector into);

        /** The arrays made for it, which it reads until the reverse pass is over. */
        default List<NDArray> made() {
            return List.of();
        }
    }

    /** A tangent behind a layer; it depends on the parameters as the value does. */
    interface Derivative {

        /** dz, shape (n, out), (k, n, out) or (k, 1, out). */
        NDArray value();

        /** The cotangent of dh, for the cotangent b of dz. */
        NDArray vjp(NDArray b);

        /** Adds the gradient of ⟨b, dz⟩ with respect to the layer's parameters. */
        void accumulate(NDArray b, ParameterVector into);

        /** The arrays made for it, which it reads until the reverse pass is over. */
        List<NDArray> made();
    }

    /** A tangent behind a layer whose dz is W dh. */
    record Along(Applied at, NDArray dh, NDArray value) implements Derivative {

        @Override
        public NDArray vjp(NDArray b) {
            return at.vjp(b);
        }

        @Override
        public void accumulate(NDArray b, ParameterVector into) {
            at.accumulate(dh, b, into);
        }

        @Override
        public List<NDArray> made() {
            return List.of(value);
        }
    }

    /** h Wᵀ. */
    static NDArray linear(NDArray h, NDArray weight) {
        return Linear.linear(h, weight).singletonOrThrow();
    }

    /** h Wᵀ + b. */
    static NDArray linear(NDArray h, NDArray weight, NDArray bias) {
        return Linear.linear(h, weight, bias).singletonOrThrow();
    }

    /** Adds aᵀ h, summed over points and tangents: the gradient of ⟨a, h Wᵀ⟩ with respect to W. */
    static void addOuter(NDArray sum, NDArray a, NDArray h) {
        boolean shared = h.getShape().dimension() == 3
                && h.getShape().get(1) < a.getShape().get(1);
        var rows = rows(shared ? a.sum(new int[] {1}) : a); // tangents (k, 1, in) meet every point alike
        sum.addi(transposedProduct(rows, rows(h)));
    }

    /** aᵀ h, the narrower one on the left: with two columns there MKL takes a half to a tenth of the time. */
    private static NDArray transposedProduct(NDArray a, NDArray h) {
        boolean narrow = h.getShape().get(1) < a.getShape().get(1);
        return narrow ? h.transpose().matMul(a).transpose() : a.transpose().matMul(h);
    }

    /** The sum over points and tangents, one number per column. */
    static NDArray columnSums(NDArray a) {
        return rows(a).sum(new int[] {0});
    }

    private static NDArray rows(NDArray a) {
        return a.getShape().dimension() == 2
                ? a
                : a.reshape(-1, a.getShape().get(a.getShape().dimension() - 1));
    }
}
