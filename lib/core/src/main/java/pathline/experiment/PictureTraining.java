package pathline.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.IntStream;
import pathline.array.WholeFile;
import pathline.field.ConditionalVelocity;
import pathline.field.LabelledVelocity;
import pathline.image.ImageVelocity;
import pathline.notebook.Preview;
import pathline.objective.LabelledFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Run;
import pathline.train.Trainer;

/**
 * Trains one net on images, told their class nine times in ten.
 *
 * <p>Adam with a rate that rises for 200 steps to 1e-3 and falls along a cosine to 1e-5, gradients of the mean loss of a number
 * clipped at 1, a running average of the parameters with decay 0.999, which is what samples.
 *
 * @param run what is trained, on what
 * @param set the images
 * @param folder where states and pictures go
 * @param every how many steps between two pictures
 * @param out told how far it is
 */
record PictureTraining(PictureRun run, PictureSet set, Path folder, int every, PrintStream out) {

    private static final double WITHHELD = 0.1;
    private static final double DECAY = 0.999;
    private static final int WARM_UP = 200;
    private static final int SAVE = 100;
    private static final int ROWS = 4; // of a picture: each class so often
    private static final double GUIDANCE = 2;

    /** Trains, or goes on with a training that was interrupted; the net then has the averaged parameters. */
    Run<ImageVelocity> fitted() {
        var rng = Rng.of(run.seed());
        var net = run.net().of(set.shape(), set.classes(), rng.child("net"));
        var result = trainer(rng.child("preview"))
                .checkpoint(Results.folder(folder.resolve("nets")).resolve(run.file() + ".safetensors"), SAVE)
                .listener(new TrainingLines(out, System::nanoTime, run.toString()))
                .resume(net, objective(), rng.child("fit"))
                .whole();
        result.takeBest();
        return result;
    }

    /** Writes the pictures of the training as one animation. */
    void animation() {
        var preview = preview(Rng.of(run.seed()).child("preview"));
        if (!preview.frames().isEmpty()) {
            WholeFile.write(folder.resolve(run.file() + ".gif"), to -> to.write(preview.gif()));
        }
    }

    private Preview<ConditionalVelocity> preview(Rng rng) {
        int classes = set.classes();
        int[] labels = IntStream.range(0, ROWS * classes).map(i -> i % classes).toArray();
        var noise = rng.normal(
                NDManager.newBaseManager(),
                DataType.FLOAT32,
                labels.length,
                set.train().dim());
        var shape = set.shape();
        return Preview.<ConditionalVelocity>of(
                        noise.reshape(labels.length, shape.channels(), shape.height(), shape.width()),
                        OdeSolver.fixed(Tableaus.MIDPOINT, 5),
                        net -> LabelledVelocity.of(net, classes).guided(GUIDANCE, labels))
                .in(Results.folder(folder.resolve("previews").resolve(run.file())));
    }

    private Trainer trainer(Rng rng) {
        var trainer = Trainer.adam(LearningRate.cosine(1e-3, 1e-5, run.steps()).warmUp(WARM_UP))
                .steps(run.steps())
                .clip(set.train().dim())
                .average(DECAY);
        return preview(rng).every(trainer, every, ConditionalVelocity.class);
    }

    private LabelledFlowMatching objective() {
        var images = set.train().scaled().dequantised();
        return LabelledFlowMatching.of(run.method().matching(images, run.batch()), set.classes(), WITHHELD);
    }
}
