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
 * How FFJORD is fitted to a table.
 *
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
record FfjordProtocol(
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

    /**
     * Grathwohl et al. 2019, table 4 and appendix, for MINIBOONE: softplus, two layers of 20 times d units, 1 000 rows a step,
     * dopri5 with atol 1e-8 and rtol 1e-6, Gaussian probes. The number of steps is ours; theirs ended by validation alone, and their
     * other sets have nets of other sizes.
     */
    static FfjordProtocol paper(int d) {
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-8);
        return new FfjordProtocol(
                VelocityMlp.of(d, 20 * d, 20 * d)
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

    /** For some thousands of rows, which a large net learns by heart: smaller, blurred, penalised. */
    static FfjordProtocol small(int d) {
        return new FfjordProtocol(
                VelocityMlp.of(d, 128, 128),
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

    /** Steps in which as many rows are drawn as there are in so many epochs, and at most those of the protocol. */
    int most(int rows, int epochs) {
        return (int) Math.max(1, Math.min(steps, (long) epochs * rows / batch));
    }

    Trainer trainer(int count) {
        return Trainer.of(optimizer, LearningRate.cosine(rate, rate / 100, count))
                .steps(count)
                .clip(20);
    }

    /** Maximum likelihood of rows drawn from the data, with noise if the protocol has some. */
    MaximumLikelihood objective(Density source, Distribution rows) {
        Distribution blurred = (manager, type, n, rng) -> {
            var x = rows.sample(manager, type, n, rng.child("rows"));
            return x.add(rng.child("blur")
                    .normal(manager, type, x.getShape().getShape())
                    .mul(blur));
        };
        var plain = MaximumLikelihood.of(source, blur == 0 ? rows : blurred, batch, training)
                .divergence(Divergence.hutchinson(1, probe, Rng.of(0))) // every step draws from its own stream
                .backpropagation(Backpropagation.throughSteps());
        return penalty == 0
                ? plain
                : plain.penalty(Regulariser.KINETIC_ENERGY, penalty).penalty(Regulariser.JACOBIAN_FROBENIUS, penalty);
    }
}
