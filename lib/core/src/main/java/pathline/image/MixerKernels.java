package pathline.image;

import java.util.Optional;
import pathline.field.Parameters;

/**
 * Makes compiled passes of a {@link PatchMixer}. An implementation is found by {@link java.util.ServiceLoader}, where the JVM has the
 * vector module and the class path has the module pathline-kernels.
 */
public interface MixerKernels {

    /** Passes of a net over its parameters of float32; empty for sizes without a compiled form. */
    Optional<MixerPasses> make(PatchMixer net, Parameters parameters);
}
