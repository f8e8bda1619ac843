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

    /**
     * The k-th of some arrays of {@link #count} numbers, to hold what was handed over while the field is open. They are used again
     * by later calculations: gradients of a large net are too much to be allocated anew for each.
     */
    float[] room(int k);

    /** Adds what was handed over, or a sum of such, to a gradient. */
    void add(float[] gathered, Gradient into);

    /** Adds what was gathered to a gradient, and begins anew from zero. */
    void addTo(Gradient into);
}
