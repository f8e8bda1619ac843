package pathline.array;

import java.util.Optional;
import java.util.ServiceLoader;
import pathline.check.Require;

/** Java's vector module, which a JVM has only if it was asked for, and what computes with it: the module pathline-kernels. */
public final class VectorModule {

    /** What {@code --add-modules} has to name. */
    public static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether this JVM has it. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }

    /** The implementation that computes with it, if this JVM has it and the class path has an implementation. */
    public static <T> Optional<T> service(Class<T> type) {
        Require.nonNull(type, "type");
        return isPresent() ? ServiceLoader.load(type, type.getClassLoader()).findFirst() : Optional.empty();
    }

    /** Why there is no implementation, and what to do. */
    public static String missing() {
        return isPresent()
                ? "pathline-kernels is not on the class path; add the dependency io.github.pathline-flow:pathline-kernels"
                : "this JVM runs without the vector module; start it with --add-modules " + NAME;
    }
}
