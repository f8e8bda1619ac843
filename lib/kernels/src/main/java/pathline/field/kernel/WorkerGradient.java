package pathline.field.kernel;

/** One worker's share of a gradient. */
record WorkerGradient(WeightGradient sums, GateGradient gates) {

    /** @param turned room for a tile of as many features, which shares that are not added to at once have in common */
    static WorkerGradient of(MlpLayout net, float[] turned) {
        return new WorkerGradient(new WeightGradient(net, turned), new GateGradient(net));
    }

    void clear() {
        sums.clear();
        gates.clear();
    }

    /** Adds another one times a factor. */
    void add(WorkerGradient other, float factor) {
        sums.add(other.sums, factor);
        gates.add(other.gates, factor);
    }

    /** With another one added to it: as laid here, lane by lane, which takes less than what {@link #write} does. */
    WorkerGradient plus(WorkerGradient other) {
        add(other, 1);
        return this;
    }

    /** Writes everything to a vector in the order of the parameters. */
    void write(float[] gradient) {
        sums.write(gradient);
        gates.write(gradient);
    }
}
