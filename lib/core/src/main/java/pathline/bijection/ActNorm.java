package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A learned shift and stretch, of each coordinate, or of each channel of an image: z = (x + b) e^l, with
 * log |det dz/dx| = Σ l over all pixels.
 *
 * <p>{@link NormalizingFlow#initialise} chooses b and l by a batch so that z has mean 0 and deviation 1 there, the deviation being
 * taken with division by n and 10⁻⁶ added, which bounds l for a constant column. After that they are parameters as any
 * others; a restored model has them and is not to be initialised again.
 *
 * <p>Kingma and Dhariwal, <i>Glow: generative flow with invertible 1×1 convolutions</i>, NeurIPS 2018.
 *
 * @param event of a point (d), or of an image (channels, height, width)
 */
public record ActNorm(Shape event) implements FlowLayer {

    private static final double FLOOR = 1e-6;

    /** Checks the shape. */
    public ActNorm {
        Require.nonNull(event, "event");
        Require.that(
                (event.dimension() == 1 || event.dimension() == 3) && event.size() >= 1,
                "event is " + event + "; expected (d), or (channels, height, width)");
    }

    /** For points of so many coordinates. */
    public static ActNorm of(int dim) {
        return new ActNorm(new Shape(dim));
    }

    @Override
    public int dim() {
        return (int) event.size();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var each = event.dimension() == 1 ? event : new Shape(event.get(0), 1, 1);
        return arrays.zeros("shift", each.getShape()).zeros("logScale", each.getShape());
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var logScale = own.get("logScale");
        return Mapped.of(x.add(own.get("shift")).mul(logScale.exp()), LogVolume.everywhere(x, logVolume(logScale)));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var logScale = own.get("logScale").neg();
        return Mapped.of(z.mul(logScale.exp()).sub(own.get("shift")), LogVolume.everywhere(z, logVolume(logScale)));
    }

    /** Σ l over all coordinates of an event. */
    private NDArray logVolume(NDArray logScale) {
        return logScale.sum().mul(Constants.number((double) event.size() / event.get(0)));
    }

    @Override
    public void initialise(NDArray x, Weights own) {
        var each =
                event.dimension() == 1 ? x.transpose() : x.transpose(1, 0, 2, 3).reshape(event.get(0), -1);
        var shift = own.get("shift");
        var logScale = own.get("logScale");
        var mean = each.mean(new int[] {1}, true);
        var deviation = each.sub(mean).square().mean(new int[] {1}).sqrt().add(FLOOR);
        shift.subi(shift).subi(mean.reshape(shift.getShape()));
        logScale.subi(logScale).subi(deviation.log().reshape(shift.getShape()));
    }
}
