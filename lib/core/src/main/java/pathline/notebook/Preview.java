package pathline.notebook;

import ai.djl.ndarray.NDArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import pathline.array.Scratch;
import pathline.array.WholeFile;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Model;
import pathline.field.Velocity;
import pathline.ode.OdeSolver;
import pathline.plot.Figures;
import pathline.plot.ImageGrid;
import pathline.plot.Png;
import pathline.train.Evaluation;
import pathline.train.Trainer;

/**
 * What a model draws from the same noise while it is trained: a picture every so many steps, and all of them as an animation.
 *
 * <pre>
 * var preview = Preview.of(noise, solver, net -&gt; LabelledVelocity.of(net, 10).guided(2, labels));
 * var run = preview.every(trainer, 250, ConditionalVelocity.class).fit(net, objective, rng);
 * Notebook.show(preview.gif());
 * </pre>
 *
 * <p>It is an evaluation of the trainer, so it sees the running average of the parameters where there is one; the number in the
 * history is the root mean square of the samples' numbers. In a folder the pictures are files, named by their steps, which a
 * resumed training makes anew or goes on with.
 *
 * @param <M> the model
 */
public final class Preview<M extends Model> {

    private static final int MILLISECONDS = 400;
    private static final int LAST = 4; // how many frames long the last one is shown
    private static final int MOST = 40; // frames of an animation

    private final NDArray noise;
    private final OdeSolver solver;
    private final Function<? super M, Velocity> velocity;
    private final Optional<Path> folder;
    private final TreeMap<Integer, BufferedImage> frames = new TreeMap<>();

    private Preview(NDArray noise, OdeSolver solver, Function<? super M, Velocity> velocity, Optional<Path> folder) {
        this.noise = noise;
        this.solver = solver;
        this.velocity = velocity;
        this.folder = folder;
    }

    /**
     * From this noise, as images (n, channels, height, width) in rows of ten.
     *
     * @param velocity what moves it, of the model
     */
    public static <M extends Model> Preview<M> of(
            NDArray noise, OdeSolver solver, Function<? super M, Velocity> velocity) {
        RequireArray.events(noise, "noise");
        Require.nonNull(solver, "solver");
        Require.nonNull(velocity, "velocity");
        return new Preview<>(noise, solver, velocity, Optional.empty());
    }

    /** The same, whose pictures are kept in a folder, with those that are there. */
    public Preview<M> in(Path where) {
        return new Preview<>(noise, solver, velocity, Optional.of(Require.nonNull(where, "where")));
    }

    /** The trainer, which draws a picture every so many steps. */
    public Trainer every(Trainer trainer, int steps, Class<M> type) {
        Require.nonNull(trainer, "trainer");
        return trainer.evaluate(new Evaluation<>("preview", steps, type, this::draw));
    }

    private double draw(M model, int step) {
        try (var scratch = new Scratch()) {
            var samples = scratch.keep(solver.solve(velocity.apply(model), noise, 0, 1));
            var picture = ImageGrid.of("step " + step, samples).dark().image();
            folder.ifPresentOrElse(where -> write(where, step, picture), () -> frames.put(step, picture));
            return Math.sqrt(samples.square().mean().getFloat());
        }
    }

    private static void write(Path folder, int step, BufferedImage picture) {
        WholeFile.write(folder.resolve("step-%07d.png".formatted(step)), out -> out.write(Png.bytes(picture)));
    }

    /** The pictures so far, in the order of their steps. */
    public List<BufferedImage> frames() {
        if (folder.isEmpty()) {
            return List.copyOf(frames.values());
        }
        try (var files = Files.list(folder.get())) {
            var pictures = new ArrayList<BufferedImage>();
            for (var file : files.filter(path -> path.toString().endsWith(".png"))
                    .sorted()
                    .toList()) {
                pictures.add(Png.read(file));
            }
            return pictures;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the pictures in " + folder.get(), e);
        }
    }

    /** All of them as one animation; of many, some at equal distances, and the last one, which stays longest. */
    public byte[] gif() {
        var all = frames();
        Require.that(!all.isEmpty(), "there is no picture yet; train for as many steps as one takes");
        int count = Math.min(MOST, all.size());
        var chosen = new ArrayList<BufferedImage>();
        for (int k = 1; k <= count; k++) {
            chosen.add(all.get(k * all.size() / count - 1));
        }
        for (int k = 1; k < LAST; k++) {
            chosen.add(chosen.get(chosen.size() - 1));
        }
        return Figures.gif(chosen, MILLISECONDS);
    }
}
