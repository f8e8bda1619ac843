package pathline.field.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loops of activations over all of float32, against the formulas in float64. */
class ActivationKernelTest {

    /** Relative to 1 + |f|; the worst is gelu far below zero, where z meets the rounding of 1 + erf. */
    private static final double VALUE = 6e-7;

    /** Of f' and f'', which are 2 at most: 1 - f² and z (1 - σ) magnify a rounding of f and σ, in arrays as well. */
    private static final double DERIVATIVE = 1.2e-6;

    private static final double LAMBDA = 1.0507009873554805;
    private static final double LAMBDA_ALPHA = LAMBDA * 1.6732632423543772;

    /** A function and its first two derivatives. */
    private record Formula(DoubleUnaryOperator value, DoubleUnaryOperator first, DoubleUnaryOperator second) {}

    private static Formula formula(ActivationKernel bend) {
        return switch (bend) {
            case TANH ->
                new Formula(Math::tanh, z -> 1 / square(Math.cosh(z)), z -> -2 * Math.tanh(z) / square(Math.cosh(z)));
            case RELU -> new Formula(z -> Math.max(z, 0), z -> z > 0 ? 1 : 0, z -> 0);
            case ELU -> unit(1, 1);
            case SELU -> unit(LAMBDA, LAMBDA_ALPHA);
            case SILU ->
                new Formula(
                        z -> z * sigmoid(z),
                        z -> sigmoid(z) * (1 + z * sigmoid(-z)),
                        z -> sigmoid(z) * sigmoid(-z) * (2 + z * (1 - 2 * sigmoid(z))));
            case SOFTPLUS ->
                new Formula(
                        z -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
                        ActivationKernelTest::sigmoid,
                        z -> sigmoid(z) * sigmoid(-z));
            case GELU -> new Formula(z -> z * normal(z), z -> normal(z) + z * bell(z), z -> (2 - z * z) * bell(z));
        };
    }

    private static Formula unit(double slope, double depth) {
        return new Formula(
                z -> z > 0 ? slope * z : depth * Math.expm1(z),
                z -> z > 0 ? slope : depth * Math.exp(z),
                z -> z > 0 ? 0 : depth * Math.exp(z));
    }

    private static double square(double a) {
        return a * a;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static double normal(double z) {
        return Erf.erfc(-z / Math.sqrt(2)) / 2;
    }

    private static double bell(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Every exponent of both signs with the same fractions, 0 and the numbers below the normal range among them. */
    private static float[] everyExponent() {
        int fractions = 256;
        var z = new float[2 * 255 * fractions];
        for (int i = 0; i < z.length; i++) {
            int sign = i % 2;
            int fraction = i / 2 % fractions;
            int exponent = i / (2 * fractions);
            z[i] = Float.intBitsToFloat(sign << 31 | exponent << 23 | fraction * (0x7fffff / (fractions - 1)));
        }
        return z;
    }

    @ParameterizedTest
    @EnumSource
    void everyExponentIsRight(ActivationKernel bend) {
        var z = everyExponent();
        var f = z.clone();
        var first = new float[z.length];
        var second = new float[z.length];
        bend.run(f, first, second, 2, 0, z.length);
        var formula = formula(bend);
        for (int i = 0; i < z.length; i++) {
            float at = z[i];
            double value = formula.value.applyAsDouble(at);
            if (Math.abs(value) < Float.MAX_VALUE) {
                assertEquals(value, f[i], VALUE * (1 + Math.abs(value)), () -> bend + " at " + at);
            }
            assertEquals(formula.first.applyAsDouble(z[i]), first[i], DERIVATIVE, () -> bend + "' at " + at);
            double curvature = Math.abs(z[i]) < 1e18 ? formula.second.applyAsDouble(z[i]) : second[i];
            assertEquals(curvature, second[i], DERIVATIVE, () -> bend + "'' at " + at);
        }
    }

    /** What is asked for does not depend on what else is asked for. */
    @ParameterizedTest
    @EnumSource
    void lowerOrdersAreTheSame(ActivationKernel bend) {
        var all = everyExponent();
        var value = all.clone();
        var slope = all.clone();
        var first = new float[2][all.length];
        bend.run(all, first[0], new float[all.length], 2, 0, all.length);
        bend.run(slope, first[1], new float[0], 1, 0, all.length);
        bend.run(value, new float[all.length], new float[0], 0, 0, all.length);
        for (int i = 0; i < all.length; i++) {
            assertEquals(bits(all[i]), bits(value[i]));
            assertEquals(bits(all[i]), bits(slope[i]));
            assertEquals(bits(first[0][i]), bits(first[1][i]));
        }
    }

    private static int bits(float a) {
        return Float.floatToIntBits(a);
    }

    @ParameterizedTest
    @EnumSource
    void smallNumbersKeepTheirDigits(ActivationKernel bend) {
        if (bend == ActivationKernel.SOFTPLUS) {
            return; // log 2 there
        }
        var z = new float[Lanes.COUNT];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) Math.scalb(i % 2 == 0 ? 1.1 : -1.1, -20 - i);
        }
        var f = z.clone();
        bend.run(f, new float[z.length], new float[0], 0, 0, z.length);
        for (int i = 0; i < z.length; i++) {
            double expected = formula(bend).value.applyAsDouble(z[i]);
            assertTrue(Math.abs(expected - f[i]) <= 4e-7 * Math.abs(expected), bend + " at " + z[i] + ": " + f[i]);
        }
    }
}
