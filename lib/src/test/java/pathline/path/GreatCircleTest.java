package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Distribution;
import pathline.field.VelocityMlp;
import pathline.objective.ConditionalFlowMatching;
import pathline.random.Rng;
import pathline.train.Trainer;

/** A path that is not affine, along great circles of the unit sphere, written against {@link Path} alone. */
final class GreatCircleTest {

    private static final Distribution SPHERE = Distribution.pointwise(rng -> {
        double z = 2 * rng.uniform() - 1;
        double angle = 2 * Math.PI * rng.uniform();
        double r = Math.sqrt(1 - z * z);
        return new double[] {r * Math.cos(angle), r * Math.sin(angle), z};
    });

    /** xt = (sin((1 - t) ω) x0 + sin(t ω) x1) / sin ω, with ω the angle between the ends. */
    private static final Path ARC = (t, x0, x1, rng) -> {
        var angle = x0.mul(x1).sum(new int[] {1}, true).clip(-1, 1).acos();
        var sine = angle.sin();
        var ahead = angle.mul(t);
        var left = angle.sub(ahead);
        var xt = x0.mul(left.sin()).add(x1.mul(ahead.sin())).div(sine);
        var ut = x1.mul(ahead.cos()).sub(x0.mul(left.cos())).mul(angle).div(sine);
        return new PathSample(t, x0, x1, xt, ut);
    };

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray sphere(int n, long seed) {
        return SPHERE.sample(manager, DataType.FLOAT64, n, Rng.of(seed));
    }

    @Test
    void itStaysOnTheSphereAtTheSpeedOfItsAngle() {
        var x0 = sphere(50, 1);
        var x1 = sphere(50, 2);
        var t = Rng.of(3).uniform(manager, DataType.FLOAT64, 50, 1);
        var sample = ARC.sample(t, x0, x1, Rng.of(4));
        double[] radii = sample.xt().square().sum(new int[] {1}).toDoubleArray();
        double[] speeds = sample.ut().square().sum(new int[] {1}).sqrt().toDoubleArray();
        double[] angles = x0.mul(x1).sum(new int[] {1}).acos().toDoubleArray();
        for (int i = 0; i < radii.length; i++) {
            assertEquals(1, radii[i], 1e-12);
            assertEquals(angles[i], speeds[i], 1e-12);
        }
        double h = 1e-6; // h² / 6 of a third derivative below π³, and rounding of 1e-16 / h
        var after = ARC.sample(t.add(h), x0, x1, Rng.of(4)).xt();
        var before = ARC.sample(t.sub(h), x0, x1, Rng.of(4)).xt();
        assertArrayEquals(
                after.sub(before).div(2 * h).toDoubleArray(), sample.ut().toDoubleArray(), 1e-8);
    }

    @Test
    void flowMatchingTrainsAlongIt() {
        var matching = ConditionalFlowMatching.of(SPHERE, SPHERE, ARC, 64);
        var drawn = matching.sample(manager, DataType.FLOAT32, Rng.of(5));
        for (float radius : drawn.xt().square().sum(new int[] {1}).toFloatArray()) {
            assertEquals(1, radius, 1e-3); // float32 rounds by 1e-7, divided by the sine of the angle
        }
        var net = VelocityMlp.of(3, 16, 16).init(Rng.of(6));
        double before = matching.loss(net, Rng.of(7));
        var batch = matching.sample(manager, DataType.FLOAT32, Rng.of(7));
        var miss = net.at(batch.t(), batch.xt()).sub(batch.ut());
        assertEquals(miss.square().sum().getFloat() / 64, before, 1e-4 * before);
        Trainer.adam(1e-2).steps(60).fit(net, matching, Rng.of(8));
        double after = matching.loss(net, Rng.of(7));
        assertTrue(after < before, after + " after " + before);
    }
}
