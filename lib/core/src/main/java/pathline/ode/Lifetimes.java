package pathline.ode;

import java.util.Collection;

/**
 * Which arrays of a solve outlive the step that made them: those that the solution shows, and those that the next step reads. All
 * others are freed when the step ends.
 */
interface Lifetimes<S> {

    /** Arrays made from here on belong to the next step. */
    void open();

    /** This state is a part of the solution. */
    void save(S state);

    /** Ends the step: frees its arrays and those of earlier steps, but for what is saved and what is still needed. */
    void close(Collection<S> needed);

    /** Frees all that is left, after a failure. */
    void abandon();

    /** Those of Java arrays, which the garbage collector frees. */
    static <S> Lifetimes<S> collected() {
        return new Lifetimes<>() {
            @Override
            public void open() {}

            @Override
            public void save(S state) {}

            @Override
            public void close(Collection<S> needed) {}

            @Override
            public void abandon() {}
        };
    }
}
