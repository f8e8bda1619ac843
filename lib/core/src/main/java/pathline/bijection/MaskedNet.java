package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import pathline.check.Require;
import pathline.field.Activation;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A net whose numbers for a coordinate depend on the coordinates before it alone, by weights multiplied by masks; a condition
 * enters the first layer, unmasked.
 *
 * <p>With residual blocks the layers behind the first stand in pairs, h + W₂ f(W₁ f(h)), all of one width.
 *
 * @param masks order of the coordinates, widths, and how many numbers there are for each coordinate
 * @param activation behind each hidden layer
 * @param condition how many columns the condition has; 0 for none
 * @param blocks how many residual blocks there are; 0 for layers in a row
 * @param start where the last layer begins
 */
public record MaskedNet(Masks masks, Activation activation, int condition, int blocks, Start start)
        implements Conditioner {

    /** Checks that the layers fit. */
    public MaskedNet {
        Require.nonNull(masks, "masks");
        Require.nonNull(activation, "activation");
        Require.atLeast(condition, 0, "condition");
        Require.nonNull(start, "start");
        Require.atLeast(blocks, 0, "blocks");
        Require.that(
                masks.conditioned() == condition > 0 || masks.sequence().size() == 1,
                "masks are " + (masks.conditioned() ? "" : "not ") + "for a condition, which has " + condition
                        + " columns; use conditions(columns)");
        var widths = masks.widths();
        Require.that(
                blocks == 0
                        || (widths.size() == 1 + 2 * blocks
                                && widths.stream().distinct().count() == 1),
                "widths is " + widths + "; expected one width, " + (1 + 2 * blocks) + " times, for " + blocks
                        + " residual blocks");
    }

    /** In natural order, with relu, and no condition; so many numbers for each coordinate. */
    public static MaskedNet of(int dim, int count, int... widths) {
        Require.within(dim, 1, 1 << 20, "dim");
        Require.nonNull(widths, "widths");
        var natural = IntStream.range(0, dim).boxed().toList();
        var all = IntStream.of(widths).boxed().toList();
        return new MaskedNet(new Masks(natural, all, count, false), Activation.RELU, 0, 0, Start.FULL);
    }

    /** The same in another order: which coordinate is first, second, and so on, counted from 0. */
    public MaskedNet order(int... sequence) {
        Permutation.checked(sequence, "sequence");
        Require.that(sequence.length == dim(), "sequence has " + sequence.length + " coordinates; expected " + dim());
        return with(IntStream.of(sequence).boxed().toList(), masks.widths(), condition, blocks);
    }

    /** The same in the opposite order. */
    public MaskedNet reversed() {
        var turned = new ArrayList<>(masks.sequence());
        Collections.reverse(turned);
        return with(turned, masks.widths(), condition, blocks);
    }

    /** The same with another activation. */
    public MaskedNet activation(Activation other) {
        return new MaskedNet(masks, other, condition, blocks, start);
    }

    /** The same with a condition of so many columns. */
    public MaskedNet conditions(int columns) {
        return with(masks.sequence(), masks.widths(), Require.atLeast(columns, 0, "columns"), blocks);
    }

    /** The same with so many residual blocks behind its first layer, in place of other layers. */
    public MaskedNet blocks(int number) {
        Require.within(number, 0, 1000, "number");
        Require.that(
                !masks.widths().isEmpty(), "the net has no hidden layer; expected one, whose width the blocks have");
        return with(
                masks.sequence(),
                Collections.nCopies(1 + 2 * number, masks.widths().get(0)),
                condition,
                number);
    }

    /** The same with another start. */
    public MaskedNet start(Start other) {
        return new MaskedNet(masks, activation, condition, blocks, other);
    }

    private MaskedNet with(List<Integer> sequence, List<Integer> widths, int columns, int number) {
        var other = new Masks(sequence, widths, count(), columns > 0);
        return new MaskedNet(other, activation, columns, number, start);
    }

    /** How many coordinates a point has. */
    public int dim() {
        return masks.sequence().size();
    }

    /** How many numbers there are for each coordinate. */
    public int count() {
        return masks.count();
    }

    @Override
    public int in() {
        return dim();
    }

    /** Those of one coordinate side by side. */
    @Override
    public int out() {
        return dim() * count();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return Dense.declare(arrays, dim(), masks.widths(), out(), condition, start, rng);
    }

    @Override
    public NDArray at(NDArray x, Weights own) {
        NDArray skip = null;
        NDArray h = x;
        for (int k = 0; k < masks.layers(); k++) {
            h = Dense.at(
                    bends(k) ? activation.at(h) : h,
                    weight(k, own),
                    part(k, own).get("bias"));
            if (k == 0 && condition > 0) {
                h = h.add(Dense.conditioned(own, condition));
            }
            if (skips(k) && skip != null) {
                h = h.add(skip);
            }
            skip = skips(k) ? h : skip;
        }
        return h;
    }

    /** A layer's weights, zero where the mask is. */
    NDArray weight(int layer, Weights own) {
        return part(layer, own).get("weight").mul(masks.array(layer));
    }

    /** What a layer, counted from 0, has learned. */
    Weights part(int layer, Weights own) {
        return own.of(layer < masks.widths().size() ? "hidden." + layer : "out");
    }

    /** Whether the activation stands before a layer. */
    boolean bends(int layer) {
        return layer > 0 && (blocks == 0 || layer < masks.layers() - 1);
    }

    /** Whether a layer's result goes round the next block, and has what went round the last one added. */
    boolean skips(int layer) {
        return blocks > 0 && layer % 2 == 0 && layer < masks.layers() - 1;
    }
}
