package pathline.field;

/** What a field on plain arrays has gathered of ⟨a, ∂v/∂θ⟩, a number for each parameter. */
public interface FlatGradient {

    /** How many parameters there are. */
    int count();

    /**
     * Hands over what was gathered, and begins anew from zero.
     *
     * @param gathered receives it, in an order that {@link #add} knows
     */
    void take(float[] gathered);

    /** Adds what was handed over, or a sum of such, to a gradient. */
    void add(float[] gathered, Gradient into);

    /** Adds what was gathered to a gradient, and begins anew from zero. */
    void addTo(Gradient into);
}
