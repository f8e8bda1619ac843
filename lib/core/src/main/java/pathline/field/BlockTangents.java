package pathline.field;

/**
 * What a {@link BlockVelocity} does when asked for a directional derivative, which DJL cannot compute exactly.
 */
public sealed interface BlockTangents {

    /** An error that says so. */
    static BlockTangents refused() {
        return new Refused();
    }

    /**
     * J dx ≈ (v(t, x + h dx) - v(t, x - h dx)) / 2h: two more evaluations per tangent and an approximation.
     *
     * <p>The error is of the order h² from the formula plus rounding / h: in float64, h = 1e-5 leaves about ten digits;
     * in float32, h = 1e-2 leaves three or four.
     */
    static BlockTangents centralDifference(double h) {
        return new CentralDifference(h);
    }

    /** @see #refused() */
    record Refused() implements BlockTangents {}

    /**
     * A central difference.
     *
     * @param h the step in units of the tangent, positive
     * @see #centralDifference(double)
     */
    record CentralDifference(double h) implements BlockTangents {
        public CentralDifference {
            if (!(h > 0) || Double.isInfinite(h)) {
                throw new IllegalArgumentException("The step h must be positive and finite, got " + h);
            }
        }
    }
}
