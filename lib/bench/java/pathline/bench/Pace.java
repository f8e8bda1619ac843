package pathline.bench;

/**
 * How long and how often is measured.
 *
 * @param forks JVMs, one after the other
 * @param warmUps iterations of each that are not counted
 * @param iterations iterations of each that are
 * @param millis the length of an iteration
 */
record Pace(int forks, int warmUps, int iterations, int millis) {

    Pace {
        if (forks < 1 || warmUps < 0 || iterations < 1 || millis < 1) {
            throw new IllegalArgumentException(
                    "A pace needs a fork, an iteration and a millisecond, got " + forks + " forks, " + warmUps
                            + " warm-up and " + iterations + " measured iterations of " + millis + " ms");
        }
    }

    /** The same in fewer and shorter iterations. */
    Pace shortened() {
        return new Pace(1, Math.min(2, warmUps), Math.min(2, iterations), Math.min(500, millis));
    }

    @Override
    public String toString() {
        return forks + (forks == 1 ? " fork, " : " forks, ") + warmUps + " warm-up and " + iterations
                + " measured iterations of " + millis + " ms, every call timed";
    }
}
