package pathline.plot;

/**
 * How finely a figure is drawn. The first is meant; each of the others takes less room as a PNG, for figures that would
 * pass the limit. Letters and lines keep their colours in all of them.
 */
enum Detail {
    /** {@link #SCALE} pixels for each point of the layout, in maps too. */
    FINE(2, 2, 256, true),
    /** A map has one pixel for each point, drawn as four equal ones, and half the colours. */
    COARSE_MAP(2, 1, 128, true),
    /** A map of few colours. */
    FLAT_MAP(2, 1, 48, true),
    /** Data without blends at their edges: for thousands of translucent lines or points. */
    CRISP(2, 1, 48, false),
    /** Data with one pixel for each point, drawn as four equal ones; letters stay sharp. */
    COARSE(1, 1, 48, false);

    /** Pixels of a finished figure for each point of its layout, so that it is sharp on a projector and on paper. */
    static final int SCALE = 2;

    /** Pixels that are drawn for each point. */
    final int pixels;
    /** Pixels of a map for each point. */
    final int mapPixels;
    /** Different colours of a map. */
    final int levels;
    /** Whether the edges of data are blended with what is behind them. */
    final boolean smooth;

    Detail(int pixels, int mapPixels, int levels, boolean smooth) {
        this.pixels = pixels;
        this.mapPixels = mapPixels;
        this.levels = levels;
        this.smooth = smooth;
    }

    /** The fraction of a map's range that stands for {@code fraction} and its neighbours. */
    double level(double fraction) {
        return levels == 256 ? fraction : (Math.floor(Math.min(fraction * levels, levels - 0.5)) + 0.5) / levels;
    }
}
