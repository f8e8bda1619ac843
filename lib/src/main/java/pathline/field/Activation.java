package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.check.RequireArray;

/**
 * What bends a layer's output: a function f applied to every number, with its first two derivatives.
 *
 * <p>The first derivative carries tangents forward and cotangents back; the second carries back the cotangent of a
 * tangent. Each is a handful of array operations on z and on what is known already.
 */
public enum Activation {

    /**
     * tanh z, computed as 2σ(2z) - 1: PyTorch's sigmoid is several times faster than its tanh, and the absolute error
     * stays at the type's rounding error (the relative error near zero does not, which a net does not notice).
     */
    TANH {
        @Override
        NDArray value(NDArray z) {
            return sigmoid(z.muli(Scalars.TWO)).muli(Scalars.TWO).subi(Scalars.ONE); // f alone has the derivatives
        }

        @Override
        NDArray first(NDArray z, NDArray f) {
            return Scalars.ONE.sub(f.square());
        }

        @Override
        NDArray second(NDArray z, NDArray f, NDArray df) {
            return f.mul(df).muli(Scalars.MINUS_TWO);
        }
    },

    /** max(z, 0). The derivative at 0 is taken as 0; the second derivative is 0, so divergences learn nothing from it. */
    RELU {
        @Override
        NDArray value(NDArray z) {
            return ai.djl.nn.Activation.relu(z);
        }

        @Override
        NDArray first(NDArray z, NDArray f) {
            return positive(z);
        }

        @Override
        NDArray second(NDArray z, NDArray f, NDArray df) {
            return z.zerosLike();
        }
    },

    /** z for z &gt; 0, eᶻ - 1 below (Clevert, Unterthiner and Hochreiter, 2016). */
    ELU {
        @Override
        NDArray value(NDArray z) {
            return ai.djl.nn.Activation.elu(z, 1);
        }

        @Override
        NDArray first(NDArray z, NDArray f) {
            return f.minimum(Scalars.ZERO).addi(Scalars.ONE);
        }

        @Override
        NDArray second(NDArray z, NDArray f, NDArray df) {
            return Scalars.ONE.sub(positive(z)).muli(df);
        }
    },

    /**
     * λz for z &gt; 0, λα(eᶻ - 1) below, with the λ and α that keep mean 0 and variance 1 from layer to layer
     * (Klambauer et al., <i>Self-normalizing neural networks</i>, 2017).
     */
    SELU {
        @Override
        NDArray value(NDArray z) {
            return ai.djl.nn.Activation.selu(z);
        }

        @Override
        NDArray first(NDArray z, NDArray f) {
            // below zero f + λα, above it λ
            return f.minimum(Scalars.ZERO).addi(SELU_SLOPE).addi(positive(z).muli(SELU_DROP));
        }

        @Override
        NDArray second(NDArray z, NDArray f, NDArray df) {
            return Scalars.ONE.sub(positive(z)).muli(df);
        }
    },

    /** zσ(z), also called swish (Elfwing et al., 2018). */
    SILU {
        @Override
        NDArray value(NDArray z) {
            return sigmoid(z).muli(z);
        }

        @Override
        NDArray first(NDArray z, NDArray f) {
            var s = sigmoid(z);
            return Scalars.ONE.sub(s).muli(f).addi(s);
        }

        @Override
        NDArray second(NDArray z, NDArray f, NDArray df) {
            var s = sigmoid(z); // s (1 - s) (2 + z (1 - 2 s))
            var inner = Scalars.ONE.sub(s.mul(Scalars.TWO)).muli(z).addi(Scalars.TWO);
            return Scalars.ONE.sub(s).muli(s).muli(inner);
        }
    },

    /**
     * log(1 + eᶻ) = max(z, 0) - log σ(|z|), which never overflows.
     *
     * <p>PyTorch's own returns z above 20, an error of 2e-9: less than float32 can tell, where it is used for its speed,
     * and too much for float64.
     */
    SOFTPLUS {
        @Override
        NDArray value(NDArray z) {
            return z.getDataType() == DataType.FLOAT32
                    ? ai.djl.nn.Activation.softPlus(z)
                    : z.maximum(Scalars.ZERO).subi(sigmoid(z.abs()).log());
        }

        @Override
        NDArray first(NDArray z, NDArray f) {
            return sigmoid(z);
        }

        @Override
        NDArray second(NDArray z, NDArray f, NDArray df) {
            return Scalars.ONE.sub(df).muli(df);
        }
    },

    /** zΦ(z) with the standard normal distribution function Φ, exact, not the tanh approximation. */
    GELU {
        @Override
        NDArray value(NDArray z) {
            return ai.djl.nn.Activation.gelu(z);
        }

        @Override
        NDArray first(NDArray z, NDArray f) {
            return z.mul(ROOT_HALF).erf().addi(Scalars.ONE).muli(Scalars.HALF).addi(bell(z).muli(z));
        }

        @Override
        NDArray second(NDArray z, NDArray f, NDArray df) {
            return Scalars.TWO.sub(z.square()).muli(bell(z));
        }
    };

    private static final double LAMBDA = 1.0507009873554805;
    private static final double LAMBDA_ALPHA = LAMBDA * 1.6732632423543772;
    private static final NDArray SELU_SLOPE = Scalars.of(LAMBDA_ALPHA);
    private static final NDArray SELU_DROP = Scalars.of(LAMBDA - LAMBDA_ALPHA);
    private static final NDArray ROOT_HALF = Scalars.of(Math.sqrt(0.5));
    private static final NDArray MINUS_HALF = Scalars.of(-0.5);
    private static final NDArray BELL_HEIGHT = Scalars.of(1 / Math.sqrt(2 * Math.PI));

    /** f(z), a new array, by operations that the engine can record; z stays as it is. */
    public NDArray at(NDArray z) {
        RequireArray.real(z, "z");
        return switch (this) {
            case TANH -> z.tanh();
            case SILU -> sigmoid(z).mul(z);
            case SOFTPLUS ->
                z.getDataType() == DataType.FLOAT32
                        ? ai.djl.nn.Activation.softPlus(z)
                        : z.maximum(Scalars.ZERO)
                                .add(ai.djl.nn.Activation.softPlus(z.abs().neg()));
            case RELU, ELU, SELU, GELU -> value(z); // one operation, which leaves z
        };
    }

    /** f(z), a new array; z is spoiled where the derivatives do without it. */
    abstract NDArray value(NDArray z);

    /** f'(z), where f = f(z) is known; a new array, possibly not on z's manager. */
    abstract NDArray first(NDArray z, NDArray f);

    /** f''(z), where f = f(z) and df = f'(z) are known; a new array, possibly not on z's manager. */
    abstract NDArray second(NDArray z, NDArray f, NDArray df);

    private static NDArray sigmoid(NDArray z) {
        return ai.djl.nn.Activation.sigmoid(z);
    }

    /** 1 where z &gt; 0, else 0, in z's type: comparing and converting takes several times as long. */
    private static NDArray positive(NDArray z) {
        return ai.djl.nn.Activation.relu(z.sign());
    }

    /** The standard normal density. */
    private static NDArray bell(NDArray z) {
        return z.square().muli(MINUS_HALF).exp().muli(BELL_HEIGHT);
    }
}
