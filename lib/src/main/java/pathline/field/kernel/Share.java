package pathline.field.kernel;

/** One worker's share of a gradient. */
record Share(Sums sums, GateSums gates) {

    /** @param turned room for a tile of as many features, which shares that are not added to at once have in common */
    static Share of(Net net, float[] turned) {
        return new Share(new Sums(net, turned), new GateSums(net));
    }

    void clear() {
        sums.clear();
        gates.clear();
    }

    /** Adds another one times a factor. */
    void add(Share other, float factor) {
        sums.add(other.sums, factor);
        gates.add(other.gates, factor);
    }

    /** With another one added to it: as laid here, lane by lane, which takes less than what {@link #addTo} does. */
    Share plus(Share other) {
        add(other, 1);
        return this;
    }

    /** Adds everything to a vector in the order of the parameters. */
    void addTo(float[] gradient) {
        sums.addTo(gradient);
        gates.addTo(gradient);
    }
}
