package pathline.bijection.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import pathline.bijection.AutoregressiveLayer;
import pathline.bijection.CouplingLayer;
import pathline.bijection.FlowLayer;
import pathline.bijection.Mask;
import pathline.bijection.MaskedNet;
import pathline.bijection.Masks;
import pathline.bijection.PlainNet;
import pathline.bijection.Transformer;
import pathline.field.Activation;
import pathline.field.Mlp;
import pathline.field.Parameters;
import pathline.field.kernel.MlpLayout;

/**
 * One layer of a flow as the kernels see it: a net that reads some coordinates, and a transformer that moves some by what it
 * says.
 *
 * @param net its sizes
 * @param first where its numbers begin among the parameters
 * @param mask what its numbers are multiplied by; empty for none
 * @param seen the coordinates that the net reads
 * @param moved the coordinates that are moved, in the order of the net's numbers
 * @param kernel of the transformer
 * @param masks of an autoregressive layer, whose inverse finds one coordinate after the other
 * @param order units of each of its layers, by degree; empty where there are no masks
 */
record FlowStep(
        MlpLayout net,
        int first,
        float[] mask,
        int[] seen,
        int[] moved,
        TransformerKernel kernel,
        Optional<Masks> masks,
        int[][] order) {

    /** The layer as a step, if it has a compiled form. */
    static Optional<FlowStep> of(FlowLayer layer, Parameters parameters, String prefix) {
        if (layer instanceof CouplingLayer coupling && coupling.net() instanceof PlainNet net) {
            return coupling(coupling, net, parameters, prefix);
        }
        if (layer instanceof AutoregressiveLayer autoregressive) {
            return autoregressive(autoregressive, parameters, prefix);
        }
        return Optional.empty();
    }

    private static Optional<FlowStep> coupling(
            CouplingLayer layer, PlainNet net, Parameters parameters, String prefix) {
        var mask = layer.mask();
        int[] seen = places(mask, true);
        if (net.condition() > 0 || net.widths().isEmpty() || seen.length == 0) {
            return Optional.empty();
        }
        return made(layer.transformer(), net.in(), net.widths(), net.out(), net.activation(), parameters, prefix)
                .map(step -> step.with(new float[0], seen, places(mask, false), Optional.empty()));
    }

    private static int[] places(Mask mask, boolean kept) {
        return IntStream.range(0, mask.dim()).filter(k -> mask.keeps(k) == kept).toArray();
    }

    private static Optional<FlowStep> autoregressive(AutoregressiveLayer layer, Parameters parameters, String prefix) {
        var net = layer.net();
        var masks = net.masks();
        if (net.condition() > 0 || net.blocks() > 0 || masks.widths().isEmpty()) {
            return Optional.empty();
        }
        int[] all = IntStream.range(0, layer.dim()).toArray();
        return made(layer.transformer(), net.in(), masks.widths(), net.out(), net.activation(), parameters, prefix)
                .map(step -> step.with(mask(net, step.net), all, all, Optional.of(masks)));
    }

    /** Entries of the masks where weights are, and 1 where biases are. */
    private static float[] mask(MaskedNet net, MlpLayout layout) {
        var mask = new float[layout.count()];
        Arrays.fill(mask, 1);
        for (int l = 0; l < layout.layers().size(); l++) {
            var layer = layout.layers().get(l);
            var matrix = net.masks().matrix(l);
            for (int i = 0; i < layer.out(); i++) {
                for (int j = 0; j < layer.in(); j++) {
                    mask[layer.weight() + i * layer.in() + j] = (float) matrix[i][j];
                }
            }
        }
        return mask;
    }

    private static Optional<FlowStep> made(
            Transformer transformer,
            int in,
            List<Integer> widths,
            int out,
            Activation activation,
            Parameters parameters,
            String prefix) {
        var hidden = widths.stream().mapToInt(Integer::intValue).toArray();
        var config = Mlp.of(in, hidden, out).activation(activation);
        int first = parameters.offset(prefix + "net.hidden.0.weight");
        return TransformerKernel.of(transformer)
                .map(kernel -> new FlowStep(
                        MlpLayout.of(config),
                        first,
                        new float[0],
                        new int[0],
                        new int[0],
                        kernel,
                        Optional.empty(),
                        new int[0][]));
    }

    private FlowStep with(float[] newMask, int[] newSeen, int[] newMoved, Optional<Masks> newMasks) {
        var order = newMasks.map(masked -> IntStream.rangeClosed(0, net.layers().size())
                        .mapToObj(masked::byDegree)
                        .toArray(int[][]::new))
                .orElse(new int[0][]);
        return new FlowStep(net, first, newMask, newSeen, newMoved, kernel, newMasks, order);
    }

    /** Its numbers of all parameters, masked. */
    void read(float[] parameters, float[] weights) {
        System.arraycopy(parameters, first, weights, 0, weights.length);
        masked(weights);
    }

    /** Multiplies numbers like the net's by the mask. */
    void masked(float[] numbers) {
        for (int i = 0; i < mask.length; i++) {
            numbers[i] *= mask[i];
        }
    }
}
