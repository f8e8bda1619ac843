package pathline.bijection.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import pathline.bijection.FlowKernels;
import pathline.bijection.FlowLayer;
import pathline.bijection.FlowPasses;
import pathline.bijection.LayerChain;
import pathline.check.Require;
import pathline.field.Parameters;

/** Makes compiled passes of couplings and autoregressive layers; found as a service. */
public final class CompiledFlows implements FlowKernels {

    @Override
    public Optional<FlowPasses> make(FlowLayer layers, Parameters parameters, String prefix) {
        Require.nonNull(layers, "layers");
        Require.nonNull(parameters, "parameters");
        Require.nonNull(prefix, "prefix");
        var steps = new ArrayList<FlowStep>();
        return add(layers, parameters, prefix, steps)
                ? Optional.of(new CompiledFlow(List.copyOf(steps), layers.dim(), parameters))
                : Optional.empty();
    }

    /** Adds the steps of a layer, or of all layers of a chain; false if one has no compiled form. */
    private static boolean add(FlowLayer layer, Parameters parameters, String prefix, List<FlowStep> steps) {
        if (layer instanceof LayerChain chain) {
            return IntStream.range(0, chain.layers().size())
                    .allMatch(k -> add(chain.layers().get(k), parameters, prefix + k + ".", steps));
        }
        var step = FlowStep.of(layer, parameters, prefix);
        step.ifPresent(steps::add);
        return step.isPresent();
    }
}
