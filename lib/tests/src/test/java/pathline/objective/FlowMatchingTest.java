package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.coupling.Coupling;
import pathline.coupling.Pairs;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.distribution.SampleMean;
import pathline.distribution.Toy;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.GaussianPath;
import pathline.path.MarginalVelocity;
import pathline.path.PathSample;
import pathline.path.Schedule;
import pathline.random.Rng;

class FlowMatchingTest {

    private static final AffinePath LINE = AffinePath.of(Schedule.linear());
    private static final Gaussian LEFT = Gaussian.isotropic(new double[] {-1, 0}, 1);
    private static final GaussianMixture RIGHT = GaussianMixture.isotropic(new double[][] {{2, 2}, {2, -2}}, 0.5);
    private static final int BATCHES = 300;

    private final NDManager manager = NDManager.newBaseManager();
    private final Velocity net =
            VelocityMlp.of(2, 5).type(DataType.FLOAT64).init(Rng.of(4).child("net"), manager);

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray gradient(Objective<Velocity> objective, Rng rng) {
        var gradient = net.parameters().gradient(manager);
        objective.draw(manager, DataType.FLOAT64, rng).loss(net, gradient);
        return gradient.flat();
    }

    /** The differences of two gradients over many batches, each in units of its standard error: the largest. */
    private double largestDifference(Objective<Velocity> a, Objective<Velocity> b) {
        int count = Math.toIntExact(net.parameters().count());
        var differences = new double[count][BATCHES];
        for (int k = 0; k < BATCHES; k++) {
            var difference =
                    gradient(a, Rng.of(7).child(k)).sub(gradient(b, Rng.of(7).child(k)));
            for (int i = 0; i < count; i++) {
                differences[i][k] = difference.getDouble(i);
            }
        }
        double largest = 0;
        for (double[] difference : differences) {
            var mean = SampleMean.of(difference);
            largest = Math.max(largest, Math.abs(mean.value()) / mean.standardError());
        }
        return largest;
    }

    @Test
    void theGradientsOfBothLossesAgreeInTheMean() {
        for (var path :
                new AffinePath[] {LINE, AffinePath.of(Schedule.trigonometric()).with(Bridge.constant(0.3))}) {
            var conditional = ConditionalFlowMatching.of(LEFT, RIGHT, path, 64).weight(LossWeight.of(t -> 1 + t));
            // 27 numbers: the largest of as many normals exceeds 4.5 once in 5 000 seeds
            assertTrue(largestDifference(conditional, MarginalFlowMatching.of(conditional)) < 4.5);
            var moved = GaussianMixture.isotropic(new double[][] {{2.3, 2}, {2.3, -2}}, 0.5);
            var wrong = new MarginalFlowMatching(conditional, MarginalVelocity.of(path, LEFT, moved));
            assertTrue(largestDifference(conditional, wrong) > 10);
        }
    }

    @Test
    void theLossesDifferByTheSameConstantAtEveryVelocity() {
        var conditional = ConditionalFlowMatching.of(LEFT, RIGHT, LINE, 64);
        var marginal = MarginalFlowMatching.of(conditional);
        var constant = marginal.irreducible(400, Rng.of(3));
        for (double scale : new double[] {1, -3}) {
            net.parameters().flat().muli(scale);
            var differences = new double[BATCHES];
            for (int k = 0; k < BATCHES; k++) {
                var rng = Rng.of(8).child(k);
                differences[k] = conditional.loss(net, rng) - marginal.loss(net, rng);
            }
            var mean = SampleMean.of(differences);
            double error = Math.hypot(mean.standardError(), constant.standardError());
            assertEquals(constant.value(), mean.value(), 4.5 * error);
            assertTrue(error < 0.03 * constant.value(), () -> mean + " against " + constant);
        }
    }

    @Test
    void betweenNormalsTheConstantIsPi() {
        var conditional = ConditionalFlowMatching.of(
                        Gaussian.isotropic(new double[] {-10, 0}, 1),
                        Gaussian.isotropic(new double[] {10, 0}, 1),
                        LINE,
                        64)
                .times(Times.stratified());
        var constant = MarginalFlowMatching.of(conditional).irreducible(100, Rng.of(5));
        assertEquals(Math.PI, constant.value(), 4.5 * constant.standardError());
        assertTrue(constant.standardError() < 1e-3, constant::toString); // x plays no part, and no time is missed
    }

    @Test
    void bothLossesSeeTheSamePoints() {
        var conditional = ConditionalFlowMatching.of(LEFT, RIGHT, LINE, 32);
        var points = conditional.sample(manager, DataType.FLOAT64, Rng.of(2));
        net.parameters().flat().muli(0); // the losses are then E|ut|² and E|u(t, xt)|²
        double square = points.ut().square().sum().getDouble() / 32;
        var field = MarginalVelocity.of(LINE, LEFT, RIGHT).at(points.t(), points.xt());
        assertEquals(square, conditional.loss(net, Rng.of(2)), 1e-12);
        assertEquals(
                field.square().sum().getDouble() / 32,
                MarginalFlowMatching.of(conditional).loss(net, Rng.of(2)),
                1e-12);
    }

    private interface Formula {
        NDArray ut(NDArray t, PathSample points);
    }

