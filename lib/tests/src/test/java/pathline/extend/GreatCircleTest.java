package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.array.Scratch;
import pathline.distribution.Distribution;
import pathline.field.VelocityMlp;
import pathline.objective.ConditionalFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.path.Path;
import pathline.path.PathSample;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/** A path that is not affine: arcs of great circles on the unit sphere. */
class GreatCircleTest {

    /** xt = (sin((1 - t) θ) x0 + sin(t θ) x1) / sin θ, with θ the angle between the ends, which are not opposite. */
    private static final Path ARC = (t, x0, x1, rng) -> {
        try (var scratch = new Scratch()) {
            var angle = x0.mul(x1)
                    .sum(new int[] {1}, true)
                    .clip(-1 + 1e-6, 1 - 1e-6)
                    .acos();
            var ahead = angle.mul(t);
            var left = angle.sub(ahead);
            var sine = angle.sin();
            var xt = x0.mul(left.sin()).add(x1.mul(ahead.sin())).div(sine);
            var ut = x1.mul(ahead.cos()).sub(x0.mul(left.cos())).mul(angle).div(sine);
            return new PathSample(t, x0, x1, scratch.keep(xt), scratch.keep(ut));
        }
    };

    /** Normals around a point, drawn back to the sphere. */
    private static Distribution cap(double... centre) {
        return (manager, type, n, rng) -> Scratch.keeping(() -> {
            var middle = manager.create(centre, new Shape(1, 3)).toType(type, false);
            var x = rng.normal(manager, type, n, 3).mul(0.2).add(middle);
            return x.div(length(x));
        });
    }

    private static NDArray length(NDArray x) {
        return x.square().sum(new int[] {1}, true).sqrt();
    }

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private PathSample at(double t, NDArray x0, NDArray x1) {
        return ARC.sample(manager.create(new double[] {t}, new Shape(1, 1)), x0, x1, Rng.of(0));
    }

    @Test
    void itStaysOnTheSphereAtConstantSpeedAndItsVelocityIsItsDerivative() {
        var x0 = cap(1, 0, 0).sample(manager, DataType.FLOAT64, 6, Rng.of(1));
        var x1 = cap(0, 1, 0).sample(manager, DataType.FLOAT64, 6, Rng.of(2));
        near(x0, at(0, x0, x1).xt(), 1e-12);
        near(x1, at(1, x0, x1).xt(), 1e-12);
        var angle = x0.mul(x1).sum(new int[] {1}, true).acos();
        double h = 1e-5;
        for (double t : new double[] {0.1, 0.5, 0.9}) {
            var sample = at(t, x0, x1);
            near(x0.onesLike().get(":, :1"), length(sample.xt()), 1e-12);
            near(angle, length(sample.ut()), 1e-10);
            near(at(t + h, x0, x1).xt().sub(at(t - h, x0, x1).xt()).div(2 * h), sample.ut(), 1e-8);
        }
    }

    /** Halfway a straight line from cap to cap is 0.29 inside the sphere. */
    @Test
    void aFlowRegressedOnItStaysOnTheSphere() {
        var velocity = VelocityMlp.of(3, 32, 32).init(Rng.of(3));
        var matching = ConditionalFlowMatching.of(cap(1, 0, 0), cap(0, 1, 0), ARC, 256);
        Trainer.adam(LearningRate.cosine(5e-3, 1e-4, 500)).steps(500).fit(velocity, matching, Rng.of(4));
        var solver = OdeSolver.fixed(Tableaus.RK4, 10);
        var x0 = cap(1, 0, 0).sample(manager, 500, Rng.of(5));
        var halfway = solver.solve(velocity, x0, 0, 0.5);
        var end = solver.solve(velocity, x0, 0, 1);
        assertTrue(length(halfway).sub(1).abs().mean().getFloat() < 0.05);
        assertTrue(length(end).sub(1).abs().mean().getFloat() < 0.05);
        var expected = cap(0, 1, 0).sample(manager, 500, Rng.of(6)).mean(new int[] {0});
        near(expected, end.mean(new int[] {0}), 0.06); // standard errors of 0.2 / √500, and the net's error
    }

    private static void near(NDArray expected, NDArray found, double tolerance) {
        var difference = expected.sub(found).abs().max().toType(DataType.FLOAT64, true);
        assertEquals(0, difference.getDouble(), tolerance);
    }
}
