package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import pathline.distribution.Gaussian;
import pathline.field.Jvp;
import pathline.field.Parameters;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;

/**
 * The flow x(t) = t m + s(t) x(0) with s(t) = 1 - 0.8 t: it makes N(t m, s(t)² I) of N(0, I).
 *
 * <p>v = m + s'/s (x - t m), and div v = d s'/s, which depends on t and has the integral d ln s(t).
 */
record ShrinkingGaussian(double... mean) implements Velocity {

    private static final double RATE = -0.8;

    static double sigma(double t) {
        return 1 + RATE * t;
    }

    Gaussian at(double t) {
        var there = mean.clone();
        for (int i = 0; i < there.length; i++) {
            there[i] *= t;
        }
        return Gaussian.isotropic(there, sigma(t));
    }

    @Override
    public int dim() {
        return mean.length;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none();
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        var m = x.getManager().create(mean).reshape(1, mean.length);
        return x.sub(t.mul(m)).mul(rate(t)).add(m);
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        var value = at(t, x);
        return VelocityLinearization.of(
                value,
                (a, into) -> a.mul(rate(t)),
                dx -> Jvp.of(value, derivative(t, x, dx), (a, b, into) -> a.mul(rate(t))));
    }

    private NDArray derivative(NDArray t, NDArray x, NDArray dx) {
        var derivative = dx.mul(rate(t));
        boolean shared = dx.getShape().dimension() == 3;
        var full =
                shared ? derivative.broadcast(dx.getShape().get(0), x.getShape().get(0), dim()) : derivative;
        return full.duplicate();
    }

    private static NDArray rate(NDArray t) {
        return t.mul(RATE).add(1).pow(-1).mul(RATE);
    }
}
