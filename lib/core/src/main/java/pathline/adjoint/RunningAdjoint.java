package pathline.adjoint;

import java.util.List;
import java.util.function.UnaryOperator;
import pathline.ode.States;

/** The adjoint on its way back: one state at a time, kept in the store. */
final class RunningAdjoint<S> {

    private final States<S> states;
    private final Store store;
    private S value;

    /** Starts at zero. */
    RunningAdjoint(States<S> states, Store store) {
        this.states = states;
        this.store = store;
        this.value = store.keeping(states, () -> states.sum(1, new double[0], List.of()));
    }

    S value() {
        return value;
    }

    /** Carries the adjoint over a stretch of time; other arrays made on the way are freed. */
    void carry(UnaryOperator<S> stretch) {
        var before = value;
        value = store.keeping(states, () -> {
            var after = stretch.apply(before);
            store.release(states, before);
            return after;
        });
    }

    /** Adds the cotangents of states that were read here. */
    void jump(List<S> cotangents) {
        cotangents.forEach(cotangent -> states.add(value, cotangent));
    }
}
