package pathline.experiment;

import pathline.adjoint.Backpropagation;
import pathline.distribution.Density;
import pathline.distribution.Distribution;
import pathline.field.Activation;
import pathline.field.MlpConfig;
import pathline.field.TimeInput;
import pathline.field.VelocityMlp;
import pathline.likelihood.Divergence;
import pathline.likelihood.Probe;
import pathline.likelihood.Regulariser;
import pathline.objective.MaximumLikelihood;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;
import pathline.train.Adam;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/**
 * How FFJORD is fitted to MiniBooNE.
 *
 * @param name in file names and tables
 * @param net the velocity
 * @param optimizer with its weight decay
 * @param rate of the first step, lowered along a cosine to a hundredth
 * @param batch rows a step
 * @param steps unless validation stops it sooner
 * @param training the solver of training
 * @param testing the solver of the last score
 * @param probe of Hutchinson's estimate, one a step
 * @param penalty weight of kinetic energy and of the Jacobian's squared norm
 * @param blur standard deviation of the noise added to rows, 0 for none
 * @param validateEvery steps between two validations
 * @param patience validations without gain before it stops
 */
record MinibooneProtocol(
        String name,
        MlpConfig net,
        Adam optimizer,
        double rate,
        int batch,
        int steps,
        OdeSolver training,
        OdeSolver testing,
        Probe probe,
        double penalty,
        double blur,
        int validateEvery,
        int patience) {

    private static final int DIM = 43;

    /**
     * Grathwohl et al. 2019, table 4 and appendix: softplus, two layers of 20 times 43 units, 1 000 rows a step, dopri5
     * with atol 1e-8 and rtol 1e-6, Gaussian probes. The number of steps is ours; theirs ended by validation alone.
     */
    static MinibooneProtocol paper() {
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-8);
        return new MinibooneProtocol(
                "paper",
                VelocityMlp.of(DIM, 20 * DIM, 20 * DIM)
                        .activation(Activation.SOFTPLUS)
                        .time(TimeInput.concatSquash()),
                Adam.standard().gradientDecay(1e-6),
                1e-3,
                1_000,
                10_000,
                solver,
                solver,
                Probe.GAUSSIAN,
                0,
                0,
                200,
                30);
    }

    /** For the 2 956 rows of a slice, on which a large net learns the rows by heart: smaller, blurred, penalised. */
    static MinibooneProtocol slice() {
        return new MinibooneProtocol(
                "slice",
                VelocityMlp.of(DIM, 128, 128),
                Adam.decoupled(0.1),
                3e-3,
                256,
                2_000,
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-2, 1e-2),
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-5),
                Probe.RADEMACHER,
                0.005,
                0.1,
                100,
                30);
    }

    Trainer trainer(int count) {
        return Trainer.of(optimizer, LearningRate.cosine(rate, rate / 100, count))
                .steps(count)
                .clip(20);
    }

    MaximumLikelihood objective(Density source, Distribution data) {
        var plain = MaximumLikelihood.of(source, data, batch, training)
                .divergence(Divergence.hutchinson(1, probe, Rng.of(0))) // every step draws from its own stream
                .backpropagation(Backpropagation.throughSteps());
        return penalty == 0
                ? plain
                : plain.penalty(Regulariser.KINETIC_ENERGY, penalty).penalty(Regulariser.JACOBIAN_FROBENIUS, penalty);
    }
}
