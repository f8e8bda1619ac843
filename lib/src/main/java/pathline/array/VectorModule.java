package pathline.array;

/** Java's vector module, which a JVM has only if it was asked for; classes that need it are named where it is present only. */
public final class VectorModule {

    /** What {@code --add-modules} has to name. */
    public static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether this JVM has it. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }
}
