package pathline.ode;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Keeps alive what the next step needs and what the solution shows, and frees the rest as soon as it is passed. */
final class Holder<S> {

    private final Algebra<S> algebra;
    private final Set<S> saved = identitySet();
    private Set<S> held = identitySet();

    Holder(Algebra<S> algebra) {
        this.algebra = algebra;
    }

    /** From now on these are needed, and what was held before is not, unless it is among them. */
    void hold(Collection<S> needed, Algebra.Region<S> region) {
        Set<S> next = identitySet();
        for (S state : needed) {
            if (next.add(state) && !held.contains(state) && !saved.contains(state)) {
                region.keep(state);
            }
        }
        for (S state : held) {
            if (!next.contains(state) && !saved.contains(state)) {
                algebra.release(state);
            }
        }
        held = next;
    }

    /** Keeps a state for the solution. */
    void save(S state, Algebra.Region<S> region) {
        if (saved.add(state) && !held.contains(state)) {
            region.keep(state);
        }
    }

    /** Frees all that was kept: the solve has failed by an exception, and nothing of it will be seen. */
    void abandon() {
        saved.addAll(held);
        saved.forEach(algebra::release);
    }

    private static <T> Set<T> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
