package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pathline.field.Scalars;

/**
 * What a {@link MaskedNet} says of one coordinate after the other, each coordinate being told before the next is asked for.
 *
 * <p>The units of each layer are sorted by degree. When a coordinate is told, the units of its degree can be computed, and are
 * not touched again: all coordinates together cost about what one pass of the net does.
 */
final class MaskedSweep {

    private final MaskedNet net;
    private final long rows;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();
    private final Optional<NDArray> condition;
    /** What enters each layer, of the units that are known: columns in order of their degrees. */
    private final NDArray[] known;

    private int place;

    /** For so many rows. */
    MaskedSweep(MaskedNet net, long rows, Weights own) {
        this.net = net;
        this.rows = rows;
        known = new NDArray[net.masks().layers()];
        for (int k = 0; k < known.length; k++) {
            var from = net.masks().columns(k);
            var to = net.masks().columns(k + 1);
            weights.add(to.of(from.of(net.weight(k, own)).transpose()).transpose());
            biases.add(to.of(net.part(k, own).get("bias").reshape(1, -1)).reshape(-1));
        }
        condition = net.condition() > 0
                ? Optional.of(net.masks().columns(1).of(Dense.conditioned(own, net.condition())))
                : Optional.empty();
        compute(0);
    }

    /** Which coordinate is next. */
    int coordinate() {
        return net.masks().sequence().get(place);
    }

    /** The numbers of the next coordinate, shape (n, 1, count). */
    NDArray raw() {
        int last = known.length - 1;
        int count = net.count();
        return layer(last, place * count, (place + 1) * count).reshape(rows, 1, count);
    }

    /** Tells the next coordinate, shape (n, 1). */
    void tell(NDArray x) {
        grow(0, x);
        place++;
        if (place < net.dim()) {
            compute(place);
        }
    }

    /** The hidden units of one degree, layer by layer. */
    private void compute(int degree) {
        NDArray skip = null;
        for (int k = 0; k < known.length - 1; k++) {
            int begin = degree == 0 ? 0 : net.masks().upTo(k + 1, degree - 1);
            int end = net.masks().upTo(k + 1, degree);
            if (begin == end) {
                continue;
            }
            var h = layer(k, begin, end);
            if (net.skips(k)) {
                h = skip == null ? h : h.add(skip);
                skip = h;
            }
            grow(k + 1, net.bends(k + 1) ? net.activation().at(h) : h);
        }
    }

    /** Units of a layer from what is known of the one before. */
    private NDArray layer(int k, int begin, int end) {
        var bias = biases.get(k).get(new NDIndex().addSliceDim(begin, end));
        NDArray h;
        if (known[k] == null) {
            h = bias.reshape(1, end - begin).broadcast(new Shape(rows, end - begin));
        } else {
            long seen = known[k].getShape().get(1);
            h = Dense.at(
                    known[k],
                    weights.get(k).get(new NDIndex().addSliceDim(begin, end).addSliceDim(0, seen)),
                    bias);
        }
        return k == 0 && condition.isPresent()
                ? h.add(condition.get().get(new NDIndex().addAllDim().addSliceDim(begin, end)))
                : h;
    }

    /** Columns more; the record of a gradient, if there is one, keeps for itself what it needs of those closed here. */
    private void grow(int k, NDArray columns) {
        var before = known[k];
        known[k] = before == null ? columns.mul(Scalars.ONE) : NDArrays.concat(new NDList(before, columns), 1);
        if (before != null) {
            before.close();
        }
    }
}
