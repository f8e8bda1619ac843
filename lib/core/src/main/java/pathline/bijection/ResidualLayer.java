package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.field.Gradients;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * An invertible residual layer z = x + g(x): g is a net whose matrices have a bounded spectral norm, so that Lip(g) is below 1.
 *
 * <p>g consists of affine layers with an activation of slope at most 1 between them, v σ(b v)/1.1. A matrix is used divided by its
 * spectral norm σ, times the bound, where σ exceeds the bound; σ is computed anew at each use, by power iteration from a fixed start. It
 * is exact where the second singular value is at most 0.995 σ, otherwise less than one part in a thousand too small. Its gradient is
 * exact where σ has one.
 *
 * <p>A condition c adds c Cᵀ to what the first matrix gives: any function of c bends g, and the norms are those of the matrices that x
 * meets.
 *
 * <p>The inverse is the fixed point of x ↦ z - g(x), found when a step is below 1e-13 (1 + |x|) in float64, 1e-6 (1 + |x|) in
 * float32; a layer with Lip(g) = s leaves s/(1 - s) times as much.
 *
 * <p>Behrmann, Grathwohl, Chen, Duvenaud and Jacobsen, <i>Invertible residual networks</i>, ICML 2019.
 *
 * @param dim d, at least 1
 * @param widths of the hidden layers, at least one
 * @param condition how many columns the condition has; 0 for none
 * @param bound of the matrices' spectral norms
 * @param determinant how log det (I + J) is computed
 */
