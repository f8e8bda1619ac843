package pathline.bijection.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        boolean chain = layers instanceof LayerChain;
        var each = layers instanceof LayerChain one ? one.layers() : List.of(layers);
        var steps = new ArrayList<FlowStep>();
        for (int k = 0; k < each.size(); k++) {
            FlowStep.of(each.get(k), parameters, chain ? prefix + k + "." : prefix)
                    .ifPresent(steps::add);
        }
        return steps.size() == each.size()
                ? Optional.of(new CompiledFlow(List.copyOf(steps), layers.dim(), parameters))
                : Optional.empty();
    }
}
