package pathline.field.kernel;

import java.util.ArrayList;
import java.util.List;
import pathline.field.MlpConfig;
import pathline.field.TimeInput;

/**
 * The layers of a net, and where their numbers lie in the vector of its parameters.
 *
 * @param dim the dimension of the states
 * @param out the dimension of the values
 * @param context numbers of a condition appended to them
 * @param times columns of time appended to those
 * @param activation its loop
 * @param squash whether every layer is gated and shifted by time
 * @param layers in order
 */
public record MlpLayout(
        int dim, int out, int context, int times, ActivationKernel activation, boolean squash, List<Layer> layers) {

    /**
     * z = W h + b, and with a gate (W h + b) σ(u t + c) + w t; the parameters follow one another: W, b, u, c, w.
     *
     * @param in numbers in h
     * @param out numbers in z
     * @param weight where W begins
     */
    public record Layer(int in, int out, int weight) {

        public int bias() {
            return weight + in * out;
        }

        int gateWeight() {
            return bias() + out;
        }

        int gateBias() {
            return gateWeight() + out;
        }

        int shift() {
            return gateBias() + out;
        }
    }

    public static MlpLayout of(MlpConfig config) {
        boolean squash = config.time() instanceof TimeInput.ConcatSquash;
        var layers = new ArrayList<Layer>();
        int in = config.in() + config.context() + config.time().width();
        int start = 0;
        for (int i = 0; i <= config.hidden().size(); i++) {
            int out = i < config.hidden().size() ? config.hidden().get(i) : config.out();
            layers.add(new Layer(in, out, start));
            start += in * out + (squash ? 4 : 1) * out;
            in = out;
        }
        return new MlpLayout(
                config.in(),
                config.out(),
                config.context(),
                config.time().width(),
                ActivationKernel.of(config.activation()),
                squash,
                List.copyOf(layers));
    }

    /** How many parameters there are. */
    public int count() {
        return layers.stream()
                .mapToInt(layer -> layer.in * layer.out + (squash ? 4 : 1) * layer.out)
                .sum();
    }

    /** The longest of all layers' inputs and outputs. */
    public int widest() {
        return layers.stream()
                .mapToInt(layer -> Math.max(layer.in, layer.out))
                .max()
                .orElseThrow();
    }

    /** Numbers kept of one point by a forward pass. */
    int kept() {
        return layers.stream()
                .mapToInt(layer -> 2 * layer.in + (squash ? 2 * layer.out : 0))
                .sum();
    }

    public int hidden() {
        return layers.size() - 1;
    }
}
