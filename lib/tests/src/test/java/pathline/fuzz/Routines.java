package pathline.fuzz;

import java.util.Map;
import java.util.function.Function;
import pathline.adjoint.Backpropagation;
import pathline.data.Matrix;
import pathline.data.Splits;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.field.LabelledVelocity;
import pathline.field.Model;
import pathline.flow.Reflow;
import pathline.likelihood.ChangeOfVariables;
import pathline.likelihood.Divergence;
import pathline.likelihood.Likelihood;
import pathline.objective.Batch;
import pathline.objective.Classification;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.LabelledFlowMatching;
import pathline.objective.MaximumLikelihood;
import pathline.objective.Objective;
import pathline.objective.PairedFlowMatching;
import pathline.objective.ScoreMatching;
import pathline.objective.TrajectoryFit;
import pathline.ode.OdeSolver;
import pathline.ode.StepControl;
import pathline.ode.Tableaus;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.Run;
import pathline.train.Trainer;
import pathline.train.TrainingException;

/** Known good ways to make objectives, trainers and what they return. */
final class Routines {

    private static final OdeSolver SOLVER = OdeSolver.fixed(Tableaus.RK4, 3);

    private Routines() {}

    static void addTo(Map<Class<?>, Function<Draw, Object>> ways) {
        ways.put(ConditionalFlowMatching.class, Routines::matching);
        ways.put(Objective.class, Routines::matching);
        ways.put(
                ScoreMatching.class,
                draw -> ScoreMatching.of(ConditionalFlowMatching.of(
                        Gaussian.standard(draw.d),
                        Known.empirical(draw),
                        AffinePath.of(Schedule.linear()).with(Bridge.constant(0.1)),
                        4)));
        ways.put(LabelledFlowMatching.class, Routines::labelled);
        ways.put(
                MaximumLikelihood.class,
                draw -> MaximumLikelihood.of(Gaussian.standard(draw.d), Known.empirical(draw), 4, SOLVER));
        ways.put(
                Classification.class,
                draw -> new Classification(withLabels(draw), 3, SOLVER, Backpropagation.throughSteps(), 4));
        ways.put(
                PairedFlowMatching.class,
                draw -> PairedFlowMatching.of(
                        pathline.coupling.Coupling.minibatchOt()
                                .pair(Known.points(draw), Known.points(draw), Rng.of(1)),
                        4));
        ways.put(
                TrajectoryFit.class,
                draw -> TrajectoryFit.of(
                        new double[] {0, 0.5, 1},
                        draw.manager.ones(new ai.djl.ndarray.types.Shape(3, draw.n, draw.d)),
                        SOLVER));
        ways.put(Model.class, Known::velocity);
        ways.put(Batch.class, draw -> matching(draw).draw(draw.manager, draw.type, Rng.of(2)));
        ways.put(Trainer.class, draw -> Trainer.adam(1e-3).steps(3));
        ways.put(Run.class, Routines::run);
        ways.put(TrainingException.class, Routines::failure);
        ways.put(ChangeOfVariables.class, Routines::change);
        ways.put(
                Likelihood.class,
                draw -> Likelihood.of(
                        ChangeOfVariables.of(SOLVER, Known.net(draw), Divergence.exact()),
                        Backpropagation.throughSteps(),
                        Gaussian.standard(draw.d),
                        Known.points(draw)));
        ways.put(Reflow.class, draw -> Reflow.of(Gaussian.standard(draw.d), SOLVER, 8));
        ways.put(Splits.class, Routines::splits);
        ways.put(LabelledVelocity.class, draw -> labelled(draw).velocity(told(draw)));
    }

    private static Object splits(Draw draw) {
        var part = Matrix.of((double[][]) Numbers.rows("x", true, draw).value());
        return new Splits("a", part, part, part, new double[draw.d], new double[draw.d], java.util.List.of());
    }

    private static ChangeOfVariables change(Draw draw) {
        return ChangeOfVariables.of(SOLVER, Known.velocity(draw), Divergence.exact());
    }

    private static pathline.field.VelocityMlp told(Draw draw) {
        return pathline.field.VelocityMlp.of(draw.d, 4)
                .context(3)
                .type(draw.type)
                .init(Rng.of(1), draw.manager);
    }

    private static Empirical withLabels(Draw draw) {
        var labels = new int[draw.n];
        for (int i = 0; i < draw.n; i++) {
            labels[i] = i % 3;
        }
        return Known.empirical(draw).withLabels(labels);
    }

    private static ConditionalFlowMatching matching(Draw draw) {
        return ConditionalFlowMatching.of(
                Gaussian.standard(draw.d), Known.empirical(draw), AffinePath.of(Schedule.linear()), 4);
    }

    private static LabelledFlowMatching labelled(Draw draw) {
        return LabelledFlowMatching.of(
                ConditionalFlowMatching.of(
                        Gaussian.standard(draw.d), withLabels(draw), AffinePath.of(Schedule.linear()), 4),
                3,
                0.1);
    }

    /** With a tenth of the steps that are allowed by default: those take seconds where a state grows beyond its type. */
    static OdeSolver adaptive() {
        double[] tolerance = {1e-3};
        return OdeSolver.adaptive(
                Tableaus.DOPRI5, StepControl.Adaptive.of(tolerance, tolerance).maxSteps(10_000));
    }

    private static Run<?> run(Draw draw) {
        var trainer = Trainer.adam(1e-3).steps(3);
        if (draw.chance(0.3)) {
            trainer = trainer.average(0.9).evaluate("a", 1, v -> 0.5).stopAfter("a", 2);
        }
        return trainer.fit(Known.net(draw), matching(draw), Rng.of(1));
    }

    private static TrainingException failure(Draw draw) {
        try {
            Trainer.adam(1e-3)
                    .steps(2)
                    .fit(
                            Known.net(draw),
                            (manager, type, rng) -> (velocity, gradient) -> manager.create(Float.NaN),
                            Rng.of(1));
            throw new IllegalStateException("NaN was accepted");
        } catch (TrainingException e) {
            return e;
        }
    }
}