    private void assertTargets(ConditionalFlowMatching matching, Formula formula) {
        var points = matching.sample(manager, DataType.FLOAT64, Rng.of(1));
        var expected = formula.ut(points.t(), points);
        assertArrayEquals(expected.toDoubleArray(), points.ut().toDoubleArray(), 1e-9); // 1/(1 - t) meets rounding
    }

    /** The targets of TorchCFM's methods, as they are printed: of xt, t and the ends. */
    @Test
    void theTargetsAreThoseOfTheLiterature() {
        double s = 0.1;
        var straight = ConditionalFlowMatching.of(LEFT, RIGHT, LINE.with(Bridge.constant(s)), 50);
        assertTargets(straight, (t, p) -> p.x1().sub(p.x0()));
        assertTargets(straight.coupling(Coupling.minibatchOt()), (t, p) -> p.x1().sub(p.x0()));
        assertTargets(
                ConditionalFlowMatching.of(RIGHT, GaussianPath.of(Schedule.linear(s)), 50),
                (t, p) -> p.x1().sub(p.xt().mul(1 - s)).div(t.mul(s - 1).add(1)));
        var bridge = ConditionalFlowMatching.of(LEFT, RIGHT, LINE.with(Bridge.brownian(s)), 50);
        assertTargets(bridge, (t, p) -> {
            var mean = p.x1().mul(t).add(p.x0().mul(t.mul(-1).add(1)));
            var rate = t.mul(-2).add(1).div(t.mul(t.mul(-1).add(1)).mul(2));
            return p.xt().sub(mean).mul(rate).add(p.x1()).sub(p.x0());
        });
        var circle = AffinePath.of(Schedule.trigonometric()).with(Bridge.constant(s));
        assertTargets(ConditionalFlowMatching.of(LEFT, RIGHT, circle, 50), (t, p) -> {
            var angle = t.mul(Math.PI / 2);
            return p.x1().mul(angle.cos()).sub(p.x0().mul(angle.sin())).mul(Math.PI / 2);
        });
    }

    @Test
    void theSourceOfAGaussianPathIsStandardNormal() {
        var matching = ConditionalFlowMatching.of(Toy.moonsA(), GaussianPath.of(Schedule.variancePreserving()), 4000);
        var x0 = matching.sample(manager, DataType.FLOAT64, Rng.of(6)).x0();
        assertEquals(0, x0.mean().getDouble(), 4.5 / Math.sqrt(8000));
        assertEquals(1, x0.square().mean().getDouble(), 4.5 * Math.sqrt(2.0 / 8000)); // x² has variance 2
    }

    @Test
    void aCouplingIsOneArgument() {
        var independent = ConditionalFlowMatching.of(LEFT, RIGHT, LINE, 128);
        var transported = independent.coupling(Coupling.minibatchOt()).sample(manager, DataType.FLOAT64, Rng.of(9));
        var free = independent.sample(manager, DataType.FLOAT64, Rng.of(9));
        assertArrayEquals(free.x0().toDoubleArray(), transported.x0().toDoubleArray());
        assertTrue(length(transported) < length(free));
        var half = independent.coupling(Coupling.partial(0.5)).sample(manager, DataType.FLOAT64, Rng.of(9));
        assertEquals(64, half.t().getShape().get(0));
    }

    private static double length(PathSample points) {
        return points.x1().sub(points.x0()).square().sum().getDouble();
    }

    @Test
    void refusesWhatDoesNotFit() {
        var line = ConditionalFlowMatching.of(LEFT, RIGHT, LINE, 8);
        assertThrows(IllegalArgumentException.class, () -> ConditionalFlowMatching.of(LEFT, RIGHT, LINE, 0));
        assertThrows(
                IllegalArgumentException.class, () -> ConditionalFlowMatching.of(Gaussian.standard(3), RIGHT, LINE, 8));
        var transport = line.coupling(Coupling.minibatchOt());
        assertThrows(IllegalArgumentException.class, () -> MarginalFlowMatching.of(transport));
        Coupling own = (x0, x1, rng) -> Pairs.of(x0, x1, new int[8], new int[8]);
        assertThrows(IllegalArgumentException.class, () -> MarginalFlowMatching.of(line.coupling(own)));
        assertThrows(
                IllegalArgumentException.class,
                () -> MarginalFlowMatching.of(ConditionalFlowMatching.of(Toy.moonsA(), RIGHT, LINE, 8)));
    }

    @Test
    void aPredictionOfNoiseOrDataIsAWeight() {
        var path = GaussianPath.of(Schedule.trigonometric());
        var matching = ConditionalFlowMatching.of(RIGHT, path, 16);
        var points = matching.sample(manager, DataType.FLOAT64, Rng.of(2));
        var said = path.fromVelocity(points.t(), points.xt(), net.at(points.t(), points.xt()));
        double noise = said.noise().sub(points.x0()).square().sum().getDouble() / 16;
        double data = said.data().sub(points.x1()).square().sum().getDouble() / 16;
        assertEquals(noise, loss(matching.weight(LossWeight.noise(path.schedule()))), 1e-10 * noise);
        assertEquals(data, loss(matching.weight(LossWeight.data(path.schedule()))), 1e-10 * data);
    }

    private double loss(Objective<Velocity> objective) {
        return objective
                .draw(manager, DataType.FLOAT64, Rng.of(2))
                .loss(net, Gradient.unwanted())
                .getDouble();
    }
}
