package pathline.train;

import pathline.check.Require;

/**
 * Ends a training when an evaluation has not become smaller for a while.
 *
 * @param evaluation the name of the evaluation
 * @param patience how many evaluations in a row may fail to be below the best one
 */
public record EarlyStop(String evaluation, int patience) {
    public EarlyStop {
        Require.nonNull(evaluation, "evaluation");
        Require.atLeast(patience, 1, "patience");
    }
}
