package pathline.bijection;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * A transformation autoregressive network: layers that bend, stretch and mix, then a density coordinate by coordinate, all trained
 * together.
 *
 * <pre>
 *   linear, blocks times (leaky, rescale, recurrent shift, reversal, linear), leaky, rescale; a recurrent mixture of their output
 * </pre>
 *
 * <p>Oliva and others, <i>Transformation autoregressive networks</i>, ICML 2018. {@link #of} has the sizes of their published
 * program for tables: 5 blocks, 256 units in every recurrent net, features and two layers of 120, 40 components; trained with
 * batches of 1024 for 60 000 steps by Adam, 5·10⁻³ (MINIBOONE 1.5·10⁻³) halved every 5 000 steps, gradients clipped to norm 1. It
 * differs in one thing: their first linear map begins as a factored whitening of the data, this one as the identity, since
 * tables are standardised before.
 *
 * @param dim how many coordinates a point has
 * @param blocks how often the middle is repeated
 * @param units length of each recurrent state
 * @param width of features and layers of the conditionals
 * @param components of each conditional
 */
public record Tan(int dim, int blocks, int units, int width, int components) {

    /** Checks the sizes. */
    public Tan {
        Require.atLeast(dim, 1, "dim");
        Require.atLeast(blocks, 0, "blocks");
        Require.atLeast(units, 1, "units");
        Require.atLeast(width, 1, "width");
        Require.atLeast(components, 1, "components");
    }

    /** With the published sizes. */
    public static Tan of(int dim) {
        return new Tan(dim, 5, 256, 120, 40);
    }

    /** From data to what {@link #source} has a density of. */
    public LayerChain layers() {
        var layers = new ArrayList<FlowLayer>();
        layers.add(TriangularLinear.of(dim));
        for (int k = 0; k < blocks; k++) {
            layers.addAll(List.of(
                    new Leaky(dim),
                    new Rescale(dim),
                    new RecurrentShift(dim, units),
                    Permutation.reversed(dim),
                    TriangularLinear.of(dim)));
        }
        layers.add(new Leaky(dim));
        layers.add(new Rescale(dim));
        return new LayerChain(layers);
    }

    /** The conditionals, which may take a condition; the layers take none. */
    public PrefixMixture source() {
        return new PrefixMixture(new RecurrentFeatures(dim, units, width), List.of(width, width), components);
    }

    /** Both, with drawn numbers. */
    public NormalizingFlow model(DataType type, Rng rng) {
        return NormalizingFlow.of(source(), layers(), type, rng);
    }
}
