package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.IdentityHashMap;

/** The states of a solution as arrays: one array for one state, however often it is shown. */
final class Exports<S> {

    private final Algebra<S> algebra;
    private final IdentityHashMap<S, NDArray> made = new IdentityHashMap<>();

    Exports(Algebra<S> algebra) {
        this.algebra = algebra;
    }

    /** This state, attached to the manager of the solve's start. */
    NDArray of(S x) {
        return made.computeIfAbsent(x, algebra::export);
    }
}
