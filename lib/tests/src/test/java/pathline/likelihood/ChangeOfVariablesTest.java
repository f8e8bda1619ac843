package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pathline.likelihood.DivergenceTest.refused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.field.LinearField;
import pathline.field.TorchFixture;
import pathline.ode.Event;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class ChangeOfVariablesTest {

    private static final OdeSolver RK4 = OdeSolver.fixed(Tableaus.RK4, 20);
    private static final OdeSolver TIGHT = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-10, 1e-10);
    private static final Gaussian NORMAL = Gaussian.standard(2);

    /** Trace 0.4, neither symmetric nor normal. */
    private static final LinearField LINEAR =
            LinearField.of(new double[][] {{0.9, -1.3}, {0.6, -0.5}}, new double[] {0.3, -1});

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Integral> integrals() {
        return Stream.of(Integral.augmented(), Integral.quadrature(3), Integral.quadrature(5));
    }

    private NDArray points(int n) {
        return Rng.of(11).normal(manager, DataType.FLOAT64, n, 2);
    }

    private static void near(NDArray expected, NDArray found, double tolerance) {
        assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray(), tolerance);
    }

    @Test
    void logDensitiesAreTorchs() {
        var fixture = new TorchFixture(manager);
        var change = ChangeOfVariables.of(RK4, fixture.velocity(), Divergence.exact());
        near(fixture.array("log_density_rk4"), change.logDensity(NORMAL, fixture.array("x")), 1e-10);
        var fine = new ChangeOfVariables(
                OdeSolver.fixed(Tableaus.RK4, 1000),
                change.velocity(),
                change.divergence(),
                Integral.quadrature(2),
                0,
                1);
        near(fixture.array("log_density_1000_steps"), fine.logDensity(NORMAL, fixture.array("x")), 1e-10);
    }

    /** Solved to 1e-10 a step in some 30 steps; the divergence is constant. */
    @ParameterizedTest
    @MethodSource("integrals")
    void aLinearFieldMakesAKnownGaussian(Integral integral) {
        var source = Gaussian.full(new double[] {0.5, -1}, new double[][] {{1.2, 0.4}, {0.4, 0.7}});
        var change = ChangeOfVariables.of(TIGHT, LINEAR, Divergence.exact())
                .with(integral)
                .over(0.25, 1.5);
        var x = points(8);
        var target = LINEAR.push(source, 0.25, 1.5);
        near(target.logDensity(x), change.logDensity(source, x), 1e-8);
        var sampled = change.sample(source, x);
        near(LINEAR.flow(0.25, 1.5, x), sampled.x1(), 1e-8);
        near(target.logDensity(sampled.x1()), sampled.logDensity(), 1e-8);
    }

    @Test
    void aLinearFieldMakesAKnownMixture() {
        var parts = new Gaussian[] {Gaussian.isotropic(new double[] {2, 0}, 0.5), Gaussian.standard(2)};
        var change = ChangeOfVariables.of(TIGHT, LINEAR, Divergence.exact());
        var target = GaussianMixture.equal(LINEAR.push(parts[0], 0, 1), LINEAR.push(parts[1], 0, 1));
        near(target.logDensity(points(8)), change.logDensity(GaussianMixture.equal(parts), points(8)), 1e-8);
    }

    /** The divergence varies in time; steps of 1/60 leave some 1e-9 of it, to both integrals. */
    @ParameterizedTest
    @MethodSource("integrals")
    void aShrinkingGaussianHasItsClosedForm(Integral integral) {
        var flow = new ShrinkingGaussian(3, -1);
        var change = ChangeOfVariables.of(OdeSolver.fixed(Tableaus.DOPRI5, 60), flow, Divergence.exact())
                .with(integral)
                .over(0, 0.9);
        var x1 = flow.at(0.9).sample(manager, DataType.FLOAT64, 8, Rng.of(2));
        near(flow.at(0.9).logDensity(x1), change.logDensity(NORMAL, x1), 1e-8);
        double integralOfDivergence = 2 * Math.log(ShrinkingGaussian.sigma(0.9));
        near(
                manager.full(new Shape(8), 0, DataType.FLOAT64).add(integralOfDivergence),
                change.forward(points(8)).logDeterminant(),
                1e-8);
    }

    /** At the mean of the flow x is linear in t and any step would do; the divergence is not. */
    @Test
    void theErrorOfTheLogDensityIsControlled() {
        var flow = new ShrinkingGaussian(3, -1);
        var x0 = manager.zeros(new Shape(1, 2), DataType.FLOAT64);
        var change = ChangeOfVariables.of(OdeSolver.adaptive(Tableaus.DOPRI5, 1e-7, 1e-7), flow, Divergence.exact());
        double expected = 2 * Math.log(ShrinkingGaussian.sigma(1));
        var augmented = change.forward(x0);
        assertEquals(expected, augmented.logDeterminant().getDouble(0), 1e-6);
        var blind = change.with(Integral.quadrature(2)).forward(x0);
        assertTrue(Math.abs(blind.logDeterminant().getDouble(0) - expected) > 1e-6, "x alone is no measure");
        assertEquals(augmented.stats().evaluations(), augmented.divergences());
        assertEquals(2L * blind.stats().accepted(), blind.divergences());
    }

    /**
     * The midpoint rule is as good as exact for a smooth function that vanishes at the border (here below 1e-9); 20 steps
     * of RK4 leave some 1e-9.
     */
    @Test
    void theDensityIntegratesToOne() {
        int cells = 120;
        double half = 7;
        double width = 2 * half / cells;
        var coordinates = new double[cells * cells * 2];
        for (int i = 0; i < cells * cells; i++) {
            coordinates[2 * i] = -half + width * (0.5 + i / cells);
            coordinates[2 * i + 1] = -half + width * (0.5 + i % cells);
        }
        var grid = manager.create(coordinates, new Shape(cells * cells, 2));
        var change = ChangeOfVariables.of(RK4, new TorchFixture(manager).velocity(), Divergence.exact());
        double sum = change.logDensity(NORMAL, grid).exp().sum().getDouble() * width * width;
        assertEquals(1, sum, 1e-8);
    }

    @Test
    void thereAndBackIsWhereItWas() {
        var change = ChangeOfVariables.of(TIGHT, new TorchFixture(manager).velocity(), Divergence.exact());
        var x0 = points(20);
        var there = change.forward(x0);
        var back = change.inverse(there.points());
        near(x0, back.points(), 1e-8);
        near(there.logDeterminant().neg(), back.logDeterminant(), 1e-8);
        near(change.sample(NORMAL, x0).logDensity(), change.logDensity(NORMAL, there.points()), 1e-8);
    }

    /** The estimate is linear in tr J of a linear field, so its mean is the log-density; s.e. from 4 000 points. */
    @Test
    void hutchinsonIsRightOnAverage() {
        int n = 4000;
        var x1 = manager.zeros(new Shape(n, 2), DataType.FLOAT64);
        var change = ChangeOfVariables.of(RK4, LINEAR, Divergence.hutchinson(2, Probe.GAUSSIAN, Rng.of(8)));
        var error = change.logDensity(NORMAL, x1)
                .sub(change.with(Divergence.exact()).logDensity(NORMAL, x1))
                .toDoubleArray();
        double mean = 0;
        double square = 0;
        for (double e : error) {
            mean += e / n;
            square += e * e / n;
        }
        // S = [[0.9, -0.35], [-0.35, -0.5]], 2 |S|^2 = 2.61, half of it for two probes
        assertEquals(0, mean, 4 * Math.sqrt(1.305 / n));
        assertEquals(1.305, square, 0.15); // its standard error is about 0.05
    }

    @ParameterizedTest
    @MethodSource("integrals")
    void liveArraysStayFlatAndTheTypeIsKept(Integral integral) {
        var change = ChangeOfVariables.of(RK4, LINEAR, Divergence.hutchinson(2, Probe.GAUSSIAN, Rng.of(8)))
                .with(integral);
        var x = points(4).toType(DataType.FLOAT32, true);
        int before = manager.getManagedArrays().size();
        for (int i = 1; i <= 3; i++) {
            assertEquals(DataType.FLOAT32, change.logDensity(NORMAL, x).getDataType());
            change.sample(NORMAL, x);
            assertEquals(before + 3 * i, manager.getManagedArrays().size());
        }
    }

    @Test
    void mistakesAreRefused() {
        var change = ChangeOfVariables.of(RK4, LINEAR, Divergence.exact());
        refused("differ", () -> change.over(1, 1));
        var stopping = RK4.with(Event.stop("half", (t, x) -> t - 0.5));
        refused("one time", () -> ChangeOfVariables.of(stopping, LINEAR, Divergence.exact()));
        refused("between 1 and", () -> Integral.quadrature(0));
        refused("(n, 2)", () -> change.logDensity(NORMAL, manager.zeros(new Shape(4, 3), DataType.FLOAT64)));
        refused("(n, d)", () -> change.forward(manager.zeros(new Shape(4), DataType.FLOAT64)));
    }
}
