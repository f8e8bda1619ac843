package pathline.image.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import pathline.field.Parameters;
import pathline.image.PatchMixer;

/**
 * The sizes of a mixer, and where its numbers lie in the vector of its parameters.
 *
 * @param net the sizes that its record has
 * @param tokens how many there are
 * @param token numbers of a token among the pixels
 * @param place where number k of token i lies in an image, at {@code i * token + k}
 * @param maps all linear maps: of the time, of tokens in and out, of the last normalisation, and six of each block
 * @param label where the rows of the labels begin, if there are labels
 */
record MixerLayout(PatchMixer net, int tokens, int token, int[] place, List<LinearMap> maps, OptionalInt label) {

    static final int TIME1 = 0;
    static final int TIME2 = 1;
    static final int IN = 2;
    static final int OUT = 3;
    static final int NORM = 4;
    static final int TOKENS1 = 1;
    static final int TOKENS2 = 2;
    static final int NUMBERS1 = 4;
    static final int NUMBERS2 = 5;

    private static final List<String> OF_NET = List.of("embedding.time1", "embedding.time2", "in", "out", "norm");
    private static final List<String> OF_BLOCK =
            List.of("norm1", "tokens1", "tokens2", "norm2", "numbers1", "numbers2");

    static MixerLayout of(PatchMixer net, Parameters parameters) {
        var maps = new ArrayList<LinearMap>();
        OF_NET.forEach(name -> maps.add(LinearMap.of(parameters, name)));
        for (int b = 0; b < net.depth(); b++) {
            for (var name : OF_BLOCK) {
                maps.add(LinearMap.of(parameters, "blocks." + b + "." + name));
            }
        }
        int[] place = place(net);
        int token = net.image().channels() * net.patch() * net.patch();
        var label = net.classes() > 0 ? OptionalInt.of(parameters.offset("embedding.label")) : OptionalInt.empty();
        return new MixerLayout(net, place.length / token, token, place, List.copyOf(maps), label);
    }

    private static int[] place(PatchMixer net) {
        var image = net.image();
        int side = net.patch();
        var place = new int[image.dim()];
        int at = 0;
        for (int top = 0; top < image.height(); top += side) {
            for (int left = 0; left < image.width(); left += side) {
                for (int k = 0; k < image.channels() * side * side; k++) {
                    int channel = k / (side * side);
                    int row = top + k / side % side;
                    place[at++] = (channel * image.height() + row) * image.width() + left + k % side;
                }
            }
        }
        return place;
    }

    int width() {
        return net.width();
    }

    int depth() {
        return net.depth();
    }

    /** Numbers of an image. */
    int dim() {
        return place.length;
    }

    /** How many normalisations there are: two of each block, and the last. */
    int norms() {
        return 2 * depth() + 1;
    }

    /** A map of a block. */
    int ofBlock(int block, int map) {
        return OF_NET.size() + OF_BLOCK.size() * block + map;
    }

    /** What normalisation n is told by. */
    int ofNorm(int n) {
        return n == 2 * depth() ? NORM : ofBlock(n / 2, n % 2 * OF_BLOCK.indexOf("norm2"));
    }
}
