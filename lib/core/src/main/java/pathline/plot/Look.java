package pathline.plot;

/** The ways to draw a named series, from back to front. */
enum Look {
    /** A filled bar. */
    BAR,
    /** A translucent area. */
    AREA,
    /** Many thin translucent lines, such as trajectories. */
    THREADS,
    /** A line that carries the series' dash. */
    LINE,
    /** Markers of the size of measured values. */
    POINTS,
    /** An upright stroke. */
    TICK,
    /** The dot where a trajectory begins. */
    START,
    /** Small translucent points, such as samples. */
    CLOUD
}
