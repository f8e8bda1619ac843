package pathline.experiment;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import pathline.field.Velocity;
import pathline.train.TrainingListener;

/**
 * Trains the flows of the transport table, each once: a training that was interrupted goes on, one that ended is read from its
 * checkpoint.
 *
 * @param protocol how
 * @param nets the folder of the checkpoints
 * @param listeners how a training, given its name, tells how far it is
 */
record TransportStudy(TransportProtocol protocol, Path nets, Function<String, TrainingListener> listeners) {

    /**
     * A flow that was trained.
     *
     * @param velocity what moves points
     * @param loss the mean of the last 1 000 steps, summed over coordinates
     * @param seconds of training with all that it needed, from nothing
     */
    record Fitted(Velocity velocity, double loss, double seconds) {}

    /** The flow of a method between these ends. Nets of all methods start from the same numbers, and see the same ends. */
    Fitted fit(TransportMethod method, TransportEnds ends) {
        var lesson = method.lesson(ends, this);
        var velocity = TransportProtocol.net().init(ends.rng().child("net"), NDManager.newBaseManager());
        var file = nets.resolve(file(method, ends));
        var run = protocol.trainer(file)
                .listener(listeners.apply(method + " on " + ends.task() + ", seed " + ends.seed()))
                .resume(velocity, lesson.objective(), ends.rng().child("fit"))
                .whole();
        return new Fitted(velocity, run.loss(1_000), run.seconds() + lesson.seconds());
    }

    private String file(TransportMethod method, TransportEnds ends) {
        String name = String.join(
                "-",
                ends.task().name(),
                method.name(),
                "" + ends.seed(),
                protocol.steps() + "x" + protocol.batch(),
                "" + protocol.points());
        return name.toLowerCase(Locale.ROOT) + ".safetensors";
    }
}
