package pathline.bench;

import pathline.array.VectorModule;
import pathline.field.Passes;

/** How the library does a work: what a line of its times is called. */
enum Side {

    /** The net in array operations of the engine, which has one thread. */
    ARRAYS("arrays", Passes.ARRAYS),

    /** The net in compiled kernels. */
    COMPILED("compiled", Passes.COMPILED),

    /** Works without a net. */
    LIBRARY("library", Passes.ARRAYS);

    private final String title;
    private final Passes passes;

    Side(String title, Passes passes) {
        this.title = title;
        this.passes = passes;
    }

    /** What its times are called. */
    String title() {
        return title;
    }

    /** How a net is computed. */
    Passes passes() {
        return passes;
    }

    /** Whether this JVM can: compiled kernels need the vector module. */
    boolean possible() {
        return this != COMPILED || VectorModule.isPresent();
    }
}
