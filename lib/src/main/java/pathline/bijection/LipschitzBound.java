package pathline.bijection;

import pathline.check.Require;

/** How great the spectral norm of each matrix of a {@link ResidualLayer} may be. */
public sealed interface LipschitzBound {

    /** The greatest spectral norm. */
    double coefficient();

    /**
     * Below 1: x + g(x) is invertible.
     *
     * @param coefficient above 0 and below 1
     */
    record Contraction(double coefficient) implements LipschitzBound {

        /** Checks the coefficient. */
        public Contraction {
            Require.that(
                    coefficient > 0 && coefficient < 1,
                    "coefficient is " + coefficient
                            + "; expected above 0 and below 1, where the layer is invertible (Folding allows more)");
        }
    }

    /**
     * Any: x + g(x) may fold space, several points going to one, so that it is no change of variables and has no inverse. It shows
     * what the bound is for; {@link ResidualLayer#inverse} refuses.
     *
     * @param coefficient above 0
     */
    record Folding(double coefficient) implements LipschitzBound {

        /** Checks the coefficient. */
        public Folding {
            Require.positive(coefficient, "coefficient");
        }
    }
}
