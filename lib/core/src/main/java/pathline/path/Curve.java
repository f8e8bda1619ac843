package pathline.path;

/** A coefficient of a path as a function of time, with its derivative, in double precision. */
@FunctionalInterface
interface Curve {

    /**
     * The width of the chord that replaces a root at an end: √t rises as t/√CHORD for t below CHORD.
     *
     * <p>Its slope is at most 316 then, and a step of training meets the chord once in 100 000 draws of time.
     */
    double CHORD = 1e-5;

    Point at(double t);

    record Point(double value, double slope) {}

    static Curve constant(double value) {
        return t -> new Point(value, 0);
    }

    static Curve line(double start, double slope) {
        return t -> new Point(start + slope * t, slope);
    }

    /** This curve with its chord between t = 0 and t = CHORD, where its own slope is infinite. */
    default Curve chordAtStart() {
        return t ->
                t >= CHORD ? at(t) : chord(0, at(0).value(), CHORD, at(CHORD).value(), t);
    }

    /** This curve with its chord between t = 1 - CHORD and t = 1, where its own slope is infinite. */
    default Curve chordAtEnd() {
        return t -> t <= 1 - CHORD
                ? at(t)
                : chord(1, at(1).value(), 1 - CHORD, at(1 - CHORD).value(), t);
    }

    private static Point chord(double end, double valueAtEnd, double inner, double valueInside, double t) {
        double slope = (valueInside - valueAtEnd) / (inner - end);
        return new Point(valueAtEnd + slope * (t - end), slope);
    }
}
