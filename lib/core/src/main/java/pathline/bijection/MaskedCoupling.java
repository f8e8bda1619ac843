package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.List;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Keeps some of an image's numbers and moves the others, as Real NVP has it on images:
 *
 * <pre>
 *   z = b x + (1 - b) (x + t) e^s,   s = c tanh(r),   [t | r] = convolutions(b x),   log |det dz/dx| = Σ (1 - b) s
 * </pre>
 *
 * <p>The mask b is 1 for what is kept: a checkerboard, or half of the channels. The factors c, one for each channel, are learned and
 * begin at 0 in a checkerboard and at 1 for channels. The published net is deeper and normalises weights and batches; this one
 * has three convolutions.
 *
 * <p>Dinh, Sohl-Dickstein and Bengio, <i>Density estimation using Real NVP</i>, ICLR 2017.
 */
public final class MaskedCoupling implements FlowLayer, Identified {

    private final ImageShape image;
    private final ConvolutionNet net;
    private final double start;
    private final String mask;
    private final NDArray kept;
    private final NDArray moved;

    private MaskedCoupling(ImageShape image, int hidden, double start, String mask, Keeps keeps) {
        this.image = image;
        this.net = new ConvolutionNet(image.channels(), Require.atLeast(hidden, 1, "hidden"), 2 * image.channels());
        this.start = start;
        this.mask = mask;
        var here = new double[image.dim()];
        var there = new double[image.dim()];
        int area = image.height() * image.width();
        for (int k = 0; k < here.length; k++) {
            int pixel = k % area;
            boolean keep = keeps.at(k / area, pixel / image.width(), pixel % image.width());
            here[k] = keep ? 1 : 0;
            there[k] = keep ? 0 : 1;
        }
        kept = Constants.of(here, image.channels(), image.height(), image.width());
        moved = Constants.of(there, image.channels(), image.height(), image.width());
    }

    /** Which numbers of an image are kept. */
    private interface Keeps {
        boolean at(int channel, int row, int column);
    }

    /**
     * Keeps the pixels whose row and column add up to an odd number, or with parity 1 to an even one.
     *
     * @param hidden channels of the net's two hidden layers
     * @param parity 0 or 1
     */
    public static MaskedCoupling checkerboard(ImageShape image, int hidden, int parity) {
        Require.within(parity, 0, 1, "parity");
        return new MaskedCoupling(
                Require.nonNull(image, "image"),
                hidden,
                0,
                "checkerboard " + parity,
                (channel, row, column) -> (row + column + parity) % 2 == 1);
    }

    /** Keeps the first half of the channels, or with parity 1 the second. */
    public static MaskedCoupling channels(ImageShape image, int hidden, int parity) {
        Require.within(parity, 0, 1, "parity");
        int half = Require.nonNull(image, "image").half();
        return new MaskedCoupling(
                image, hidden, 1, "channels " + parity, (channel, row, column) -> channel < half == (parity == 0));
    }

    @Override
    public int dim() {
        return image.dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return net.declare(arrays, rng).drawn("factor", () -> start, image.channels(), 1, 1);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var seen = x.mul(kept);
        var raw = net.at(seen, own).split(2, 1);
        var log = log(raw.get(1), own);
        var there = x.add(raw.get(0)).mul(log.exp()).mul(moved);
        return Mapped.of(seen.add(there), sum(log));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var seen = z.mul(kept);
        var raw = net.at(seen, own).split(2, 1);
        var log = log(raw.get(1), own).neg();
        var back = z.mul(log.exp()).sub(raw.get(0)).mul(moved);
        return Mapped.of(seen.add(back), sum(log));
    }

    private NDArray log(NDArray raw, Weights own) {
        return raw.tanh().mul(own.get("factor")).mul(moved);
    }

    private static NDArray sum(NDArray log) {
        return ImageShape.rows(log).sum(new int[] {1});
    }

    @Override
    public String toString() {
        return "MaskedCoupling[" + image + ", " + mask + ", " + net + "]";
    }

    /** Sizes, net, start and mask. */
    @Override
    public Object identity() {
        return List.of(image, net, start, mask);
    }
}
