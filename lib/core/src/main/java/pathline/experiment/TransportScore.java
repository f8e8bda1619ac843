package pathline.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.concurrent.atomic.DoubleAdder;
import pathline.array.Scratch;
import pathline.field.Velocity;
import pathline.metric.Wasserstein;
import pathline.ode.SaveAt;

/**
 * How good a flow is.
 *
 * @param w2 between the ends of the flow and the test target, rooted
 * @param energy E Σ h |v(t_k, x_k)|² along the steps of Euler's method, as in the published table
 * @param evaluations of an adaptive solve from the test source
 */
record TransportScore(double w2, double energy, long evaluations) {

    /** Follows the flow from the test source by 100 steps of Euler's method. */
    static TransportScore of(Velocity velocity, TransportEnds ends) {
        try (var manager = NDManager.newBaseManager();
                var scratch = new Scratch()) {
            var source = ends.testSource().all(manager, DataType.FLOAT32);
            var target = ends.testTarget().all(manager, DataType.FLOAT32);
            var energy = new DoubleAdder();
            var solution = TransportProtocol.euler()
                    .solve(
                            velocity,
                            source,
                            0,
                            1,
                            SaveAt.end(),
                            step -> energy.add(
                                    step.h() * meanSquare(step.slopes().get(0))));
            long evaluations = TransportProtocol.adaptive()
                    .solve(velocity, source, 0, 1, SaveAt.end())
                    .stats()
                    .evaluations();
            return new TransportScore(Wasserstein.w2(solution.end(), target), energy.sum(), evaluations);
        }
    }

    /** NPE = |energy - W2²| / W2², with the squared distance of test source and test target. */
    double normalisedPathEnergy(double squaredW2) {
        return Math.abs(energy - squaredW2) / squaredW2;
    }

    private static double meanSquare(NDArray v) {
        var squares = v.toType(DataType.FLOAT64, true).square().sum(new int[] {1});
        return squares.mean().getDouble();
    }
}
