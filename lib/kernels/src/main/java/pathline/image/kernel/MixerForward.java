package pathline.image.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import pathline.field.kernel.ActivationKernel;
import pathline.field.kernel.Lanes;
import pathline.image.MixerPasses;

/** The way forward of one tile of images, and the scratch of one worker for it. */
final class MixerForward {

    private static final double SCALE = 1000;
    private static final double RANGE = Math.log(10_000);

    private final MixerLayout net;
    private final float[] frequencies;
    private final float[] x;
    private final float[] y;
    private final float[] column;
    private final float[] hidden;
    private final float[] spare;
    private final float[] out;

    MixerForward(MixerLayout net) {
        this.net = net;
        int half = net.width() / 2;
        frequencies = new float[half];
        for (int k = 0; k < half; k++) {
            frequencies[k] = (float) (SCALE * Math.exp(-RANGE / half * k));
        }
        x = Lanes.tile(net.tokens() * net.width());
        y = Lanes.tile(net.tokens() * net.width());
        column = Lanes.tile(net.tokens());
        hidden = Lanes.tile(Math.max(net.net().tokenHidden(), net.net().hidden()));
        spare = Lanes.tile(Math.max(net.net().tokenHidden(), net.net().hidden()));
        out = Lanes.tile(Math.max(net.tokens(), Math.max(net.width(), net.token())));
    }

    /** Sends the tile that begins at a row through the net; writes its rows of v. */
    void at(LinearKernel[] maps, float[] weights, MixerTile tile, MixerPasses.Inputs inputs, int row, float[] v) {
        int count = Math.min(TILE, inputs.count() - row);
        embed(maps, weights, tile, inputs, row, count);
        read(net, inputs.x(), row, count, tile.patches);
        int width = net.width() * TILE;
        for (int i = 0; i < net.tokens(); i++) {
            maps[MixerLayout.IN].at(tile.patches, i * net.token() * TILE, x, i * width);
        }
        for (int b = 0; b < net.depth(); b++) {
            norm(maps, tile, 2 * b);
            mixTokens(maps, tile, b);
            norm(maps, tile, 2 * b + 1);
            mixNumbers(maps, tile, b);
        }
        norm(maps, tile, 2 * net.depth());
        for (int i = 0; i < net.tokens(); i++) {
            maps[MixerLayout.OUT].at(y, i * width, out, 0);
            write(net, out, i, row, count, v);
        }
    }

    /** Pixels of images as rows of tokens; lanes without an image are zero. */
    static void read(MixerLayout net, float[] images, int row, int count, float[] patches) {
        int[] place = net.place();
        Arrays.fill(patches, 0);
        for (int i = 0; i < count; i++) {
            int from = (row + i) * net.dim();
            for (int k = 0; k < place.length; k++) {
                patches[k * TILE + i] = images[from + place[k]];
            }
        }
    }

    /** The way back of one token. */
    static void write(MixerLayout net, float[] rows, int token, int row, int count, float[] images) {
        int first = token * net.token();
        for (int k = 0; k < net.token(); k++) {
            int to = row * net.dim() + net.place()[first + k];
            for (int i = 0; i < count; i++) {
                images[to + i * net.dim()] = rows[k * TILE + i];
            }
        }
    }

    private void embed(
            LinearKernel[] maps, float[] weights, MixerTile tile, MixerPasses.Inputs inputs, int row, int count) {
        int half = frequencies.length;
        int classes = net.net().classes();
        Arrays.fill(tile.labels, 0);
        boolean labelled = inputs.label().length > 0;
        for (int i = 0; i < count; i++) {
            float t = inputs.t()[row + i];
            for (int k = 0; k < half; k++) {
                float angle = frequencies[k] * t;
                tile.waves[k * TILE + i] = (float) Math.cos(angle);
                tile.waves[(half + k) * TILE + i] = (float) Math.sin(angle);
            }
            for (int c = 0; labelled && c < classes; c++) {
                tile.labels[c * TILE + i] = inputs.label()[(row + i) * classes + c];
            }
        }
        int size = net.width() * TILE;
        maps[MixerLayout.TIME1].at(tile.waves, 0, tile.first, 0);
        ActivationKernel.SILU.run(tile.first, tile.firstSlope, tile.firstSlope, 1, 0, size);
        maps[MixerLayout.TIME2].at(tile.first, 0, tile.second, 0);
        for (int c = 0; labelled && c < classes; c++) {
            addLabel(tile, c, weights, net.label().orElseThrow() + c * net.width());
        }
        ActivationKernel.SILU.run(tile.second, tile.secondSlope, tile.secondSlope, 1, 0, size);
    }

    private void addLabel(MixerTile tile, int c, float[] weights, int from) {
        for (int j = 0; j < net.width(); j++) {
            for (int i = 0; i < TILE; i += COUNT) {
                FloatVector.fromArray(SPECIES, tile.labels, c * TILE + i)
                        .fma(
                                FloatVector.broadcast(SPECIES, weights[from + j]),
                                FloatVector.fromArray(SPECIES, tile.second, j * TILE + i))
                        .intoArray(tile.second, j * TILE + i);
            }
        }
    }

    private void norm(LinearKernel[] maps, MixerTile tile, int n) {
        maps[net.ofNorm(n)].at(tile.second, 0, tile.told[n], 0);
        int width = net.width();
        for (int i = 0; i < net.tokens(); i++) {
            int from = i * width * TILE;
            TokenNorm.normalise(x, from, width, tile.normal[n], tile.inverse[n], i * TILE);
            TokenNorm.scale(tile.normal[n], from, width, tile.told[n], y);
        }
    }

    private void mixTokens(LinearKernel[] maps, MixerTile tile, int block) {
        var first = maps[net.ofBlock(block, MixerLayout.TOKENS1)];
        var second = maps[net.ofBlock(block, MixerLayout.TOKENS2)];
        var z = tile.tokensHidden[block];
        int size = net.net().tokenHidden() * TILE;
        for (int j = 0; j < net.width(); j++) {
            gather(net, y, j, column);
            first.at(column, 0, z, j * tile.tokensStride);
            System.arraycopy(z, j * tile.tokensStride, hidden, 0, size);
            ActivationKernel.SILU.run(hidden, spare, spare, 0, 0, size);
            second.at(hidden, 0, out, 0);
            for (int i = 0; i < net.tokens(); i++) {
                OuterSum.plus(x, (i * net.width() + j) * TILE, out, i * TILE, TILE);
            }
        }
    }

    /** One number of all tokens. */
    static void gather(MixerLayout net, float[] tokens, int number, float[] column) {
        for (int i = 0; i < net.tokens(); i++) {
            System.arraycopy(tokens, (i * net.width() + number) * TILE, column, i * TILE, TILE);
        }
    }

    private void mixNumbers(LinearKernel[] maps, MixerTile tile, int block) {
        var first = maps[net.ofBlock(block, MixerLayout.NUMBERS1)];
        var second = maps[net.ofBlock(block, MixerLayout.NUMBERS2)];
        var z = tile.numbersHidden[block];
        int size = net.net().hidden() * TILE;
        int width = net.width() * TILE;
        for (int i = 0; i < net.tokens(); i++) {
            first.at(y, i * width, z, i * tile.numbersStride);
            System.arraycopy(z, i * tile.numbersStride, hidden, 0, size);
            ActivationKernel.SILU.run(hidden, spare, spare, 0, 0, size);
            second.at(hidden, 0, out, 0);
            OuterSum.plus(x, i * width, out, 0, width);
        }
    }
}
