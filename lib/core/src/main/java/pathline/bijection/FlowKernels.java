package pathline.bijection;

import java.util.Optional;
import pathline.field.Parameters;

/**
 * Makes compiled passes of layers. An implementation is found by {@link java.util.ServiceLoader}, where the JVM has the vector
 * module and the class path has the module pathline-kernels.
 */
public interface FlowKernels {

    /**
     * Passes over layers of float32 on the processor; empty where one of the layers has no compiled form.
     *
     * @param parameters of a model
     * @param prefix what stands before the layers' names in them
     */
    Optional<FlowPasses> make(FlowLayer layers, Parameters parameters, String prefix);
}
