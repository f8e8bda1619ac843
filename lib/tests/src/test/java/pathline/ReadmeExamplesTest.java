package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import pathline.bijection.MaskedNet;
import pathline.bijection.NormalizingFlow;
import pathline.bijection.NormalizingFlows;
import pathline.bijection.RationalQuadratic;
import pathline.coupling.Coupling;
import pathline.data.Images;
import pathline.distribution.Density;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.field.LabelledVelocity;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.flow.Flow;
import pathline.image.ClassSamples;
import pathline.image.UNet;
import pathline.notebook.Notebook;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.DensityFit;
import pathline.objective.LabelledFlowMatching;
import pathline.objective.TrajectoryFit;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;
import pathline.path.AffinePath;
import pathline.path.Schedule;
import pathline.plot.Figures;
import pathline.plot.ImageGrid;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/** The README's blocks of Java, compiled; the one that takes no minutes runs. */
class ReadmeExamplesTest {

    @Test
    void aPendulum() {
        var notebook = Notebook.open(1);
        VectorField pendulum = VectorField.pointwise((t, x) -> new double[] {x[1], -Math.sin(x[0])});
        var x0 = notebook.point(2, 0);
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-9); // a method is a table, tolerances are stated
        var solution = solver.solve(pendulum, x0, 0, 10, SaveAt.grid(0, 10, 500));
        System.out.println(solution.stats()); // steps, rejected steps, evaluations
        Figures.plot("a pendulum")
                .axes("angle", "angular velocity")
                .field(pendulum, 0)
                .trajectory("swing", solution)
                .image();
        var end = solution.end();
        double energy = end.getDouble(0, 1) * end.getDouble(0, 1) / 2 - Math.cos(end.getDouble(0, 0));
        assertEquals(-Math.cos(2), energy, 1e-5, "a pendulum keeps its energy");
    }

    /** Minutes: compiled only. */
    static void aNeuralOde(Notebook notebook, double[] times, NDArray observations, OdeSolver solver) {
        var velocity = VelocityMlp.of(2, 64, 64).init(notebook.rng().child("net"));
        var fit = TrajectoryFit.of(times, observations, solver).windows(10, 60);
        var run = Trainer.adam(LearningRate.cosine(1e-2, 1e-4, 3_000))
                .steps(3_000)
                .checkpoint(Path.of("spiral.safetensors"), 500) // interrupted, it resumes bit for bit
                .resume(velocity, fit, notebook.rng().child("fit"));
        run.whole();
    }

    static Flow aNormalizingFlow(Notebook notebook, Distribution data) {
        var spline = new RationalQuadratic(8, 5);
        var layers = NormalizingFlows.autoregressive(MaskedNet.of(2, spline.count(), 64), spline, 5);
        var model = NormalizingFlow.of(layers, DataType.FLOAT32, notebook.rng().child("layers"));
        Trainer.adam(1e-3)
                .steps(1_000)
                .fit(model, DensityFit.of(data, 256), notebook.rng().child("fit"));
        var density = Flow.of(model); // sample, logDensity, score
        return density;
    }

    static Flow aFlow(
            Notebook notebook, Density source, Distribution target, Velocity velocity, OdeSolver solver, NDArray data) {
        var matching = ConditionalFlowMatching.of(source, target, AffinePath.of(Schedule.linear()), 256);
        var otMatching = matching.coupling(Coupling.minibatchOt()); // OT-CFM: one argument
        Trainer.adam(1e-3)
                .steps(20_000)
                .fit(velocity, otMatching, notebook.rng().child("fit"));
        var flow = Flow.of(source, velocity, solver); // sample, push, pull, logDensity, score
        System.out.println(flow.nll(data)); // with its standard error
        return flow;
    }

    /** Hours: compiled only. */
    static void aPicture(Notebook notebook, OdeSolver solver) {
        var images = Images.pictures(Path.of("flowers"), 32, 32).scaled().flipped(); // a folder for each class
        var net = UNet.of(images.image(), 32, 1, 2, 2).classes(5).init(notebook.rng("net"));
        var pairs = ConditionalFlowMatching.of(
                Gaussian.standard(images.dim()), images, AffinePath.of(Schedule.linear()), 64);
        Trainer.adam(1e-3)
                .steps(5_000)
                .average(0.999)
                .fit(net, LabelledFlowMatching.of(pairs, 5, 0.1), notebook.rng("fit"))
                .takeBest();
        var drawn = ClassSamples.of(LabelledVelocity.of(net, 5), images.image(), solver)
                .guided(2)
                .draw(notebook.manager(), 8, notebook.rng("draw"));
        ImageGrid.of("five kinds of flowers", drawn.images()).columns(5).image();
    }
}
