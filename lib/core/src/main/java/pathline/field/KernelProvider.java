package pathline.field;

/**
 * Makes the passes that {@link Passes#COMPILED} names. An implementation is found by {@link java.util.ServiceLoader}, where the
 * JVM has the vector module and the class path has the module pathline-kernels.
 */
public interface KernelProvider {

    /**
     * Passes over a net's parameters.
     *
     * @param first where the net's numbers begin in {@link Parameters#flat()}
     */
    MlpPasses make(MlpConfig config, Parameters parameters, long first);
}
