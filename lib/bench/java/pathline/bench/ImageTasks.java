package pathline.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pathline.array.Scratch;
import pathline.bijection.ImageShape;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.field.LabelledVelocity;
import pathline.image.ImageVelocity;
import pathline.image.PatchMixer;
import pathline.image.UNet;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.LabelledFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.path.AffinePath;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.Trainer;

/** Velocities of images of 28 x 28 pixels with ten labels: training on batches of 64, and 100 samples by 20 evaluations. */
final class ImageTasks {

    /** What the commands call them. */
    static final String ID = "images";

    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    private static final int CLASSES = 10;
    private static final int EVALUATIONS = 20;

    /** Of one training, which is timed as a whole; a step of the larger nets takes seconds. */
    private static final int STEPS = 2;

    /** Training images, drawn at random, since a step costs the same whatever they show. */
    private static final int IMAGES = 256;

    /** Each as {@code images NAME, what}: nets of about 0.27 and 1.08 million parameters, and mixers of about as many. */
    static final List<Work> ALL = Stream.of(
                    works("U-Net 16", UNet.of(SHAPE, 16, 1, 2, 2).classes(CLASSES)::init),
                    works("U-Net 32", UNet.of(SHAPE, 32, 1, 2, 2).classes(CLASSES)::init),
                    works("mixer 64", PatchMixer.of(SHAPE, 64, 5).classes(CLASSES)::init),
                    works("mixer 128", PatchMixer.of(SHAPE, 128, 5).classes(CLASSES)::init))
            .flatMap(works -> works)
            .toList();

    private ImageTasks() {}

    private static Stream<Work> works(String name, Function<Rng, ImageVelocity> net) {
        return Stream.of(
                Work.of(ID, name + ", training step", setting -> training(setting, net))
                        .sizes(64, SHAPE.dim(), 1)
                        .per(STEPS)
                        .withoutNet(),
                Work.of(ID, name + ", 100 samples", setting -> sampling(setting, net))
                        .sizes(100, SHAPE.dim(), 1)
                        .withoutNet());
    }

    /** Adam on the net that the last call left; batches are drawn ahead, on the trainer's second thread. */
    private static Task training(Setting setting, Function<Rng, ImageVelocity> net) {
        var images = Setting.RNG.child("images").normal(setting.manager(), IMAGES, 1, SHAPE.height(), SHAPE.width());
        var data = Empirical.of(images)
                .withLabels(IntStream.range(0, IMAGES).map(k -> k % CLASSES).toArray());
        var matching = ConditionalFlowMatching.of(
                Gaussian.standard(SHAPE.dim()), data, AffinePath.of(Schedule.linear()), setting.batch());
        var objective = LabelledFlowMatching.of(matching, CLASSES, 0.1);
        var velocity = net.apply(Setting.RNG.child("net"));
        var trainer = Trainer.adam(1e-3).steps(STEPS);
        return () -> trainer.fit(velocity, objective, Setting.RNG.child("fit")).loss(1);
    }

    private static Task sampling(Setting setting, Function<Rng, ImageVelocity> net) {
        var noise =
                Setting.RNG.child("noise").normal(setting.manager(), setting.batch(), 1, SHAPE.height(), SHAPE.width());
        int[] labels = IntStream.range(0, setting.batch()).map(k -> k % CLASSES).toArray();
        var velocity = LabelledVelocity.of(net.apply(Setting.RNG.child("net")), CLASSES)
                .given(labels);
        var solver = OdeSolver.fixed(Tableaus.EULER, EVALUATIONS);
        return () -> {
            try (var scratch = new Scratch()) {
                return solver.solve(velocity, noise, 0, 1).mean().getFloat();
            }
        };
    }
}
