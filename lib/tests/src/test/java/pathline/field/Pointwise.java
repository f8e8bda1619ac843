package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hipparchus.special.Erf;

/** An operation of the engine on every number, and the same in plain Java. */
record Pointwise(String name, UnaryOperator<NDArray> engine, DoubleUnaryOperator plain) {

    /** Factors of recorded functions are arrays of the engine: see {@link Gradients}. */
    private static final NDArray THREE = Scalars.of(3);

    private static final NDArray FOUR = Scalars.of(4);
    private static final NDArray MINUS_ONE = Scalars.of(-1);

    static Stream<Pointwise> all() {
        return Stream.of(
                new Pointwise("exp", NDArray::exp, Math::exp),
                new Pointwise("log of a square", z -> z.square().add(0.1).log(), z -> Math.log(z * z + 0.1)),
                new Pointwise("sqrt", z -> z.abs().sqrt(), z -> Math.sqrt(Math.abs(z))),
                new Pointwise("sin", NDArray::sin, Math::sin),
                new Pointwise("cos", NDArray::cos, Math::cos),
                new Pointwise("pow", z -> z.pow(THREE), z -> z * z * z),
                new Pointwise("sign", NDArray::sign, Math::signum),
                new Pointwise("neg", NDArray::neg, z -> -z),
                new Pointwise("erf", NDArray::erf, Erf::erf),
                new Pointwise("sigmoid", Activation::sigmoid, z -> 1 / (1 + Math.exp(-z))),
                new Pointwise("relu", Activation::relu, z -> Math.max(z, 0)),
                new Pointwise("elu", z -> Activation.elu(z, 1), z -> z > 0 ? z : Math.expm1(z)),
                new Pointwise(
                        "selu",
                        Activation::selu,
                        z -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z))),
                new Pointwise("softplus", Activation::softPlus, z -> Math.log1p(Math.exp(z))),
                new Pointwise("gelu", Activation::gelu, z -> z * (1 + Erf.erf(z / Math.sqrt(2))) / 2),
                new Pointwise("minimum", z -> z.minimum(0.25), z -> Math.min(z, 0.25)),
                new Pointwise("maximum", z -> z.maximum(0.25), z -> Math.max(z, 0.25)),
                new Pointwise(
                        "a chain in place",
                        z -> z.mul(THREE).addi(1).muli(Scalars.TWO).subi(0.5).divi(FOUR),
                        z -> (2 * (3 * z + 1) - 0.5) / 4),
                new Pointwise("reciprocal", z -> z.square().add(1).pow(MINUS_ONE), z -> 1 / (z * z + 1)));
    }

    @Override
    public String toString() {
        return name;
    }
}
