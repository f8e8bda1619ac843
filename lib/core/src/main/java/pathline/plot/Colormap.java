package pathline.plot;

/** Colours for a number: equal steps of the number look like equal steps of colour, also in grey. */
public enum Colormap {
    /** Dark violet to yellow: densities. */
    VIRIDIS,
    /** Black to pale yellow: densities whose tails matter less than their peaks. */
    MAGMA,
    /** Blue through white to vermillion, white in the middle: quantities with a sign, such as a divergence. */
    SIGNED;

    /** The colour at a fraction of the range, as 0xRRGGBB; fractions outside [0, 1] take the colour of the end. */
    int rgb(double fraction) {
        return ColorTable.rgb(this, fraction);
    }
}
