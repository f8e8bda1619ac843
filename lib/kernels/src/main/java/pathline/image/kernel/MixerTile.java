package pathline.image.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import java.util.function.Supplier;
import pathline.field.kernel.Lanes;

/**
 * What a forward pass computes of a tile of images and its vjp reads. Numbers of images are lanes; number j of token i of an image is
 * in row {@code i * width + j}.
 *
 * <p>A tile that is not kept has room for one block and one normalisation, which all use in turn.
 */
final class MixerTile {

    /** Rows of the embedding: waves of the time, label, and both layers with their derivatives. */
    final float[] waves;

    final float[] labels;
    final float[] first;
    final float[] firstSlope;
    final float[] second;
    final float[] secondSlope;

    /** Pixels, token by token. */
    final float[] patches;

    /** Of each normalisation: scale and shift, x̂, and 1/σ of every token. */
    final float[][] told;

    final float[][] normal;
    final float[][] inverse;

    /** Of each block: hidden numbers before their activation, one number of all tokens after the other, and token by token. */
    final float[][] tokensHidden;

    final float[][] numbersHidden;

    /** From the hidden numbers of one to those of the next. */
    final int tokensStride;

    final int numbersStride;

    MixerTile(MixerLayout net, boolean kept) {
        int width = net.width();
        waves = Lanes.tile(width);
        labels = Lanes.tile(Math.max(1, net.net().classes()));
        first = Lanes.tile(width);
        firstSlope = Lanes.tile(width);
        second = Lanes.tile(width);
        secondSlope = Lanes.tile(width);
        patches = Lanes.tile(net.dim());
        told = arrays(net.norms(), kept, () -> Lanes.tile(2 * width));
        normal = arrays(net.norms(), kept, () -> Lanes.tile(net.tokens() * width));
        inverse = arrays(net.norms(), kept, () -> Lanes.tile(net.tokens()));
        int perNumber = Lanes.tile(net.net().tokenHidden()).length;
        int perToken = net.net().hidden() * TILE;
        tokensHidden = arrays(net.depth(), kept, () -> new float[kept ? width * perNumber : perNumber]);
        numbersHidden = arrays(net.depth(), kept, () -> new float[kept ? net.tokens() * perToken : perToken]);
        tokensStride = kept ? perNumber : 0;
        numbersStride = kept ? perToken : 0;
    }

    private static float[][] arrays(int count, boolean kept, Supplier<float[]> made) {
        var arrays = new float[count][];
        if (kept) {
            Arrays.setAll(arrays, k -> made.get());
        } else {
            Arrays.fill(arrays, made.get());
        }
        return arrays;
    }

    /** How many numbers a tile that is kept has. */
    static long size(MixerLayout net) {
        long norm = (net.tokens() + 2L) * net.width() + net.tokens();
        long block = (long) net.width() * net.net().tokenHidden()
                + (long) net.tokens() * net.net().hidden();
        return TILE * (net.norms() * norm + net.depth() * block);
    }
}
