package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Factors out the second half of an image's channels and hands the first half to the layers that follow. What is factored
 * out is a Gaussian given the first half, z₂ ~ N(m, e^s) with [m | s] a convolution of z₁ that begins at zero; it leaves
 * standardised,
 *
 * <pre>
 *   ε = (z₂ - m) e^-s,   log |det| = -Σ s + what the rest says,
 * </pre>
 *
 * <p>which is the same density as that Gaussian's, and keeps the whole a bijection onto (n, d): first ε, then what the rest
 * makes of z₁.
 *
 * @param image the shape that goes in, of an even number of channels
 * @param rest layers for the first half, which end in rows (n, d / 2)
 */
public record Split(ImageShape image, FlowLayer rest) implements FlowLayer {

    /** Checks that the rest fits. */
    public Split {
        Require.nonNull(image, "image");
        Require.nonNull(rest, "rest");
        int half = image.channels(image.half()).dim();
        Require.that(
                rest.dim() == half,
                "rest has " + rest.dim() + " coordinates; expected " + half + ", half of those of " + image);
        prior(image);
    }

    private static ConvolutionNet prior(ImageShape image) {
        return new ConvolutionNet(image.half(), 0, image.channels());
    }

    @Override
    public int dim() {
        return image.dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.under("prior", own -> prior(image).declare(own, rng))
                .under("rest", own -> rest.declare(own, rng.child("rest")));
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var halves = x.split(2, 1);
        var prior = prior(image).at(halves.get(0), own.of("prior")).split(2, 1);
        var logScale = prior.get(1).neg();
        var standard = ImageShape.rows(halves.get(1).sub(prior.get(0)).mul(logScale.exp()));
        var top = rest.forward(halves.get(0), own.of("rest"));
        return Mapped.of(
                NDArrays.concat(new NDList(standard, top.points()), 1),
                ImageShape.rows(logScale).sum(new int[] {1}).add(top.logDeterminant()));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var halves = z.split(2, 1);
        var kept = rest.inverse(halves.get(1), own.of("rest"));
        var prior = prior(image).at(kept.points(), own.of("prior")).split(2, 1);
        var standard = image.channels(image.half()).of(halves.get(0));
        var moved = standard.mul(prior.get(1).exp()).add(prior.get(0));
        return Mapped.of(
                NDArrays.concat(new NDList(kept.points(), moved), 1),
                ImageShape.rows(prior.get(1)).sum(new int[] {1}).add(kept.logDeterminant()));
    }

    @Override
    public void initialise(NDArray x, Weights own) {
        rest.initialise(x.split(2, 1).get(0), own.of("rest"));
    }
}
