package pathline.experiment;

import pathline.bijection.ActNorm;
import pathline.bijection.BatchNorm;
import pathline.bijection.FlowLayer;
import pathline.bijection.Tan;
import pathline.train.Adam;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/**
 * How the systems of the density table are fitted to a data set.
 *
 * @param name in files and tables
 * @param optimizer with its decay
 * @param rate of every step
 * @param batch rows a step
 * @param clip of the gradient's norm, infinite for none
 * @param patience epochs without a better validation before it stops
 * @param epochs at most
 * @param width of the hidden layers of MAF; other systems have a multiple of it
 * @param tan sizes of TAN
 * @param normalisation what stands behind each layer of Real NVP and MAF, for a number of coordinates
 */
record DensityProtocol(
        String name,
        Adam optimizer,
        double rate,
        int batch,
        double clip,
        int patience,
        int epochs,
        int width,
        TanSize tan,
        Normalisation normalisation) {

    /**
     * Sizes of {@link Tan}, for any number of coordinates.
     *
     * @param blocks how often the middle is repeated
     * @param units length of each recurrent state
     * @param width of features and layers of the conditionals
     * @param components of each conditional
     */
    record TanSize(int blocks, int units, int width, int components) {

        Tan of(int d) {
            return new Tan(d, blocks, units, width, components);
        }
    }

    /** What brings the coordinates between two layers to one scale. */
    enum Normalisation {
        /** Statistics of the batch in training, of all training rows in use. */
        BATCH,
        /** Scales and shifts that are learned, and begin at the statistics of the training rows. */
        ACTIVATION
    }

    /** For d coordinates. */
    FlowLayer between(int d) {
        return switch (normalisation) {
            case BATCH -> new BatchNorm(d);
            case ACTIVATION -> ActNorm.of(d);
        };
    }

    /**
     * Papamakarios et al. 2017 for all of a set: batches of 100, Adam, a quadratic penalty of 1e-6, 30 epochs of patience, the
     * rate 1e-4 of its Real NVP and MAF (its MADE has 1e-3). The bound on epochs is ours; theirs ended by validation alone.
     */
    static DensityProtocol paper() {
        return new DensityProtocol(
                "paper",
                Adam.standard().gradientDecay(1e-6),
                1e-4,
                100,
                Double.POSITIVE_INFINITY,
                30,
                1_000,
                512,
                new TanSize(5, 256, 120, 40),
                Normalisation.BATCH);
    }

    /** For a part of a set, some thousands of rows: a larger rate, decoupled decay, clipped. */
    static DensityProtocol small() {
        return new DensityProtocol(
                "small",
                Adam.decoupled(0.01),
                1e-3,
                128,
                5,
                30,
                1_000,
                256,
                new TanSize(2, 64, 60, 10),
                Normalisation.ACTIVATION);
    }

    /** How FFJORD is fitted in d coordinates. */
    FfjordProtocol ffjord(int d) {
        return switch (normalisation) {
            case BATCH -> FfjordProtocol.paper(d);
            case ACTIVATION -> FfjordProtocol.small(d);
        };
    }

    /** Steps in which as many rows are drawn as there are. */
    int stepsPerEpoch(int rows) {
        return Math.max(1, rows / batch);
    }

    Trainer trainer(int rows, int mostEpochs) {
        var trainer = Trainer.of(optimizer, LearningRate.constant(rate))
                .steps(Math.multiplyExact(stepsPerEpoch(rows), Math.min(mostEpochs, epochs)));
        return clip < Double.POSITIVE_INFINITY ? trainer.clip(clip) : trainer;
    }
}
