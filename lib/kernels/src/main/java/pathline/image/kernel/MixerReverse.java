package pathline.image.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import pathline.field.kernel.ActivationKernel;
import pathline.field.kernel.Lanes;

/** The way back of one tile of images: scratch of one worker, and the sums of the parameters' gradient over its tiles. */
final class MixerReverse {

    private final MixerLayout net;
    private final List<OuterSum> sums;
    private final float[] labelSums;
    private final float[] toX;
    private final float[] toY;
    private final float[] y;
    private final float[] toPatches;
    private final float[] toTold;
    private final float[] toEmbedding;
    private final float[] columnX;
    private final float[] columnY;
    private final float[] hidden;
    private final float[] slope;
    private final float[] toHidden;
    private final float[] small;

    MixerReverse(MixerLayout net) {
        this.net = net;
        sums = net.maps().stream().map(OuterSum::new).toList();
        labelSums = new float[net.net().classes() * net.width()];
        int all = net.tokens() * net.width();
        int most = Math.max(net.net().tokenHidden(), net.net().hidden());
        toX = Lanes.tile(all);
        toY = Lanes.tile(all);
        y = Lanes.tile(all);
        toPatches = Lanes.tile(net.dim());
        toTold = Lanes.tile(2 * net.width());
        toEmbedding = Lanes.tile(net.width());
        columnX = Lanes.tile(net.tokens());
        columnY = Lanes.tile(net.tokens());
        hidden = Lanes.tile(most);
        slope = Lanes.tile(most);
        toHidden = Lanes.tile(most);
        small = Lanes.tile(Math.max(net.width(), net.token()));
    }

    void clear() {
        sums.forEach(OuterSum::clear);
        Arrays.fill(labelSums, 0);
    }

    /** Adds another's sums. */
    void add(MixerReverse other) {
        for (int k = 0; k < sums.size(); k++) {
            sums.get(k).add(other.sums.get(k));
        }
        for (int k = 0; k < labelSums.length; k++) {
            labelSums[k] += other.labelSums[k];
        }
    }

    /** Writes the sums in the order of the parameters. */
    void write(float[] gradient) {
        sums.forEach(sum -> sum.write(gradient));
        net.label().ifPresent(at -> System.arraycopy(labelSums, 0, gradient, at, labelSums.length));
    }

    /** The vjp of a tile that a forward pass has filled: writes its rows of the gradient in x, and adds to the sums. */
    void at(LinearKernel[] maps, MixerTile tile, float[] a, int row, int count, float[] gradient) {
        MixerForward.read(net, a, row, count, toPatches);
        Arrays.fill(toX, 0);
        Arrays.fill(toEmbedding, 0);
        int width = net.width() * TILE;
        int last = 2 * net.depth();
        scale(tile, last);
        for (int i = 0; i < net.tokens(); i++) {
            int at = i * net.token() * TILE;
            sums.get(MixerLayout.OUT).add(toPatches, at, y, i * width);
            maps[MixerLayout.OUT].vjp(toPatches, at, toY, i * width);
        }
        norm(maps, tile, last);
        for (int b = net.depth() - 1; b >= 0; b--) {
            scale(tile, 2 * b + 1);
            mixNumbers(maps, tile, b);
            norm(maps, tile, 2 * b + 1);
            scale(tile, 2 * b);
            mixTokens(maps, tile, b);
            norm(maps, tile, 2 * b);
        }
        for (int i = 0; i < net.tokens(); i++) {
            sums.get(MixerLayout.IN).add(toX, i * width, tile.patches, i * net.token() * TILE);
            maps[MixerLayout.IN].vjp(toX, i * width, small, 0);
            MixerForward.write(net, small, i, row, count, gradient);
        }
        embedding(maps, tile);
    }

    /** y of a normalisation again. */
    private void scale(MixerTile tile, int n) {
        for (int i = 0; i < net.tokens(); i++) {
            TokenNorm.scale(tile.normal[n], i * net.width() * TILE, net.width(), tile.told[n], y);
        }
    }

