package pathline.plot;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One thing drawn in a panel. A panel measures its layers, then lets all draw, and label, in this order. */
sealed interface PlotLayer
        permits Series, Band, Histogram, Errors, Lying, Heat, Arrows, Field, Streamlines, Segments, Guide {

    /** Widens the axes to hold this layer. */
    default void measure(Extent x, Extent y) {}

    /** Draws lines, areas and markers. */
    default void draw(Brush brush) {}

    /** Draws guides that depend on the data, and writes labels where there is room. */
    default void annotate(Brush brush, Canvas canvas) {}

    /** The points that a reference slope may lean on, if this is a line or a set of measured points. */
    default Optional<Polyline> curve() {
        return Optional.empty();
    }

    /** What of the given is not shown. */
    default List<LeftOut> leftOut() {
        return List.of();
    }

    /** The name in the legend; empty if it has none. */
    default String name() {
        return "";
    }

    /** How the legend shows it. */
    default Set<Look> looks() {
        return Set.of();
    }
}
