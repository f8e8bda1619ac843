package pathline.ode;

/**
 * A vector field on states of one form.
 *
 * @param <S> a state
 */
@FunctionalInterface
public interface StateField<S> extends AutoCloseable {

    /** v(t, x), a state of its own; x is left as it is. */
    S at(double t, S x);

    /**
     * The same, looking whether x was left as it is, where the field is handed the solver's own array.
     *
     * @throws IllegalArgumentException if it was not
     */
    default S watched(double t, S x) {
        return at(t, x);
    }

    /** Frees what the field holds for a solve. */
    @Override
    default void close() {}
}