    /** From the cotangent of y to those of x and the embedding, which are added. */
    private void norm(LinearKernel[] maps, MixerTile tile, int n) {
        Arrays.fill(toTold, 0);
        int width = net.width();
        for (int i = 0; i < net.tokens(); i++) {
            int from = i * width * TILE;
            TokenNorm.gather(toY, from, width, tile.normal[n], tile.told[n], toTold);
            TokenNorm.addVjp(toY, from, width, tile.normal[n], tile.inverse[n], i * TILE, toX);
        }
        int map = net.ofNorm(n);
        sums.get(map).add(toTold, 0, tile.second, 0);
        maps[map].vjp(toTold, 0, small, 0);
        OuterSum.plus(toEmbedding, 0, small, 0, width * TILE);
    }

    private void mixNumbers(LinearKernel[] maps, MixerTile tile, int block) {
        int one = net.ofBlock(block, MixerLayout.NUMBERS1);
        int two = net.ofBlock(block, MixerLayout.NUMBERS2);
        int size = net.net().hidden() * TILE;
        for (int i = 0; i < net.tokens(); i++) {
            int from = i * net.width() * TILE;
            activate(tile.numbersHidden[block], i * tile.numbersStride, size);
            sums.get(two).add(toX, from, hidden, 0);
            maps[two].vjp(toX, from, toHidden, 0);
            multiply(toHidden, slope, size);
            sums.get(one).add(toHidden, 0, y, from);
            maps[one].vjp(toHidden, 0, toY, from);
        }
    }

    private void mixTokens(LinearKernel[] maps, MixerTile tile, int block) {
        int one = net.ofBlock(block, MixerLayout.TOKENS1);
        int two = net.ofBlock(block, MixerLayout.TOKENS2);
        int size = net.net().tokenHidden() * TILE;
        for (int j = 0; j < net.width(); j++) {
            MixerForward.gather(net, toX, j, columnX);
            MixerForward.gather(net, y, j, columnY);
            activate(tile.tokensHidden[block], j * tile.tokensStride, size);
            sums.get(two).add(columnX, 0, hidden, 0);
            maps[two].vjp(columnX, 0, toHidden, 0);
            multiply(toHidden, slope, size);
            sums.get(one).add(toHidden, 0, columnY, 0);
            maps[one].vjp(toHidden, 0, columnX, 0);
            for (int i = 0; i < net.tokens(); i++) {
                System.arraycopy(columnX, i * TILE, toY, (i * net.width() + j) * TILE, TILE);
            }
        }
    }

    /** Hidden numbers and the derivative of their activation. */
    private void activate(float[] z, int from, int size) {
        System.arraycopy(z, from, hidden, 0, size);
        ActivationKernel.SILU.run(hidden, slope, slope, 1, 0, size);
    }

    private void embedding(LinearKernel[] maps, MixerTile tile) {
        int size = net.width() * TILE;
        multiply(toEmbedding, tile.secondSlope, size);
        for (int c = 0; c < net.net().classes(); c++) {
            for (int j = 0; j < net.width(); j++) {
                labelSums[c * net.width() + j] += dot(tile.labels, c * TILE, toEmbedding, j * TILE);
            }
        }
        sums.get(MixerLayout.TIME2).add(toEmbedding, 0, tile.first, 0);
        maps[MixerLayout.TIME2].vjp(toEmbedding, 0, small, 0);
        multiply(small, tile.firstSlope, size);
        sums.get(MixerLayout.TIME1).add(small, 0, tile.waves, 0);
    }

    private static float dot(float[] a, int from, float[] b, int at) {
        var sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < TILE; i += COUNT) {
            sum = FloatVector.fromArray(SPECIES, a, from + i).fma(FloatVector.fromArray(SPECIES, b, at + i), sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    private static void multiply(float[] to, float[] factors, int count) {
        for (int i = 0; i < count; i += COUNT) {
            FloatVector.fromArray(SPECIES, to, i)
                    .mul(FloatVector.fromArray(SPECIES, factors, i))
                    .intoArray(to, i);
        }
    }
}
