package pathline.bijection;

import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import pathline.array.VectorModule;
import pathline.field.Parameters;

/** Looks for compiled passes, once in a JVM. */
final class CompiledLayers {

    private static final Optional<FlowKernels> KERNELS = VectorModule.service(FlowKernels.class);

    private CompiledLayers() {}

    /** Passes over a model's map, whose arrays are named map.*, if it has a compiled form. */
    static Optional<FlowPasses> of(FlowLayer layers, Parameters parameters) {
        boolean fit = parameters.type() == DataType.FLOAT32
                && !parameters.flat().getDevice().isGpu();
        return fit ? KERNELS.flatMap(kernels -> kernels.make(layers, parameters, "map.")) : Optional.empty();
    }
}
