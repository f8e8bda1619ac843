package pathline.experiment;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pathline.bijection.ActNorm;
import pathline.bijection.Affine;
import pathline.bijection.FlowLayer;
import pathline.bijection.Glow;
import pathline.bijection.ImageShape;
import pathline.bijection.LayerChain;
import pathline.bijection.MaskedNet;
import pathline.bijection.NormalizingFlows;
import pathline.bijection.RealNvpImages;
import pathline.bijection.Start;
import pathline.bijection.ToImages;
import pathline.bijection.ToRows;
import pathline.random.Rng;

/**
 * A row of the density table of images: a kind of density, at a size that two processors train in an hour.
 *
 * @param label its name in the table
 * @param fit how it is fitted
 */
record ImageSystem(String label, Fit fit) {

    /** Hidden units of a masked net: more than there are pixels, since otherwise some are not seen. */
    private static final int MORE_THAN_PIXELS = 800;

    /** All, those that cost least first, the baseline before those that are compared with it. */
    private static final List<ImageSystem> ALL = List.of(
            new ImageSystem("pixel histograms", (training, rng) -> training.histograms()),
            new ImageSystem("Gaussian", (training, rng) -> training.gaussian()),
            flow("MADE", 20, (image, rng) -> masked(image, 1)),
            flow("Glow", 6, (image, rng) -> new Glow(image, 2, 6, 64).layers(rng)),
            flow("Real NVP", 6, ImageSystem::realNvp),
            flow("MAF", 8, (image, rng) -> masked(image, 5)));

    /** Fits it to images. */
    interface Fit {
        FittedImages fit(ImageTraining training, Rng rng);
    }

    /** The layers behind the logit. */
    interface Layers {
        LayerChain of(ImageShape image, Rng rng);
    }

    private static ImageSystem flow(String label, int epochs, Layers layers) {
        return new ImageSystem(label, (training, rng) -> training.flow(layers, epochs, rng));
    }

    static List<String> names() {
        return ALL.stream().map(ImageSystem::label).toList();
    }

    static Optional<ImageSystem> named(String name) {
        return ALL.stream()
                .filter(system -> system.label.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Autoregressive layers on rows, each pixel brought to one scale before each of them. */
    private static LayerChain masked(ImageShape image, int count) {
        int d = image.dim();
        var net = MaskedNet.of(d, 2, Math.max(MORE_THAN_PIXELS, d)).start(Start.NEAR_ZERO);
        var layers = new ArrayList<FlowLayer>();
        for (var layer :
                NormalizingFlows.autoregressive(net, Affine.bounded(5), count).layers()) {
            layers.add(ActNorm.of(d));
            layers.add(layer);
        }
        return new LayerChain(layers);
    }

    private static LayerChain realNvp(ImageShape image, Rng rng) {
        var layers = new ArrayList<FlowLayer>();
        layers.add(new ToImages(image));
        layers.add(new ActNorm(new Shape(image.channels(), image.height(), image.width())));
        layers.add(new ToRows(image));
        layers.addAll(new RealNvpImages(image, 2, 24).layers().layers());
        return new LayerChain(layers);
    }
}
