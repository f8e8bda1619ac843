package pathline.train;

/** Is told how a training goes. One method is enough, so a lambda is a listener. */
@FunctionalInterface
public interface TrainingListener {

    /** A step was made. This is called after each one, so it should be quick. */
    void step(Status status);

    /** The training ended, well or not. */
    default void end(Run run) {}
}
