package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import pathline.array.Scratch;

/** Lifetimes of arrays of the engine: a scratch for each step. */
final class EngineLifetimes implements Lifetimes<NDArray> {

    private final Set<NDArray> saved = identitySet();
    private Set<NDArray> held = identitySet();
    private Optional<Scratch> scratch = Optional.empty();

    @Override
    public void open() {
        scratch = Optional.of(new Scratch());
    }

    @Override
    public void save(NDArray state) {
        if (saved.add(state) && !held.contains(state)) {
            scratch.orElseThrow().keep(state);
        }
    }

    @Override
    public void close(Collection<NDArray> needed) {
        Set<NDArray> next = identitySet();
        for (var state : needed) {
            if (next.add(state) && !held.contains(state) && !saved.contains(state)) {
                scratch.orElseThrow().keep(state);
            }
        }
        for (var state : held) {
            if (!next.contains(state) && !saved.contains(state)) {
                state.close();
            }
        }
        held = next;
        closeScratch();
    }

    @Override
    public void abandon() {
        closeScratch();
        saved.addAll(held);
        saved.forEach(NDArray::close);
    }

    private void closeScratch() {
        scratch.ifPresent(Scratch::close);
        scratch = Optional.empty();
    }

    private static Set<NDArray> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
