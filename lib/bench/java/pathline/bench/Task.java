package pathline.bench;

/** What is timed: one call does the work once, and returns something that depends on all of it. */
@FunctionalInterface
interface Task {

    /** Does the work. */
    Object run();
}
