package pathline.field;

import java.util.List;

/** What a field on plain arrays has gathered of ⟨a, ∂v/∂θ⟩: a whole, and parts of it that are weighed before they belong to it. */
public interface Float32Gradient {

    /** What is gathered from here on is the k-th part, which begins from zero. Parts are numbered from 0. */
    void begin(int part);

    /** Adds parts to the whole, each times its factor. */
    void add(List<Integer> parts, double[] factors);

    /** Adds the whole to a gradient, and begins anew: what is gathered from here on belongs to the whole. */
    void addTo(Gradient into);
}
