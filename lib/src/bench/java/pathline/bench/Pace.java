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

    /** For numbers to be kept. */
    static Pace full() {
        return new Pace(2, 3, 4, 1000);
    }

    /** For a look. */
    static Pace quick() {
        return new Pace(1, 2, 2, 500);
    }

    @Override
    public String toString() {
        return forks + (forks == 1 ? " fork, " : " forks, ") + warmUps + " warm-up and " + iterations
                + " measured iterations of " + millis + " ms each, every call timed";
    }
}