public record ResidualLayer(
        int dim, List<Integer> widths, int condition, LipschitzBound bound, ResidualDeterminant determinant)
        implements FlowLayer {

    /** Up to here the exact determinant is the choice of {@link #of}. */
    static final int EXACT = 64;

    private static final int MOST = 2000;

    /** Checks the sizes. */
    public ResidualLayer {
        Require.atLeast(dim, 1, "dim");
        widths = List.copyOf(Require.nonNull(widths, "widths"));
        Require.that(!widths.isEmpty(), "widths is empty; expected a hidden layer at least");
        widths.forEach(width -> Require.atLeast(width, 1, "widths"));
        Require.atLeast(condition, 0, "condition");
        Require.nonNull(bound, "bound");
        Require.nonNull(determinant, "determinant");
        Require.that(
                bound instanceof LipschitzBound.Contraction || determinant instanceof ExactDeterminant,
                "determinant is " + determinant + " and bound " + bound
                        + "; expected ExactDeterminant for a layer that folds, whose series does not converge");
    }

    /**
     * With spectral norms of at most 0.9. The log-determinant is exact up to 64 coordinates, and beyond an estimate of ten terms
     * and three more on average.
     */
    public static ResidualLayer of(int dim, int... widths) {
        return new ResidualLayer(
                dim,
                IntStream.of(Require.nonNull(widths, "widths")).boxed().toList(),
                0,
                new LipschitzBound.Contraction(0.9),
                dim <= EXACT ? new ExactDeterminant() : new RouletteDeterminant(10, 0.75, 0));
    }

    /** With a condition of so many columns. */
    public ResidualLayer conditions(int columns) {
        return new ResidualLayer(dim, widths, columns, bound, determinant);
    }

    /** With another bound. */
    public ResidualLayer bounded(LipschitzBound other) {
        return new ResidualLayer(dim, widths, condition, other, determinant);
    }

    /** With another way to the log-determinant. */
    public ResidualLayer by(ResidualDeterminant other) {
        return new ResidualLayer(dim, widths, condition, bound, other);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var all = arrays;
        for (int k = 0; k <= widths.size(); k++) {
            int in = size(k - 1);
            int out = size(k);
            boolean last = k == widths.size();
            all = all.under(String.valueOf(k), own -> {
                var affine = own.drawn("weight", () -> rng.normal() / Math.sqrt(in), out, in)
                        .zeros("bias", out);
                return last ? affine : affine.values("beta", new double[] {0.5});
            });
        }
        return Dense.condition(all, condition, widths.get(0), rng);
    }

    private int size(int layer) {
        return layer < 0 || layer == widths.size() ? dim : widths.get(layer);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var net = net(own);
        var slopes = new ArrayList<NDArray>();
        var moved = x.add(net.at(x, slopes));
        return Mapped.of(moved, determinant.logs(new ResidualJacobian(net.weights, slopes), x));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        if (!(bound instanceof LipschitzBound.Contraction)) {
            throw new IllegalStateException("The layer has no inverse: its bound is " + bound
                    + ", with which several points may go to one; expected a Contraction, below 1");
        }
        var net = net(own);
        var root = Scratch.keeping(() -> fixedPoint(z.stopGradient(), net));
        var slopes = new ArrayList<NDArray>();
        var missing = OnlyGradient.of(root.add(net.at(root, slopes))).sub(OnlyGradient.of(z));
        var x = root;
        if (Gradients.recording()) { // one Newton step of length 0 has the gradient of the solution
            var matrix = ExactDeterminant.identity(z).add(new ResidualJacobian(net.weights, slopes).transposed());
            var step = missing.expandDims(1).matMul(matrix.stopGradient().inverse());
            x = root.sub(step.squeeze(1));
            slopes.clear();
            net.at(x, slopes);
        }
        var logs = determinant.logs(new ResidualJacobian(net.weights, slopes), x);
        return Mapped.of(x, logs.neg());
    }

    private static NDArray fixedPoint(NDArray z, Net net) {
        var x = z;
        for (int k = 0; k < MOST; k++) {
            try (var scratch = new Scratch()) {
                var next = z.sub(net.at(x, new ArrayList<>()).stopGradient());
                boolean found =
                        next.sub(x).abs().lte(MonotoneRoot.room(next)).all().getBoolean();
                x = scratch.keep(next);
                if (found) {
                    return x;
                }
            }
        }
        throw unfound(z, x, net);
    }

    private static ArithmeticException unfound(NDArray z, NDArray x, Net net) {
        var off = HostMemory.doubles(
                x.add(net.at(x, new ArrayList<>())).stopGradient().sub(z));
        int worst = 0;
        for (int k = 1; k < off.length; k++) {
            if (!(Math.abs(off[k]) <= Math.abs(off[worst]))) {
                worst = k;
            }
        }
        return new ArithmeticException("Row " + worst / z.getShape().get(1) + " of z: x = z - g(x) was not found in "
                + MOST + " steps, x + g(x) - z is still " + off[worst]
                + "; expected finite points, and a bound well below 1");
    }

    private Net net(Weights own) {
        var weights = new ArrayList<NDArray>();
        var biases = new ArrayList<NDArray>();
        var sharpness = new ArrayList<NDArray>();
        var most = own.get("0.beta").zerosLike().add(bound.coefficient());
        for (int k = 0; k <= widths.size(); k++) {
            var part = own.of(String.valueOf(k));
            weights.add(SpectralNorm.bounded(part.get("weight"), most));
            biases.add(part.get("bias"));
            if (k < widths.size()) {
                sharpness.add(part.get("beta"));
            }
        }
        var shift = condition == 0 ? Optional.<NDArray>empty() : Optional.of(Dense.conditioned(own, condition));
        return new Net(weights, biases, sharpness, shift);
    }

    /** g with the matrices that it uses. */
    private record Net(List<NDArray> weights, List<NDArray> biases, List<NDArray> sharpness, Optional<NDArray> shift) {

        /** g(x); the slopes of the activations are added to a list. */
        NDArray at(NDArray x, List<NDArray> slopes) {
            var first = linear(x, 0);
            var h = shift.map(first::add).orElse(first);
            for (int k = 0; k < sharpness.size(); k++) {
                var activated = LipSwish.at(h, sharpness.get(k));
                slopes.add(activated.slope());
                h = linear(activated.value(), k + 1);
            }
            return h;
        }

        private NDArray linear(NDArray x, int layer) {
            return Dense.at(x, weights.get(layer), biases.get(layer));
        }
    }
}
