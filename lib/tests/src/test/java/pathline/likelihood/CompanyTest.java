package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.adjoint.Backpropagation;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.flow.Flow;
import pathline.ode.OdeSolver;
import pathline.ode.StepControl;
import pathline.ode.Tableaus;
import pathline.path.AffinePath;
import pathline.path.MarginalVelocity;
import pathline.path.Schedule;
import pathline.random.Rng;

/** The log-density between eight Gaussians on a ring, where the flow is steep, alone and with samples for company. */
class CompanyTest {

    private static final Gaussian SOURCE = Gaussian.standard(2);
    private static final GaussianMixture RING = GaussianMixture.equal(IntStream.range(0, 8)
            .mapToObj(k -> Gaussian.isotropic(
                    new double[] {4 * Math.cos(k * Math.PI / 4), 4 * Math.sin(k * Math.PI / 4)}, 0.3))
            .toArray(Gaussian[]::new));
    private static final MarginalVelocity EXACT = MarginalVelocity.of(AffinePath.of(Schedule.linear()), SOURCE, RING);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** The hard point first, then samples. */
    private NDArray points(int company, DataType type) {
        var x = manager.create(new double[] {0, 0.05}, new Shape(1, 2));
        var all = company == 0 ? x : x.concat(RING.sample(manager, DataType.FLOAT64, company, Rng.of(1)), 0);
        return all.toType(type, false);
    }

    private static OdeSolver solver(double tolerance) {
        return OdeSolver.adaptive(Tableaus.DOPRI5, tolerance, tolerance);
    }

    private double logDensity(ChangeOfVariables change, int company, DataType type) {
        return change.logDensity(SOURCE, points(company, type))
                .toType(DataType.FLOAT64, true)
                .getDouble(0);
    }

    /** log p1 = -87.35: some ten steps of 1e-3 times its size of a hundred. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT64, 1e-3, 1",
        "FLOAT64, 1e-4, 0.1",
        "FLOAT64, 1e-5, 0.01",
        "FLOAT32, 1e-3, 1",
        "FLOAT32, 1e-4, 0.1"
    })
    void aLogDensityDoesNotDependOnItsCompany(DataType type, double tolerance, double error) {
        double exact = RING.logDensity(points(0, DataType.FLOAT64)).getDouble(0);
        assertEquals(-87.35, exact, 0.01);
        var change = ChangeOfVariables.of(solver(tolerance), EXACT, Divergence.exact());
        for (int company : new int[] {0, 100, 3000}) {
            assertEquals(exact, logDensity(change, company, type), error, company + " others");
        }
        var flow = Flow.of(SOURCE, EXACT, solver(tolerance));
        double ofFlow = flow.logDensity(points(3000, type))
                .toType(DataType.FLOAT64, true)
                .getDouble(0);
        assertEquals(exact, ofFlow, error);
    }

    /** The gradient of a log-density, of some 80 a unit of length, is an answer of one row as well. */
    @Test
    void aScoreDoesNotDependOnItsCompany() {
        var flow = Flow.of(SOURCE, EXACT, solver(1e-4));
        var exact = RING.score(points(0, DataType.FLOAT64)).toDoubleArray();
        for (int company : new int[] {0, 100}) {
            var score = flow.score(points(company, DataType.FLOAT64)).get("0:1").toDoubleArray();
            assertEquals(exact[0], score[0], 0.02 * Math.abs(exact[1]), company + " others");
            assertEquals(exact[1], score[1], 0.02 * Math.abs(exact[1]), company + " others");
        }
    }

    /** Who wants the mean over many points may have it by fewer steps. */
    @Test
    void theNormOfTheMeanIsThereToBeAskedFor() {
        var mean = ChangeOfVariables.of(solver(1e-3).with(StepControl.Norm.RMS), EXACT, Divergence.exact());
        assertTrue(logDensity(mean, 3000, DataType.FLOAT64) > -50, "the mean does not see one point in 3000");
        var rows = ChangeOfVariables.of(solver(1e-3), EXACT, Divergence.exact());
        var x = points(3000, DataType.FLOAT64);
        assertTrue(mean.inverse(x).stats().accepted() < rows.inverse(x).stats().accepted());
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void quadratureIsSolvedRowByRowToo(int nodes) {
        var change =
                ChangeOfVariables.of(solver(1e-4), EXACT, Divergence.exact()).with(Integral.quadrature(nodes));
        var mean = ChangeOfVariables.of(solver(1e-4).with(StepControl.Norm.RMS), EXACT, Divergence.exact())
                .with(Integral.quadrature(nodes));
        var x = points(300, DataType.FLOAT64);
        assertTrue(
                mean.inverse(x).stats().accepted() < change.inverse(x).stats().accepted());
    }

    /** A likelihood is trained by its mean, and judged by rows if that is asked for. */
    @Test
    void aLikelihoodOfRowsHasTheirSteps() {
        var change = ChangeOfVariables.of(solver(1e-3), EXACT, Divergence.exact());
        var x = points(300, DataType.FLOAT64);
        var kind = Backpropagation.throughSteps();
        var trained = Likelihood.of(change, kind, SOURCE, x);
        var judged = Likelihood.of(change.perRow(), kind, SOURCE, x);
        assertEquals(
                change.inverse(x).stats().accepted(), judged.cost().forward().accepted());
        assertTrue(trained.cost().forward().accepted() < judged.cost().forward().accepted());
        assertEquals(RING.logDensity(x).getDouble(0), judged.logDensity().getDouble(0), 1);
    }
}
