package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.List;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Layers in a row, the data entering the first; their log-determinants add up. Layer k's arrays are named k.*.
 *
 * @param layers at least one, all of one number of coordinates
 */
public record LayerChain(List<FlowLayer> layers) implements FlowLayer {

    /** Checks that the layers fit. */
    public LayerChain {
        Require.nonNull(Require.nonNull(layers, "layers").toArray(), "layers");
        layers = List.copyOf(layers);
        Require.that(!layers.isEmpty(), "layers is empty; expected at least one");
        for (int k = 1; k < layers.size(); k++) {
            Require.that(
                    layers.get(k).dim() == layers.get(0).dim(),
                    "layers[" + k + "] has " + layers.get(k).dim() + " coordinates; expected "
                            + layers.get(0).dim() + " like layers[0]");
        }
    }

    /** In this order. */
    public static LayerChain of(FlowLayer... layers) {
        return new LayerChain(List.of(Require.nonNull(layers, "layers")));
    }

    @Override
    public int dim() {
        return layers.get(0).dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var all = arrays;
        for (int k = 0; k < layers.size(); k++) {
            var layer = layers.get(k);
            var stream = rng.child(k);
            all = all.under(String.valueOf(k), own -> layer.declare(own, stream));
        }
        return all;
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var z = layers.get(0).forward(x, part(own, 0));
        for (int k = 1; k < layers.size(); k++) {
            z = behind(z, layers.get(k).forward(z.points(), part(own, k)));
        }
        return z;
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        int last = layers.size() - 1;
        var x = layers.get(last).inverse(z, part(own, last));
        for (int k = last - 1; k >= 0; k--) {
            x = behind(x, layers.get(k).inverse(x.points(), part(own, k)));
        }
        return x;
    }

    @Override
    public void initialise(NDArray x, Weights own) {
        var at = x;
        for (int k = 0; k < layers.size(); k++) {
            layers.get(k).initialise(at, part(own, k));
            at = layers.get(k).forward(at, part(own, k)).points();
        }
    }

    /** A second map's result, with both log-determinants. */
    private static Mapped behind(Mapped first, Mapped second) {
        return Mapped.of(second.points(), first.logDeterminant().add(second.logDeterminant()));
    }

    private static Weights part(Weights own, int k) {
        return own.of(String.valueOf(k));
    }
}
