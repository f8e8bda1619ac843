package pathline.likelihood;

/**
 * How the divergence is integrated along the way of a point.
 *
 * <pre>
 *   augmented()      one more column of the state: its error is controlled with that of x
 *   quadrature(m)    x is solved alone; then Gauss-Legendre with m nodes a step, along the dense output of x(t)
 * </pre>
 *
 * <p>The second evaluates the divergence m times a step, whatever the method's stages, and never for a step that is
 * rejected; but its steps are chosen for x alone, and it is no more exact than the dense output.
 */
public sealed interface Integral {

    /** The divergence as one more column of the state. */
    static Integral augmented() {
        return new Augmented();
    }

    /** The divergence by quadrature with {@code nodes} nodes in each step of x. */
    static Integral quadrature(int nodes) {
        return new Quadrature(nodes);
    }

    /** @see #augmented() */
    record Augmented() implements Integral {

        @Override
        public String toString() {
            return "augmented state";
        }
    }

    /** @see #quadrature(int) */
    record Quadrature(int nodes) implements Integral {

        /** Far more than any dense output deserves. */
        private static final int MOST_NODES = 64;

        public Quadrature {
            if (nodes < 1 || nodes > MOST_NODES) {
                throw new IllegalArgumentException(
                        "nodes per step must lie between 1 and " + MOST_NODES + ", got " + nodes);
            }
        }

        @Override
        public String toString() {
            return "quadrature, " + nodes + " nodes a step";
        }
    }
}
